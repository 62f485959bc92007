-- Who, when, what, before and after: written by the database itself, appended to and never changed, sealed in a chain.
-- No foreign key to core.tenants on purpose: the trail outlives what it speaks of, and the posting call pays no look-up.
create table audit.events (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  occurred_at timestamptz not null default core.now(),
  recorded_in xid8 not null default pg_current_xact_id(),
  actor_id uuid,
  actor_kind text not null constraint events_actor_kind_is_known check (actor_kind in ('user', 'api_key', 'job', 'database')),
  database_role text not null default session_user,
  request_id text,
  ip text,
  action text not null constraint events_action_is_known check (action in ('insert', 'update', 'delete')),
  entity text not null,
  entity_id uuid,
  voucher_type text,
  before jsonb,
  after jsonb,
  primary key (tenant_id, id),
  constraint events_say_what_changed check (before is not null or after is not null)
);
-- entity_id is unguessable and global: one index serves a tenant's list of one entity and audit.record_crossing.
create index events_of_an_entity on audit.events (entity_id);
create index events_by_time on audit.events (tenant_id, occurred_at, id);
create index events_by_transaction on audit.events (tenant_id, recorded_in);
alter table audit.events enable row level security;
alter table audit.events force row level security;

comment on table audit.events is 'Every mutation: who, when, what, before and after. Append-only, no off switch (rule 3(1), Companies (Accounts) Rules)';
comment on column audit.events.occurred_at is 'core.now() of the statement: the injected clock where there is one';
comment on column audit.events.recorded_in is 'The transaction that wrote it: seals cover ranges of transactions, so none that commits late slips in between';
comment on column audit.events.actor_kind is 'user, api_key or job from the transaction''s context; database for SQL run outside any';
comment on column audit.events.database_role is 'The role that was signed in: who it was, for SQL run outside any request';
comment on column audit.events.request_id is 'X-Request-Id of the request, or the job run';
comment on column audit.events.entity is 'Qualified table name: billing.vouchers';
comment on column audit.events.entity_id is 'Key of the row';
comment on column audit.events.before is 'Columns as they were: the changed ones for an update, all for a delete; secrets are •';
comment on column audit.events.after is 'Columns as they became: the changed ones for an update, all that are not null for an insert; secrets are •';

create table audit.seals (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  seal_no bigint not null constraint seals_are_numbered_from_one check (seal_no >= 1),
  from_xid xid8 not null,
  until_xid xid8 not null,
  events_count bigint not null constraint seals_cover_events check (events_count >= 1),
  events_hash bytea not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default core.now(),
  primary key (tenant_id, id),
  constraint seals_are_one_chain unique (tenant_id, seal_no),
  constraint seals_range_is_forward check (until_xid > from_xid),
  constraint seals_hashes_are_sha256 check (
    octet_length(events_hash) = 32 and octet_length(previous_hash) = 32 and octet_length(hash) = 32)
);
alter table audit.seals enable row level security;
alter table audit.seals force row level security;

comment on table audit.seals is 'The hash chain of a tenant: each seal covers the events of a range of transactions and the seal before it';
comment on column audit.seals.from_xid is 'First transaction covered: until_xid of the seal before, 0 for the first';
comment on column audit.seals.until_xid is 'First transaction not covered; every one before it had ended when the seal was made';
comment on column audit.seals.events_hash is 'SHA-256 over the digests of the events, in order of transaction and id';
comment on column audit.seals.previous_hash is 'Hash of the seal before; 32 zero bytes for the first';
comment on column audit.seals.hash is 'SHA-256 over everything above, with tenant, number and time';

create table audit.security_events (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  occurred_at timestamptz not null default core.now(),
  kind text not null constraint security_events_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]*$'),
  actor_id uuid,
  actor_kind text not null constraint security_events_actor_kind_is_known
    check (actor_kind in ('user', 'api_key', 'job', 'database')),
  request_id text,
  ip text,
  entity text,
  entity_id uuid,
  facts jsonb not null default '{}',
  primary key (tenant_id, id)
);
create index security_events_by_time on audit.security_events (tenant_id, occurred_at);
alter table audit.security_events enable row level security;
alter table audit.security_events force row level security;

comment on table audit.security_events is 'What a person should look at: tenant crossings, refresh tokens used twice, sign-ins throttled. Append-only';
comment on column audit.security_events.tenant_id is 'The tenant that acted, never the one that was reached for';
comment on column audit.security_events.kind is 'tenant_crossing, refresh_token_reused, sign_in_throttled, …';
comment on column audit.security_events.entity is 'What kind of thing was asked for, where one was';
comment on column audit.security_events.entity_id is 'The id that was asked for';
