-- Who may act, for whom, and how they prove it. Passwords, refresh tokens and API keys are stored as hashes only.
create table core.tenants (
  id uuid not null default core.uuid_v7() primary key,
  name text not null constraint tenants_name_is_not_blank check (btrim(name) <> ''),
  created_at timestamptz not null default now()
);
comment on table core.tenants is 'A company account: the root of tenancy. Every other tenant table carries its id as tenant_id';
alter table core.tenants enable row level security;
alter table core.tenants force row level security;

create table core.users (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  email text not null constraint users_email_is_lower_case check (email = lower(email) and email like '%_@_%'),
  display_name text not null,
  roles text[] not null constraint users_roles_are_known check (
    roles <@ array['owner', 'accountant', 'ap_clerk', 'logistics', 'auditor', 'partner', 'platform_admin']
    and cardinality(roles) >= 1),
  destination_id text,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint users_are_known_once unique (tenant_id, email),
  constraint users_partners_have_a_destination check (not roles @> array['partner'] or destination_id is not null)
);
comment on table core.users is 'People who sign in, and what they may do';
comment on column core.users.roles is 'What each role may do is written in domain/core/scopes.ts';
comment on column core.users.destination_id is 'The payout destination a partner acts for; a partner sees no other';
comment on column core.users.disabled_at is 'Since when this person may not sign in; open sessions end within half a minute';
alter table core.users enable row level security;
alter table core.users force row level security;

-- The one table that leads from an e-mail to a tenant. No role of the application may touch it: sign-in goes through
-- core.find_credential, which shows one row to somebody who knows its e-mail.
create table core.credentials (
  email text not null primary key constraint credentials_email_is_lower_case check (email = lower(email)),
  tenant_id uuid not null,
  user_id uuid not null,
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credentials_one_a_user unique (tenant_id, user_id),
  constraint credentials_belong_to_a_user foreign key (tenant_id, user_id) references core.users (tenant_id, id)
);
comment on table core.credentials is 'E-mail to tenant, user and password hash; reached through core.find_credential only';
comment on column core.credentials.password_hash is 'scrypt$N$r$p$salt$hash, base64url';
alter table core.credentials enable row level security;
alter table core.credentials force row level security;

-- Kept apart from credentials so that an address nobody has is throttled like one that exists.
create table core.sign_in_attempts (
  email_hash bytea not null primary key,
  failed_count integer not null,
  last_failed_at timestamptz not null,
  constraint sign_in_attempts_email_hash_is_sha256 check (octet_length(email_hash) = 32)
);
create index sign_in_attempts_by_last_failed_at on core.sign_in_attempts (last_failed_at);
comment on table core.sign_in_attempts is 'Failed sign-ins an e-mail address, known or not: ten in fifteen minutes, then a pause';
comment on column core.sign_in_attempts.email_hash is 'SHA-256 of the lower-cased address: strangers'' addresses are not collected';
alter table core.sign_in_attempts enable row level security;
alter table core.sign_in_attempts force row level security;

create table core.refresh_tokens (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  family_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null constraint refresh_tokens_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  family_expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  constraint refresh_tokens_are_unguessable unique (tenant_id, token_hash),
  constraint refresh_tokens_belong_to_a_user foreign key (tenant_id, user_id) references core.users (tenant_id, id)
);
create index refresh_tokens_by_family on core.refresh_tokens (tenant_id, family_id);
create index refresh_tokens_by_user on core.refresh_tokens (tenant_id, user_id);
comment on table core.refresh_tokens is 'Refresh tokens, each used once; the tokens of one sign-in are a family, and a second use ends the family';
comment on column core.refresh_tokens.family_id is 'The sign-in a token descends from; access tokens carry it as sid';
comment on column core.refresh_tokens.expires_at is 'Seven days after issue: a session nobody uses ends';
comment on column core.refresh_tokens.family_expires_at is 'Thirty days after sign-in, whatever was refreshed since';
alter table core.refresh_tokens enable row level security;
alter table core.refresh_tokens force row level security;

create table core.api_keys (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  name text not null,
  key_hash bytea not null constraint api_keys_key_hash_is_sha256 check (octet_length(key_hash) = 32),
  scopes text[] not null constraint api_keys_have_a_scope check (cardinality(scopes) >= 1),
  requests_per_minute integer not null default 6000
    constraint api_keys_requests_per_minute_is_positive check (requests_per_minute >= 1),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  constraint api_keys_are_unguessable unique (tenant_id, key_hash),
  constraint api_keys_are_made_by_a_user foreign key (tenant_id, created_by) references core.users (tenant_id, id)
);
create index api_keys_by_created_by on core.api_keys (tenant_id, created_by);
comment on table core.api_keys is 'Keys of machines: hashed, scoped, with a request rate of their own';
comment on column core.api_keys.created_by is 'The person who made it; what the key does is done in their name';
comment on column core.api_keys.last_used_at is 'To the hour';
alter table core.api_keys enable row level security;
alter table core.api_keys force row level security;
