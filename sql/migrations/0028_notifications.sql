-- Who is told when something needs a person: notifications, and events to the webhooks of a company.
create table ops.notifications (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  kind text not null constraint notifications_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]*$'),
  key text not null,
  severity text not null constraint notifications_severity_is_known check (severity in ('critical', 'warning', 'info')),
  subject text not null,
  body text not null,
  facts jsonb not null default '{}',
  count integer not null default 1,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by uuid,
  mail_due_at timestamptz,
  mail_attempts integer not null default 0,
  mailed_at timestamptz,
  mail_error text,
  primary key (tenant_id, id)
);
create unique index notifications_one_open_a_key on ops.notifications (tenant_id, kind, key) where resolved_at is null;
create index notifications_to_mail on ops.notifications (tenant_id, mail_due_at) where mail_due_at is not null;
create index notifications_by_last_seen on ops.notifications (tenant_id, last_seen_at desc, id desc);
comment on table ops.notifications is 'What a person should look at. While one is open, the same again only counts';
comment on column ops.notifications.key is 'What it is about, within its kind: a GSTIN, an error code, a job';
comment on column ops.notifications.facts is 'Ids and figures for a program; never a secret';
comment on column ops.notifications.count is 'How often it was raised while open';
comment on column ops.notifications.resolved_by is 'Who said it is settled; null where it settled itself';
comment on column ops.notifications.mail_due_at is 'When to mail it, or to try again; a sender moves it ahead as a lease. Null: nothing to mail';
comment on column ops.notifications.mail_error is 'Why it could not be mailed yet';
alter table ops.notifications enable row level security;
alter table ops.notifications force row level security;

-- The same for what concerns the installation and no company, as a portal that is down.
create table ops.installation_notifications (
  id uuid not null default core.uuid_v7() primary key,
  kind text not null constraint installation_notifications_kind_is_snake_case check (kind ~ '^[a-z][a-z0-9_]*$'),
  key text not null,
  severity text not null constraint installation_notifications_severity_is_known check (severity in ('critical', 'warning', 'info')),
  subject text not null,
  body text not null,
  facts jsonb not null default '{}',
  count integer not null default 1,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  mail_due_at timestamptz,
  mail_attempts integer not null default 0,
  mailed_at timestamptz,
  mail_error text
);
create unique index installation_notifications_one_open_a_key on ops.installation_notifications (kind, key) where resolved_at is null;
comment on table ops.installation_notifications is 'What whoever runs the installation should look at; names no company';

-- Where a company wants to hear of what happens, and each telling.
create table ops.webhooks (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  url text not null constraint webhooks_url_is_http check (url ~ '^https?://'),
  description text,
  events text[] not null default '{}',
  secret_encrypted text not null,
  old_secret_encrypted text,
  old_secret_until timestamptz,
  switched_off_at timestamptz,
  switched_off_why text,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint webhooks_old_secrets_end check ((old_secret_encrypted is null) = (old_secret_until is null)),
  constraint webhooks_switched_off_say_why check ((switched_off_at is null) = (switched_off_why is null))
);
comment on table ops.webhooks is 'Addresses a company wants events sent to, signed as Standard Webhooks says';
comment on column ops.webhooks.events is 'Types of event it wants; none named: all of them';
comment on column ops.webhooks.secret_encrypted is 'What deliveries are signed with, sealed; shown once when it was made';
comment on column ops.webhooks.old_secret_encrypted is 'The secret before: deliveries are signed with both until old_secret_until';
comment on column ops.webhooks.switched_off_at is 'Since when nothing is sent there: it failed for three days, or said that it is gone';
alter table ops.webhooks enable row level security;
alter table ops.webhooks force row level security;

create table ops.webhook_health (
  tenant_id uuid not null,
  webhook_id uuid not null,
  failures integer not null default 0,
  failing_since timestamptz,
  not_before timestamptz,
  last_status integer,
  last_error text,
  last_delivered_at timestamptz,
  primary key (tenant_id, webhook_id),
  constraint webhook_health_is_of_a_webhook foreign key (tenant_id, webhook_id) references ops.webhooks (tenant_id, id) on delete cascade
) with (fillfactor = 70);
comment on table ops.webhook_health is 'How an address answers: one that fails is tried with one delivery at a time, after growing pauses';
comment on column ops.webhook_health.failures is 'In a row';
comment on column ops.webhook_health.not_before is 'Nothing is sent there until then';
alter table ops.webhook_health enable row level security;
alter table ops.webhook_health force row level security;

create table ops.webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  webhook_id uuid not null,
  event_id uuid not null,
  event_type text not null constraint webhook_deliveries_event_type_is_dotted check (event_type ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'),
  event_key text,
  body text not null,
  status text not null default 'pending' constraint webhook_deliveries_status_is_known check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_status integer,
  last_error text,
  raised_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint webhook_deliveries_are_to_a_webhook foreign key (tenant_id, webhook_id) references ops.webhooks (tenant_id, id) on delete cascade,
  constraint webhook_deliveries_finished_say_when check ((status = 'pending') = (finished_at is null))
) with (fillfactor = 80);
create index webhook_deliveries_due on ops.webhook_deliveries (tenant_id, next_attempt_at) where status = 'pending';
create index webhook_deliveries_by_webhook on ops.webhook_deliveries (tenant_id, webhook_id, id desc);
create unique index webhook_deliveries_once_a_key on ops.webhook_deliveries (tenant_id, webhook_id, event_type, event_key) where event_key is not null;
comment on table ops.webhook_deliveries is 'One event to one webhook: a pending row is the queue; finished ones are forgotten after 30 days';
comment on column ops.webhook_deliveries.event_id is 'Sent as webhook-id: the same at every attempt, and at every webhook';
comment on column ops.webhook_deliveries.event_key is 'An event that may be noticed twice is sent once a key';
comment on column ops.webhook_deliveries.body is 'The bytes that are signed and sent';
comment on column ops.webhook_deliveries.next_attempt_at is 'A sender moves it ahead as a lease';
alter table ops.webhook_deliveries enable row level security;
alter table ops.webhook_deliveries force row level security;
