-- Sessions of people on pages: a browser keeps an unguessable token in a cookie, and this is what it stands for. Unlike
-- an access token it is asked about at every page, so that signing out takes hold at once.
create table core.page_sessions (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  user_id uuid not null,
  token_hash bytea not null constraint page_sessions_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  opened_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  opened_from text,
  primary key (tenant_id, id),
  constraint page_sessions_are_unguessable unique (tenant_id, token_hash),
  constraint page_sessions_belong_to_a_user foreign key (tenant_id, user_id) references core.users (tenant_id, id),
  constraint page_sessions_end_after_they_begin check (expires_at > opened_at)
);
create index page_sessions_by_user on core.page_sessions (tenant_id, user_id);
comment on table core.page_sessions is 'Who is signed in on pages, a row a sign-in; the cookie holds the token, this its SHA-256';
comment on column core.page_sessions.last_used_at is 'To the minute; half an hour without use ends the session';
comment on column core.page_sessions.expires_at is 'Twelve hours after sign-in, whatever was done since';
comment on column core.page_sessions.closed_at is 'Signed out, or the password was changed';
comment on column core.page_sessions.opened_from is 'The address the sign-in came from';
alter table core.page_sessions enable row level security;
alter table core.page_sessions force row level security;
