-- E-invoices: what must be registered and how it stands, each attempt, what the portal signed, what was cancelled.
create table einvoice.registrations (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  gstin text not null,
  environment text not null constraint registrations_environment_is_known check (environment in ('sandbox', 'portal_sandbox', 'production')),
  base_url text,
  client_id text not null,
  client_secret_encrypted text not null,
  username text not null,
  password_encrypted text not null,
  is_active boolean not null default true,
  token_encrypted text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index registrations_one_active_a_gstin on einvoice.registrations (tenant_id, gstin) where is_active;
comment on table einvoice.registrations is 'Credentials of a GSTIN at the invoice registration portal';
comment on column einvoice.registrations.environment is 'sandbox: the portal this machine plays; portal_sandbox: the portal''s own; production';
comment on column einvoice.registrations.token_encrypted is 'Session at the portal (token, SEK, expiry), shared by all workers';
alter table einvoice.registrations enable row level security;
alter table einvoice.registrations force row level security;

create table einvoice.e_invoices (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  voucher_id uuid not null,
  gstin text not null,
  status text not null constraint e_invoices_status_is_known check (status in
    ('pending', 'sending', 'generated', 'failed', 'unknown', 'cancelling', 'cancelled')),
  irn text,
  ack_no text,
  ack_date timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint e_invoices_one_a_voucher unique (tenant_id, voucher_id),
  constraint e_invoices_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint e_invoices_generated_have_an_irn check ((status in ('generated', 'cancelling', 'cancelled')) = (irn is not null))
) with (fillfactor = 70);
create unique index e_invoices_irn_is_unique on einvoice.e_invoices (tenant_id, irn) where irn is not null;
create index e_invoices_due on einvoice.e_invoices (tenant_id, status, next_attempt_at)
  where status in ('pending', 'sending', 'unknown', 'failed', 'cancelling');
comment on table einvoice.e_invoices is 'Where the e-invoice of a voucher stands; a pending row is the job';
comment on column einvoice.e_invoices.status is 'unknown: the portal may have it; ask by document number before sending again';
alter table einvoice.e_invoices enable row level security;
alter table einvoice.e_invoices force row level security;

create table einvoice.submissions (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  e_invoice_id uuid not null,
  invoice_id uuid not null,
  attempt integer not null,
  submission_status text not null,
  supplier_gstin text not null,
  invoice_date date not null,
  irn text,
  error_code text,
  error_message text,
  submitted_at timestamptz not null,
  answered_at timestamptz,
  primary key (tenant_id, id),
  constraint submissions_belong_to_an_e_invoice foreign key (tenant_id, e_invoice_id) references einvoice.e_invoices (tenant_id, id),
  constraint submissions_belong_to_a_voucher foreign key (tenant_id, invoice_id) references billing.vouchers (tenant_id, id)
);
create index submissions_by_e_invoice on einvoice.submissions (tenant_id, e_invoice_id);
create index submissions_by_status on einvoice.submissions (tenant_id, submission_status);
create index submissions_by_invoice on einvoice.submissions (tenant_id, invoice_id);
create index submissions_by_irn on einvoice.submissions (tenant_id, irn) where irn is not null;
create index submissions_by_supplier on einvoice.submissions (tenant_id, supplier_gstin, invoice_date);
comment on table einvoice.submissions is 'Every attempt at the portal and how it ended; append-only';
alter table einvoice.submissions enable row level security;
alter table einvoice.submissions force row level security;

create table einvoice.irn_details (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  e_invoice_id uuid not null,
  invoice_id uuid not null,
  irn text not null,
  ack_no text not null,
  ack_date timestamptz not null,
  signed_invoice text not null,
  signed_qr_code text not null,
  signature_verified boolean not null,
  signing_key_id text not null,
  is_cancelled boolean not null default false,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint irn_details_irn_is_unique unique (tenant_id, irn),
  constraint irn_details_belong_to_an_e_invoice foreign key (tenant_id, e_invoice_id) references einvoice.e_invoices (tenant_id, id),
  constraint irn_details_belong_to_a_voucher foreign key (tenant_id, invoice_id) references billing.vouchers (tenant_id, id)
);
create index irn_details_by_e_invoice on einvoice.irn_details (tenant_id, e_invoice_id);
create index irn_details_by_invoice on einvoice.irn_details (tenant_id, invoice_id);
-- An IRN is unguessable and global: one index for the look across tenants of einvoice.record_irn_crossing.
create index irn_details_by_irn on einvoice.irn_details (irn);
create index irn_details_by_state on einvoice.irn_details (tenant_id, is_cancelled);
comment on table einvoice.irn_details is 'What the portal registered and signed; the portal forgets it after two days, this table does not';
alter table einvoice.irn_details enable row level security;
alter table einvoice.irn_details force row level security;

create table einvoice.cancellations (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  irn_detail_id uuid not null,
  irn text not null,
  reason_code text not null constraint cancellations_reason_is_the_portals check (reason_code in ('1', '2', '3', '4')),
  remarks text not null,
  cancellation_status text not null constraint cancellations_status_is_known check (cancellation_status in
    ('requested', 'cancelled', 'refused', 'unknown')),
  error_code text,
  error_message text,
  requested_by uuid,
  requested_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint cancellations_belong_to_an_irn foreign key (tenant_id, irn_detail_id) references einvoice.irn_details (tenant_id, id)
);
create index cancellations_by_irn_detail on einvoice.cancellations (tenant_id, irn_detail_id);
create index cancellations_by_status on einvoice.cancellations (tenant_id, cancellation_status);
create index cancellations_by_irn on einvoice.cancellations (tenant_id, irn);
create unique index cancellations_one_under_way on einvoice.cancellations (tenant_id, irn_detail_id)
  where cancellation_status in ('requested', 'unknown', 'cancelled');
comment on table einvoice.cancellations is 'Requests to cancel a registered e-invoice, within 24 hours of its acknowledgement';
alter table einvoice.cancellations enable row level security;
alter table einvoice.cancellations force row level security;
