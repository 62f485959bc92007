-- Every exchange with a portal, secrets masked: for debugging, compliance and the operations pages.
create table ops.api_calls (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  portal text not null,
  operation text not null,
  entity_id uuid,
  url text not null,
  request jsonb,
  response jsonb,
  http_status integer,
  outcome text not null constraint api_calls_outcome_is_known check (outcome in ('done', 'refused', 'retry', 'unknown')),
  error_code text,
  error_message text,
  duration_ms integer not null,
  called_at timestamptz not null,
  primary key (tenant_id, id)
);
create index api_calls_by_time on ops.api_calls (tenant_id, called_at desc, id desc);
create index api_calls_not_done on ops.api_calls (tenant_id, outcome, called_at desc) where outcome <> 'done';
create index api_calls_by_entity on ops.api_calls (tenant_id, entity_id) where entity_id is not null;
comment on table ops.api_calls is 'Calls to portals with request and answer, secrets masked; append-only';
alter table ops.api_calls enable row level security;
alter table ops.api_calls force row level security;
