-- Sessions at portals, sealed, shared by all workers: one sign-in serves them all and outlives a restart.
alter table einvoice.registrations drop column token_encrypted;

create table ops.portal_sessions (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  office text not null constraint portal_sessions_office_is_known check (office in ('irp', 'ewb')),
  registration_id uuid not null,
  provider text not null,
  key_hash bytea not null constraint portal_sessions_key_hash_is_sha256 check (octet_length(key_hash) = 32),
  token_encrypted text,
  token_hash bytea,
  expires_at timestamptz,
  refresh_at timestamptz,
  last_used_at timestamptz not null default now(),
  refusal jsonb,
  refused_until timestamptz,
  refused_times integer not null default 0,
  lease_until timestamptz,
  lease_holder uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint portal_sessions_one_a_registration unique (tenant_id, office, registration_id, provider),
  constraint portal_sessions_tokens_have_their_times check (
    (token_encrypted is null) = (token_hash is null) and (token_encrypted is null) = (expires_at is null)
    and (token_encrypted is null) = (refresh_at is null)),
  constraint portal_sessions_refusals_end check ((refusal is null) = (refused_until is null)),
  constraint portal_sessions_leases_are_somebodys check ((lease_until is null) = (lease_holder is null))
) with (fillfactor = 70);
create index portal_sessions_to_refresh on ops.portal_sessions (tenant_id, refresh_at) where token_encrypted is not null;
comment on table ops.portal_sessions is 'The session of a registration at a provider of a portal, or why it was refused one';
comment on column ops.portal_sessions.registration_id is 'In einvoice.registrations (office irp) or ewaybill.registrations (ewb); a registration put anew has a new id and no session';
comment on column ops.portal_sessions.key_hash is 'Keyed SHA-256 over site, user and secrets: a session serves nobody who signs in otherwise';
comment on column ops.portal_sessions.token_encrypted is 'Token, session key and their times, sealed; null: none, or dropped';
comment on column ops.portal_sessions.token_hash is 'SHA-256 of the token: only the token that failed is dropped, not its successor';
comment on column ops.portal_sessions.refresh_at is 'From here on the next call, or the job, renews it';
comment on column ops.portal_sessions.last_used_at is 'To ten minutes; what nobody uses is not renewed';
comment on column ops.portal_sessions.refusal is 'What the portal said to the sign-in; until refused_until nobody tries again, or it locks the taxpayer out';
comment on column ops.portal_sessions.refused_times is 'Refusals in a row; each holds longer';
comment on column ops.portal_sessions.lease_until is 'One worker signs in until then and the others wait, by the server''s own clock';
alter table ops.portal_sessions enable row level security;
alter table ops.portal_sessions force row level security;
