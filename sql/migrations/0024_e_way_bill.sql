-- E-way bills at work: who signs in for a GSTIN, how a bill and what changes it travel to the portal and back, and the
-- portal as the sandbox plays it.
create table ewaybill.registrations (
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
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index registrations_one_active_a_gstin on ewaybill.registrations (tenant_id, gstin) where is_active;
comment on table ewaybill.registrations is 'Credentials of a GSTIN at the e-way bill portal, which are others than at the invoice registration portal';
comment on column ewaybill.registrations.environment is 'sandbox: the portal this machine plays; portal_sandbox: the portal''s own; production';
alter table ewaybill.registrations enable row level security;
alter table ewaybill.registrations force row level security;

alter table ewaybill.e_way_bills
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz not null default now(),
  add column lease_until timestamptz,
  add column alert text;
create unique index e_way_bills_one_alive_a_voucher on ewaybill.e_way_bills (tenant_id, voucher_id)
  where status in ('pending', 'sending', 'unknown', 'part_a', 'active', 'cancelling');
create index e_way_bills_open on ewaybill.e_way_bills (tenant_id, next_attempt_at) where status in ('pending', 'sending', 'unknown');
comment on column ewaybill.e_way_bills.attempts is 'How often it was taken to the portal; an answer counts for its own attempt only';
comment on column ewaybill.e_way_bills.lease_until is 'Until then one worker has it to itself';
comment on column ewaybill.e_way_bills.alert is 'What the portal told beside the number, as the distance between the PIN codes';

create table ewaybill.changes (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  e_way_bill_id uuid not null,
  change text not null constraint changes_change_is_known check (change in ('update_vehicle', 'update_transporter', 'extend', 'cancel', 'reject')),
  request jsonb not null,
  payload text not null,
  status text not null default 'requested' constraint changes_status_is_known check (status in ('requested', 'unknown', 'done', 'refused')),
  error_code text,
  error_message text,
  requested_by uuid,
  requested_at timestamptz not null default now(),
  sent_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint changes_belong_to_an_e_way_bill foreign key (tenant_id, e_way_bill_id) references ewaybill.e_way_bills (tenant_id, id),
  constraint changes_finished_say_when check ((status in ('done', 'refused')) = (finished_at is not null))
);
create unique index changes_one_open_a_bill on ewaybill.changes (tenant_id, e_way_bill_id) where status in ('requested', 'unknown');
create index changes_by_bill on ewaybill.changes (tenant_id, e_way_bill_id, requested_at);
comment on table ewaybill.changes is 'What was asked of the portal for a bill that stands: vehicle, transporter, extension, cancellation, rejection';
comment on column ewaybill.changes.request is 'As the caller said it';
comment on column ewaybill.changes.payload is 'The portal''s JSON text, sent as it stands';
comment on column ewaybill.changes.sent_at is 'When it was first sent: from then on the portal is asked before it is sent again';
alter table ewaybill.changes enable row level security;
alter table ewaybill.changes force row level security;

create table gst.e_way_documents (
  voucher_type text not null primary key references billing.voucher_kinds (voucher_type),
  document_type text not null constraint e_way_documents_type_is_known check (document_type in ('INV', 'BIL', 'BOE', 'CHL', 'OTH')),
  sub_type text,
  description text,
  notification text not null
);
comment on table gst.e_way_documents is 'What the e-way bill portal calls each kind of document whose goods we send';
comment on column gst.e_way_documents.sub_type is 'Name of its sub-supply type; null: a challan, whose purpose names it (gst.challan_purposes)';
comment on column gst.e_way_documents.description is 'Told beside the sub type Others, at most 20 characters';

create table gst.e_way_sub_types (
  name text not null primary key,
  code integer not null,
  outward_code integer not null,
  notification text not null
);
comment on table gst.e_way_sub_types is 'Sub-supply types of the e-way bill portal by name';
comment on column gst.e_way_sub_types.outward_code is 'The code where we send the goods: 8, Others, for a type the portal knows of inward goods alone';

-- The portal as the sandbox plays it. Taxpayers are those of the sandbox IRP: one register, as the real portals share.
create table sandbox.ewb_errors (
  code text not null primary key,
  message text not null
);
comment on table sandbox.ewb_errors is 'The e-way bill portal''s error codes; it sends the code alone';

create table sandbox.ewb_tokens (
  gstin text not null constraint ewb_tokens_belong_to_a_taxpayer references sandbox.irp_taxpayers,
  username text not null,
  auth_token text not null constraint ewb_tokens_are_unique unique,
  session_key text not null,
  expires_at timestamptz not null,
  primary key (gstin, username)
);
comment on table sandbox.ewb_tokens is 'The one live session of a taxpayer and user: six hours from issue';

create table sandbox.ewb_bills (
  ewb_no bigint generated always as identity (start with 181000000001) primary key,
  gstin text not null,
  document_type text not null,
  document_no text not null,
  from_gstin text not null,
  to_gstin text not null,
  distance integer not null,
  is_over_dimensional boolean not null,
  transporter_id text,
  transporter_entered_part_b boolean not null default false,
  generated_at timestamptz not null,
  part_b_at timestamptz,
  valid_until timestamptz,
  extended_times integer not null default 0,
  status text not null default 'ACT' constraint ewb_bills_status_is_known check (status in ('ACT', 'CNL')),
  is_rejected boolean not null default false,
  closed_at timestamptz,
  request jsonb not null
);
create unique index ewb_bills_one_a_document on sandbox.ewb_bills (from_gstin, document_type, upper(document_no)) where status = 'ACT';
comment on table sandbox.ewb_bills is 'What the sandbox issued: the ground truth a test compares Pakka''s own books with';
comment on column sandbox.ewb_bills.gstin is 'Who generated it';
comment on column sandbox.ewb_bills.closed_at is 'When it was cancelled or rejected';

create table sandbox.ewb_vehicles (
  ewb_no bigint not null references sandbox.ewb_bills,
  entry_no integer not null,
  entry jsonb not null,
  primary key (ewb_no, entry_no)
);
comment on table sandbox.ewb_vehicles is 'Part B of a bill, entry by entry, as the portal lists it';
