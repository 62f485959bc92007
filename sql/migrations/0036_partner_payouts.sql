-- Partner payouts: who is paid, and the payouts they are paid on. Account numbers are sealed before they come here; what is
-- shown of one anywhere else is its last four digits.
create table payout.settings (
  tenant_id uuid not null primary key references core.tenants (id),
  payable_basis text not null default 'GST_ONLY'
    constraint settings_payable_basis_is_known check (payable_basis in ('GST_ONLY', 'FULL')),
  second_person boolean not null default true,
  two_approvals_above_file numeric(18, 2) not null default 2500000.00,
  two_approvals_above_line numeric(18, 2) not null default 500000.00,
  apply_by_second_person boolean not null default false,
  write_off_limit numeric(18, 2) not null default 1.00
    constraint settings_write_off_limit_is_not_negative check (write_off_limit >= 0),
  bank_change_hold_hours integer not null default 24
    constraint settings_bank_change_hold_hours_is_not_negative check (bank_change_hold_hours between 0 and 720),
  return_watch_days integer not null default 7
    constraint settings_return_watch_days_is_not_negative check (return_watch_days between 0 and 90),
  bank_profile text not null default 'generic_v1',
  bank_client_code text constraint settings_bank_client_code_is_plain check (bank_client_code ~ '^[A-Z0-9]{1,10}$'),
  books_invoices boolean not null default true,
  updated_at timestamptz not null default now()
);
comment on table payout.settings is 'How a company pays its partners; a row each, made with the company';
comment on column payout.settings.payable_basis is 'What a bank file pays of an invoice: GST_ONLY its tax (the base was paid elsewhere), FULL its total';
comment on column payout.settings.second_person is 'Whether a bank file must be approved by somebody other than who made it';
comment on column payout.settings.two_approvals_above_file is 'Rupees: a bank file of more needs two approvals';
comment on column payout.settings.two_approvals_above_line is 'Rupees: so does one with a payment of more';
comment on column payout.settings.apply_by_second_person is 'Whether a settlement file must be applied by somebody other than who uploaded it';
comment on column payout.settings.write_off_limit is 'Rupees that may be written off an invoice paid short';
comment on column payout.settings.bank_change_hold_hours is 'For how long after a change of bank details a partner is left out of bank files';
comment on column payout.settings.return_watch_days is 'For how many days a payment is shown as one that may still be returned';
comment on column payout.settings.bank_profile is 'The layout of bank files where the request names none: payout.bank_profiles';
comment on column payout.settings.bank_client_code is 'What the bank knows the company by, where its file names begin with that';
comment on column payout.settings.books_invoices is 'Whether a signed invoice and its payment are posted in the books as journals';
alter table payout.settings enable row level security;
alter table payout.settings force row level security;

create table payout.public_numbers (
  tenant_id uuid not null references core.tenants (id),
  kind text not null constraint public_numbers_kind_is_known check (kind in ('inv', 'bf', 'rec', 'otp')),
  last_number bigint not null default 0,
  primary key (tenant_id, kind)
);
comment on table payout.public_numbers is 'The last public id given, a kind: inv_<n>, bf_<n>, rec_<n>, otp_<n>; unique a company, gaps are harmless';
alter table payout.public_numbers enable row level security;
alter table payout.public_numbers force row level security;

