-- drops logic
-- Operations: calls to portals kept by the month, dead letters as rows of their company, who tried what again.
alter table ops.api_calls disable row level security, no force row level security;
create table ops.api_calls_by_month (like ops.api_calls including defaults including constraints including comments) partition by range (called_at);
create table ops.api_calls_other (like ops.api_calls including defaults including constraints);
alter table ops.api_calls_by_month attach partition ops.api_calls_other default;
alter table ops.api_calls_other enable row level security, force row level security;

-- Months are Indian ones. What was there comes along; ops.make_partitions makes those ahead.
do $$
declare
  v_month date;
begin
  for v_month in
    select distinct date_trunc('month', called_at at time zone 'Asia/Kolkata')::date from ops.api_calls
    union select date_trunc('month', now() at time zone 'Asia/Kolkata')::date
  loop
    execute format('create table ops.%I partition of ops.api_calls_by_month for values from (%L) to (%L)',
      'api_calls_' || to_char(v_month, 'YYYY_MM'), v_month::timestamp at time zone 'Asia/Kolkata',
      (v_month + interval '1 month')::timestamp at time zone 'Asia/Kolkata');
    execute format('alter table ops.%I enable row level security, force row level security', 'api_calls_' || to_char(v_month, 'YYYY_MM'));
  end loop;
  insert into ops.api_calls_by_month select * from ops.api_calls;
end $$;
drop table ops.api_calls;
alter table ops.api_calls_by_month rename to api_calls;
alter table ops.api_calls add primary key (tenant_id, id, called_at);
alter table ops.api_calls add constraint api_calls_tenant_id_fkey foreign key (tenant_id) references core.tenants (id);
create index api_calls_by_time on ops.api_calls (tenant_id, called_at desc, id desc);
create index api_calls_not_done on ops.api_calls (tenant_id, called_at desc, id desc) where outcome <> 'done';
create index api_calls_by_entity on ops.api_calls (tenant_id, entity_id, called_at desc) where entity_id is not null;
create index api_calls_by_operation on ops.api_calls (tenant_id, operation, called_at desc, id desc);
create index api_calls_by_error on ops.api_calls (tenant_id, error_code, called_at desc, id desc) where error_code is not null;
-- For the figures of the whole installation, and for the look across tenants of ops.record_crossing.
create index api_calls_not_done_lately on ops.api_calls (called_at) where outcome <> 'done';
create index api_calls_by_id on ops.api_calls (id);
comment on table ops.api_calls is 'Calls to portals with request and answer, secrets masked; append-only, a partition a month';
alter table ops.api_calls enable row level security;
alter table ops.api_calls force row level security;

create index job_runs_by_queued on ops.job_runs (tenant_id, queued_id);
create index job_runs_by_time on ops.job_runs (tenant_id, started_at desc, id desc);

create table ops.dead_letters (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  job text not null,
  queued_id uuid not null,
  payload jsonb not null,
  attempts integer not null,
  error text not null,
  died_at timestamptz not null default now(),
  retried_at timestamptz,
  retried_by uuid,
  primary key (tenant_id, id),
  constraint dead_letters_one_a_job unique (tenant_id, queued_id)
);
create index dead_letters_waiting on ops.dead_letters (tenant_id, died_at desc, id desc) where retried_at is null;
create index dead_letters_by_time on ops.dead_letters (tenant_id, died_at desc, id desc);
comment on table ops.dead_letters is 'Jobs of a company that were given up: they wait here until somebody sends them again';
comment on column ops.dead_letters.queued_id is 'Id of the job in schema pgboss, as in ops.job_runs';
comment on column ops.dead_letters.payload is 'Ids only, with which it is sent again';
comment on column ops.dead_letters.retried_by is 'Who sent it again; for an API key the person who made it';
alter table ops.dead_letters enable row level security;
alter table ops.dead_letters force row level security;

create table ops.retries (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  api_call_id uuid not null,
  kind text not null constraint retries_kind_is_known check (kind in ('e_invoice', 'irn_cancellation', 'e_way_bill', 'e_way_change')),
  subject_id uuid not null,
  requested_by uuid,
  requested_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index retries_by_call on ops.retries (tenant_id, api_call_id);
comment on table ops.retries is 'What somebody made due again after a call failed; append-only. The calls that follow stand in ops.api_calls';
comment on column ops.retries.subject_id is 'The e-invoice, cancellation, e-way bill or change that was made due';
alter table ops.retries enable row level security;
alter table ops.retries force row level security;
