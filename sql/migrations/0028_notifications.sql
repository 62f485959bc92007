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
