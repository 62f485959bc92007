-- The invoice registration portal as the sandbox plays it, and the fault plan all sandbox portals share.
--
-- No table here has a tenant_id, and none has row-level security: this is the world outside. The real portal knows
-- GSTINs, not tenants, and two tenants that claim one GSTIN must collide here as they would there. Nothing in
-- production reads or writes these tables; the portals are mounted only where PAKKA_SANDBOX is on.

-- Key pairs that every process must agree on: made once, by whoever comes first.
create table sandbox.keys (
  name text not null primary key,
  kid text not null constraint keys_kid_is_a_thumbprint check (kid ~ '^[0-9A-F]{40}$'),
  private_key text not null,
  public_key text not null,
  created_at timestamptz not null default clock_timestamp()
);
comment on table sandbox.keys is 'Key pairs of the sandbox portals (PEM): irp_sign_in opens sign-ins, irp_signing signs invoices and QR codes';
comment on column sandbox.keys.kid is 'What a JWS header names the key by: 40 hex digits, as a certificate thumbprint';

create table sandbox.irp_taxpayers (
  gstin text not null primary key,
  legal_name text not null,
  trade_name text,
  state_code text not null,
  pincode integer,
  taxpayer_type text not null default 'REG'
    constraint irp_taxpayers_type_is_known check (taxpayer_type in ('REG', 'SED', 'SEZ', 'CMP', 'TCS', 'TDS', 'ISD')),
  status text not null default 'ACT'
    constraint irp_taxpayers_status_is_known check (status in ('ACT', 'CNL', 'INA', 'SUS', 'PRO')),
  block_status text not null default 'U' constraint irp_taxpayers_block_status_is_known check (block_status in ('U', 'B')),
  registered_on date not null default '2017-07-01',
  deregistered_on date,
  turnover numeric(18,2) not null default 0,
  username text,
  password text,
  client_id text,
  client_secret text
);
comment on table sandbox.irp_taxpayers is 'Taxpayers the sandbox knows. A recipient not listed is taken for active and regular when its check digit is right';
comment on column sandbox.irp_taxpayers.taxpayer_type is 'REG regular, SED SEZ developer, SEZ SEZ unit, CMP composition, TCS e-commerce operator, TDS deductor, ISD distributor';
comment on column sandbox.irp_taxpayers.turnover is 'Aggregate annual turnover in rupees: from ten crore on, documents older than 30 days are refused (2305)';
comment on column sandbox.irp_taxpayers.username is 'With password and client id: what this taxpayer signs in with; null where it never does. Play credentials, hence readable';

create table sandbox.irp_tokens (
  gstin text not null constraint irp_tokens_belong_to_a_taxpayer references sandbox.irp_taxpayers,
  username text not null,
  auth_token text not null constraint irp_tokens_are_unique unique,
  session_key text not null,
  expires_at timestamptz not null,
  primary key (gstin, username)
);
comment on table sandbox.irp_tokens is 'The one live session of a taxpayer and user; a new one replaces it';
comment on column sandbox.irp_tokens.session_key is 'The raw AES-256 key, base64; it leaves only wrapped under the AppKey of a sign-in';

create table sandbox.irp_invoices (
  serial_no bigint generated always as identity primary key,
  irn text not null constraint irp_invoices_have_one_irn_each unique,
  gstin text not null,
  financial_year text not null,
  document_type text not null constraint irp_invoices_type_is_known check (document_type in ('INV', 'CRN', 'DBN')),
  document_no text not null,
  document_date date not null,
  ack_no text,
  ack_at timestamptz not null,
  request jsonb not null,
  signed_invoice text,
  signed_qr_code text,
  status text not null default 'ACT' constraint irp_invoices_status_is_known check (status in ('ACT', 'CNL')),
  cancelled_at timestamptz,
  cancel_reason text,
  cancel_remarks text,
  constraint irp_invoices_cancelled_have_a_time check ((status = 'CNL') = (cancelled_at is not null))
);
create unique index irp_invoices_one_a_document
  on sandbox.irp_invoices (gstin, financial_year, document_type, upper(document_no));
comment on table sandbox.irp_invoices is 'What the sandbox registered: the ground truth a test compares Pakka''s own books with';
comment on column sandbox.irp_invoices.document_no is 'As submitted; uniqueness and the hash ignore its case';
comment on column sandbox.irp_invoices.ack_no is 'Fifteen digits: 1, the year, and the serial number';
comment on column sandbox.irp_invoices.request is 'The INV-01 body as it was decrypted';

-- Faults to come, for every sandbox portal.
create table sandbox.faults (
  id bigint generated always as identity primary key,
  portal text not null,
  operation text not null default '*',
  kind text not null,
  remaining integer not null default 1 constraint faults_remaining_is_not_negative check (remaining >= 0),
  params jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp()
);
create index faults_by_portal on sandbox.faults (portal, id) where remaining > 0;
comment on table sandbox.faults is 'The fault plan: which portal misbehaves in which operation, how, and how many more times; oldest first';
comment on column sandbox.faults.operation is 'An operation of the portal, or * for any';
comment on column sandbox.faults.params is 'latencyMs, retryAfter, code, message, afterEffect: whatever the kind reads';

-- What the portal's masters say. Rows: sql/reference/sandbox.*.csv.
create table sandbox.irp_errors (
  code text not null primary key,
  message text not null
);
comment on table sandbox.irp_errors is 'The portal''s error codes with their sentences; {0} is filled with what is meant';

create table sandbox.irp_states (
  code text not null primary key,
  name text not null
);
comment on table sandbox.irp_states is 'State codes of the portal''s master: 96 other countries, 97 other territory';

create table sandbox.irp_pin_ranges (
  state_code text not null,
  first_three integer not null,
  last_three integer not null constraint irp_pin_ranges_run_forward check (last_three >= first_three),
  primary key (state_code, first_three)
);
comment on table sandbox.irp_pin_ranges is 'Which first three digits of a PIN code lie in which state';

create table sandbox.irp_units (
  code text not null primary key,
  name text not null
);
comment on table sandbox.irp_units is 'Unit quantity codes the portal takes';

create table sandbox.irp_gst_rates (
  rate numeric(6,3) not null,
  hsn_prefix text not null,
  valid_from date not null,
  valid_to date,
  notification text not null,
  primary key (rate, hsn_prefix, valid_from)
);
comment on table sandbox.irp_gst_rates is 'GST rates the portal takes, by document date and, where a rate outlived its abolition, by HSN prefix; * is any HSN';
