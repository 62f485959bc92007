-- The invoice a partner signs for each month, the one-time passwords it is signed with, its printed documents, its journals.
create table payout.invoices (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  public_no bigint not null,
  invoice_id text not null generated always as ('inv_' || public_no) stored,
  partner_id uuid not null,
  destination_id text not null,
  invoice_number text not null
    constraint invoices_number_is_lawful check (invoice_number ~ '^[A-Z1-9][A-Z0-9/-]{0,15}$'),
  invoice_date date not null,
  month text not null constraint invoices_month_is_one check (month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
  financial_year text not null,
  series_year text not null,
  partner_name text not null,
  partner_gstin text not null,
  partner_state_code text not null,
  partner_address text not null,
  partner_email text not null,
  company_gstin text not null,
  company jsonb not null,
  place_of_supply text not null,
  bank_account_id uuid,
  sac text not null,
  trail_amount numeric(18, 2) not null default 0,
  upfront_amount numeric(18, 2) not null default 0,
  gst_base_amount numeric(18, 2) not null,
  gst_rate numeric(6, 3) not null,
  cgst_amount numeric(18, 2) not null default 0,
  sgst_amount numeric(18, 2) not null default 0,
  igst_amount numeric(18, 2) not null default 0,
  gst_amount numeric(18, 2) not null,
  total_amount numeric(18, 2) not null,
  payable_basis text not null constraint invoices_payable_basis_is_known check (payable_basis in ('GST_ONLY', 'FULL')),
  payable_amount numeric(18, 2) not null,
  status text not null default 'generated' constraint invoices_status_is_known check (status in (
    'generated', 'submitted', 'in_bank_file', 'part_paid', 'paid', 'failed', 'returned', 'cancelled')),
  digitally_signed boolean not null default false,
  signed_at timestamptz,
  signed_ip text,
  signed_user_agent text,
  signed_by uuid,
  consent_text text,
  document_sha256 bytea,
  signed_sha256 bytea,
  otp_id uuid,
  bank_file_id uuid,
  payment_status text,
  payment_date date,
  utr_number text,
  payment_failure_reason text,
  failure_class text,
  settled_amount numeric(18, 2) not null default 0,
  return_utr text,
  return_date date,
  return_reason text,
  cancelled_at timestamptz,
  cancel_reason text,
  stage text not null generated always as (case when status in ('in_bank_file', 'paid') then 'exported' else status end) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint invoices_public_no_is_unique unique (tenant_id, public_no),
  constraint invoices_number_is_unique_a_supplier_a_year unique (tenant_id, partner_gstin, series_year, invoice_number),
  constraint invoices_belong_to_a_partner foreign key (tenant_id, partner_id) references payout.partners (tenant_id, id),
  constraint invoices_bank_account_is_known foreign key (tenant_id, bank_account_id) references payout.bank_accounts (tenant_id, id),
  constraint invoices_base_adds_up check (gst_base_amount = trail_amount + upfront_amount),
  constraint invoices_tax_adds_up check (gst_amount = cgst_amount + sgst_amount + igst_amount),
  constraint invoices_total_adds_up check (total_amount = gst_base_amount + gst_amount),
  constraint invoices_base_is_positive check (gst_base_amount > 0),
  constraint invoices_signed_are_whole check (digitally_signed = (signed_at is not null and consent_text is not null and document_sha256 is not null))
);
create unique index invoices_one_alive_a_month on payout.invoices (tenant_id, partner_id, month) where stage <> 'cancelled';
create index invoices_by_partner on payout.invoices (tenant_id, partner_id, month);
create index invoices_by_stage on payout.invoices (tenant_id, stage, month, public_no) include (payable_amount);
create index invoices_by_month on payout.invoices (tenant_id, month, public_no);
create index invoices_by_bank_account on payout.invoices (tenant_id, bank_account_id);
create index invoices_by_bank_file on payout.invoices (tenant_id, bank_file_id) where bank_file_id is not null;
-- Nothing that a payment changes is indexed, so a paid row is written once and none of the indexes is (HOT); half a page is left
-- free for that. Who looks for a UTR asks payout.utr_registry.
alter table payout.invoices set (fillfactor = 50);
comment on table payout.invoices is 'The invoice a partner raises on the company a month: its partner''s details, figures and consent as they were; how it was paid';
comment on column payout.invoices.invoice_id is 'The public id that bank files and the API carry: inv_<n>';
comment on column payout.invoices.invoice_number is 'In the partner''s own series: at most 16 of A-Z 0-9 / - (CGST rule 46(b)), unique a GSTIN a financial year';
comment on column payout.invoices.financial_year is 'Of the payouts, as the seed writes it: 2024-2025';
comment on column payout.invoices.series_year is 'Of the invoice''s date: what its number is unique in';
comment on column payout.invoices.place_of_supply is 'State code of the company, who receives the service (IGST Act s.12(2))';
comment on column payout.invoices.company is 'The company as printed on the day, so that a later print says the same';
comment on column payout.invoices.sac is 'The service''s accounting code on the day: payout.commission_rates';
comment on column payout.invoices.payable_amount is 'What a bank file pays: frozen with the invoice by the company''s payable_basis';
comment on column payout.invoices.document_sha256 is 'Of the PDF that was shown and consented to';
comment on column payout.invoices.signed_sha256 is 'Of the PDF with the signature';
comment on column payout.invoices.utr_number is 'The bank''s reference of the payment that stands; attempts have their own in payout.payout_items';
comment on column payout.invoices.failure_class is 'partner: bank details must be changed before the next attempt; payer: it may be tried again as it is';
comment on column payout.invoices.stage is 'The status, but exported for both in_bank_file and paid: what lists are read by, since a payment that arrives does not change it';
comment on column payout.invoices.settled_amount is 'Rupees paid and not returned';
alter table payout.invoices enable row level security;
alter table payout.invoices force row level security;

create table payout.otp_log (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  public_no bigint not null,
  otp_id text not null generated always as ('otp_' || public_no) stored,
  invoice_id uuid not null,
  destination_id text not null,
  email text not null,
  document_sha256 bytea not null,
  otp_hash text not null,
  code_encrypted text,
  otp_sent_at timestamptz not null,
  otp_expires_at timestamptz not null,
  mailed_at timestamptz,
  mail_lease_until timestamptz,
  mail_attempts integer not null default 0,
  mail_error text,
  verification_attempts integer not null default 0,
  max_attempts integer not null default 3,
  is_verified boolean not null default false,
  verified_at timestamptz,
  revoked_at timestamptz,
  requested_by uuid,
  ip_address text,
  user_agent text,
  primary key (tenant_id, id),
  constraint otp_log_public_no_is_unique unique (tenant_id, public_no),
  constraint otp_log_belongs_to_an_invoice foreign key (tenant_id, invoice_id) references payout.invoices (tenant_id, id),
  constraint otp_log_attempts_are_counted check (verification_attempts between 0 and max_attempts)
);
create unique index otp_log_one_in_force on payout.otp_log (tenant_id, invoice_id) where revoked_at is null and not is_verified;
create index otp_log_by_invoice on payout.otp_log (tenant_id, invoice_id, otp_sent_at);
create index otp_log_by_email on payout.otp_log (tenant_id, email, otp_sent_at);
create index otp_log_to_mail on payout.otp_log (tenant_id, otp_sent_at) where code_encrypted is not null;
comment on table payout.otp_log is 'One-time passwords for signing: for which invoice, document and address, how often guessed at, and whether one was right';
comment on column payout.otp_log.otp_hash is 'scrypt over an HMAC of code, invoice, document and address under a key outside the database';
comment on column payout.otp_log.code_encrypted is 'The code until it is mailed, sealed; null afterwards';
comment on column payout.otp_log.revoked_at is 'A newer one was asked for, or this one may not be tried any more';
alter table payout.otp_log enable row level security;
alter table payout.otp_log force row level security;

create table payout.documents (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  invoice_id uuid not null,
  kind text not null constraint documents_kind_is_known check (kind in ('original', 'signed')),
  file_name text not null,
  media_type text not null default 'application/pdf',
  sha256 bytea not null constraint documents_sha256_is_one check (octet_length(sha256) = 32),
  size integer not null,
  bytes bytea,
  object_key text,
  stored_at timestamptz,
  store_attempts integer not null default 0,
  store_error text,
  next_attempt_at timestamptz not null default now(),
  keep_until date not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint documents_one_a_kind unique (tenant_id, invoice_id, kind),
  constraint documents_belong_to_an_invoice foreign key (tenant_id, invoice_id) references payout.invoices (tenant_id, id),
  constraint documents_are_somewhere check (bytes is not null or (object_key is not null and stored_at is not null)),
  constraint documents_have_a_size check (size between 1 and 33554432),
  constraint documents_bytes_are_of_the_hash check (bytes is null or (octet_length(bytes) = size and sha256(bytes) = sha256))
);
create index documents_to_store on payout.documents (tenant_id, next_attempt_at) where bytes is not null;
comment on table payout.documents is 'Printed invoices: committed here with the fact they prove, then moved to the object store by a job';
comment on column payout.documents.bytes is 'Until the object store has them';
comment on column payout.documents.keep_until is 'Not to be deleted before: payout.retention_periods';
alter table payout.documents enable row level security;
alter table payout.documents force row level security;

create table payout.postings (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  kind text not null constraint postings_kind_is_known check (kind in ('accrual', 'accrual_reversed', 'settlement', 'return', 'write_off', 'advance')),
  invoice_id uuid,
  settlement_file_id uuid,
  voucher_id uuid not null,
  amount numeric(18, 2) not null,
  posted_on date not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint postings_have_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint postings_of_an_invoice foreign key (tenant_id, invoice_id) references payout.invoices (tenant_id, id)
);
create index postings_by_invoice on payout.postings (tenant_id, invoice_id);
create index postings_by_voucher on payout.postings (tenant_id, voucher_id);
create index postings_by_file on payout.postings (tenant_id, settlement_file_id) where settlement_file_id is not null;
comment on table payout.postings is 'Which journal stands for which event of a payout: a signed invoice, what a settlement file paid a day, what came back';
alter table payout.postings enable row level security;
alter table payout.postings force row level security;

create table payout.retention_periods (
  kind text not null primary key,
  years integer not null,
  source text not null
);
comment on table payout.retention_periods is 'For how many years what is kept is kept, and which rule asks for it';