create table payout.partners (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  destination_id text not null
    constraint partners_destination_id_is_plain check (destination_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  partner_name text not null constraint partners_name_is_not_blank check (btrim(partner_name) <> ''),
  gst_number text,
  gst_status text not null default 'active'
    constraint partners_gst_status_is_known check (gst_status in ('active', 'suspended', 'cancelled')),
  pan text,
  state_code text not null,
  address text not null,
  city text,
  pincode text,
  email text not null constraint partners_email_is_lower_case check (email = lower(email) and email like '%_@_%'),
  phone text,
  language text not null default 'en' constraint partners_language_is_known check (language in ('en', 'hi')),
  blocked_at timestamptz,
  blocked_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint partners_destination_is_known_once unique (tenant_id, destination_id)
);
create index partners_by_name on payout.partners (tenant_id, partner_name, id);
comment on table payout.partners is 'Partners who are paid commission, by the destination the payout system knows them by';
comment on column payout.partners.gst_number is 'GSTIN; null where a partner is not registered, who may not charge GST';
comment on column payout.partners.email is 'The registered address: a one-time password goes here and nowhere else';
comment on column payout.partners.language is 'Of the partner''s pages and mails';
comment on column payout.partners.blocked_at is 'Since when nothing is paid to this partner';
alter table payout.partners enable row level security;
alter table payout.partners force row level security;

create table payout.bank_accounts (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  partner_id uuid not null,
  holder_name text not null,
  account_encrypted text not null,
  account_last4 text not null constraint bank_accounts_last4_has_four_at_most check (length(account_last4) <= 4),
  account_hash bytea not null constraint bank_accounts_hash_is_sha256 check (octet_length(account_hash) = 32),
  ifsc_code text not null constraint bank_accounts_ifsc_code_is_one check (ifsc_code ~ '^[A-Z]{4}0[A-Z0-9]{6}$'),
  is_first boolean not null,
  entered_by uuid,
  entered_at timestamptz not null default now(),
  superseded_at timestamptz,
  primary key (tenant_id, id),
  constraint bank_accounts_belong_to_a_partner foreign key (tenant_id, partner_id) references payout.partners (tenant_id, id)
);
create unique index bank_accounts_one_in_use on payout.bank_accounts (tenant_id, partner_id) where superseded_at is null;
create index bank_accounts_by_partner on payout.bank_accounts (tenant_id, partner_id, entered_at);
create index bank_accounts_by_account on payout.bank_accounts (tenant_id, account_hash) where superseded_at is null;
comment on table payout.bank_accounts is 'Bank details as they were entered, never edited: a change is a new row, and a payment keeps pointing at the one it went to';
comment on column payout.bank_accounts.account_encrypted is 'The account number, AES-256-GCM, bound to this row';
comment on column payout.bank_accounts.account_hash is 'HMAC-SHA-256 of number and IFSC under a key outside the database: whether two partners share an account';
comment on column payout.bank_accounts.is_first is 'Whether it is the partner''s first: only a change is held back before it is paid to';
alter table payout.bank_accounts enable row level security;
alter table payout.bank_accounts force row level security;

create table payout.reason_payment_mapping (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  category text not null constraint reason_payment_mapping_category_is_known check (category in ('trail', 'upfront')),
  reason_for_payment text not null constraint reason_payment_mapping_reason_is_a_name check (reason_for_payment ~ '^[a-z0-9][a-z0-9_]{0,99}$'),
  is_eligible_for_gst boolean not null default true,
  payment_type text,
  description text,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint reason_payment_mapping_known_once unique (tenant_id, category, reason_for_payment)
);
comment on table payout.reason_payment_mapping is 'What payouts are paid for. Whether GST is due on one depends on its reason alone; the category only groups';
comment on column payout.reason_payment_mapping.is_eligible_for_gst is 'The same for a reason in every category';
comment on column payout.reason_payment_mapping.payment_type is 'COMMISSION or OFFER: for people to read, nothing depends on it';
alter table payout.reason_payment_mapping enable row level security;
alter table payout.reason_payment_mapping force row level security;

create table payout.payout_imports (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  file_name text not null,
  sha256 bytea not null constraint payout_imports_sha256_is_one check (octet_length(sha256) = 32),
  total_rows integer not null default 0,
  imported_rows integer not null default 0,
  refused_rows integer not null default 0,
  total_amount numeric(18, 2) not null default 0,
  refusals jsonb not null default '[]',
  imported_by uuid,
  imported_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint payout_imports_rows_add_up check (total_rows = imported_rows + refused_rows)
);
create unique index payout_imports_once_a_file on payout.payout_imports (tenant_id, sha256);
create index payout_imports_by_time on payout.payout_imports (tenant_id, imported_at, id);
comment on table payout.payout_imports is 'Files of payouts that were taken; the same bytes a second time are the same import';
comment on column payout.payout_imports.refusals is '[{line, pointer, code, message}] of the rows left out, where whoever imported asked to leave them out';
alter table payout.payout_imports enable row level security;
alter table payout.payout_imports force row level security;

create table payout.payout_calculation (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  import_id uuid not null,
  line_no integer not null,
  partner_id uuid not null,
  destination_id text not null,
  month text not null constraint payout_calculation_month_is_one check (month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'),
  financial_year text not null,
  category text not null constraint payout_calculation_category_is_known check (category in ('trail', 'upfront')),
  reason_for_payment text not null,
  effective_payout_base numeric(18, 2) not null,
  reference text,
  primary key (tenant_id, id),
  constraint payout_calculation_once_a_line unique (tenant_id, import_id, line_no),
  constraint payout_calculation_belongs_to_an_import foreign key (tenant_id, import_id) references payout.payout_imports (tenant_id, id),
  constraint payout_calculation_belongs_to_a_partner foreign key (tenant_id, partner_id) references payout.partners (tenant_id, id)
);
create index payout_calculation_by_partner_month on payout.payout_calculation (tenant_id, partner_id, month)
  include (category, reason_for_payment, effective_payout_base);
create index payout_calculation_by_month on payout.payout_calculation (tenant_id, month, id);
create unique index payout_calculation_reference_once on payout.payout_calculation (tenant_id, reference) where reference is not null;
comment on table payout.payout_calculation is 'Payouts a partner a month, as the payout system calculated them; append-only';
comment on column payout.payout_calculation.effective_payout_base is 'Rupees, gross: before TDS. A recovery is negative';
comment on column payout.payout_calculation.financial_year is 'As the seed writes it: 2024-2025';
comment on column payout.payout_calculation.reference is 'The payout system''s own id of the row, where the file has one; never taken twice';
alter table payout.payout_calculation enable row level security;
alter table payout.payout_calculation force row level security;

create table payout.reason_templates (
  category text not null,
  reason_for_payment text not null,
  is_eligible_for_gst boolean not null,
  payment_type text,
  description text,
  primary key (category, reason_for_payment)
);
comment on table payout.reason_templates is 'The reasons of payouts a new company begins with';

create table payout.commission_rates (
  valid_from date not null primary key,
  rate numeric(6, 3) not null constraint commission_rates_rate_is_a_percentage check (rate between 0 and 100),
  sac text not null,
  notification text not null
);
comment on table payout.commission_rates is 'The GST due on commission (per cent, both halves together), each from its first day until the next row''s';
