-- Vouchers, their lines, their entries in the journal, and the history of numbers given.
-- The first three are tables of a type: the posting functions hand rows on as arrays of that type, which is the same row
-- without the table's constraints, and those cost a copy each time a table's own row type is looked at.
create type billing.voucher as (
  tenant_id uuid,
  id uuid,
  voucher_type text,
  status text,
  number text,
  financial_year text,
  voucher_date date,
  company_gstin text,
  supplier_state text,
  party_id uuid,
  party_name text,
  party_gstin text,
  party_state text,
  registration_type text,
  party jsonb,
  supply_category text,
  place_of_supply text,
  supply_type text,
  reverse_charge boolean,
  currency text,
  reference text,
  narration text,
  taxable_amount numeric(18, 2),
  cgst_amount numeric(18, 2),
  sgst_amount numeric(18, 2),
  igst_amount numeric(18, 2),
  cess_amount numeric(18, 2),
  round_off numeric(18, 2),
  total_amount numeric(18, 2),
  e_invoice_applicability text,
  e_invoice_reason text,
  e_way_bill_applicability text,
  e_way_bill_reason text,
  cancelled_at timestamptz,
  cancel_reason text,
  created_by uuid,
  created_at timestamptz,
  updated_at timestamptz
);
comment on type billing.voucher is 'A voucher as the posting functions hand it on; billing.vouchers is a table of it';

create table billing.vouchers of billing.voucher (
  tenant_id with options not null references core.tenants (id),
  id with options not null default core.uuid_v7(),
  voucher_type with options not null references billing.voucher_kinds (voucher_type),
  status with options not null constraint vouchers_status_is_known check (status in ('draft', 'posted', 'cancelled')),
  number with options constraint vouchers_number_is_lawful check (number ~ '^[A-Z1-9][A-Z0-9/-]{0,15}$'),
  financial_year with options not null,
  voucher_date with options not null,
  company_gstin with options not null,
  supplier_state with options not null references gst.states (code),
  party_name with options not null,
  registration_type with options not null,
  party with options not null,
  supply_category with options not null constraint vouchers_supply_category_is_known check (supply_category in
    ('B2B', 'B2C', 'SEZWP', 'SEZWOP', 'EXPWP', 'EXPWOP', 'DEXP')),
  place_of_supply with options not null references gst.states (code),
  supply_type with options not null constraint vouchers_supply_type_is_known check (supply_type in ('intra_state', 'inter_state')),
  reverse_charge with options not null default false,
  currency with options not null default 'INR',
  taxable_amount with options not null,
  cgst_amount with options not null,
  sgst_amount with options not null,
  igst_amount with options not null,
  cess_amount with options not null,
  round_off with options not null,
  total_amount with options not null,
  e_invoice_applicability with options not null,
  e_invoice_reason with options not null,
  e_way_bill_applicability with options not null,
  e_way_bill_reason with options not null,
  created_at with options not null default now(),
  updated_at with options not null default now(),
  primary key (tenant_id, id),
  constraint vouchers_number_is_unique_a_gstin_a_year unique (tenant_id, company_gstin, financial_year, number),
  constraint vouchers_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id),
  constraint vouchers_number_unless_draft check ((number is null) = (status = 'draft')),
  constraint vouchers_total_adds_up check
    (total_amount = taxable_amount + cgst_amount + sgst_amount + igst_amount + cess_amount + round_off),
  constraint vouchers_round_off_is_below_a_rupee check (abs(round_off) < 1),
  constraint vouchers_tax_follows_supply_type check
    (case supply_type when 'intra_state' then igst_amount = 0 else cgst_amount = 0 and sgst_amount = 0 end),
  constraint vouchers_cancelled_says_when_and_why check
    ((status = 'cancelled') = (cancelled_at is not null) and (cancelled_at is null) = (cancel_reason is null))
);
create index vouchers_by_date on billing.vouchers (tenant_id, voucher_date desc, id desc);
create index vouchers_by_type on billing.vouchers (tenant_id, voucher_type, voucher_date desc, id desc);
create index vouchers_by_party on billing.vouchers (tenant_id, party_id, voucher_date desc, id desc);
create index vouchers_by_status on billing.vouchers (tenant_id, status, voucher_date desc, id desc) where status <> 'posted';
comment on table billing.vouchers is 'Every document: frozen once posted, but for narration, reference and cancelling';
comment on column billing.vouchers.party is 'The recipient as it stood on the day: {name, gstin, address, city, pincode, stateCode, …}';
comment on column billing.vouchers.supply_category is 'Supply type in the portal''s words, B2C where the portal has none';
alter table billing.vouchers enable row level security;
alter table billing.vouchers force row level security;

create type billing.voucher_line as (
  tenant_id uuid,
  id uuid,
  voucher_id uuid,
  line_no integer,
  item_id uuid,
  description text,
  hsn text,
  quantity numeric(18, 3),
  unit text,
  rate numeric(18, 3),
  discount numeric(18, 2),
  taxability text,
  gst_rate numeric(6, 3),
  cess_rate numeric(6, 3),
  gross_amount numeric(18, 2),
  taxable_amount numeric(18, 2),
  cgst_amount numeric(18, 2),
  sgst_amount numeric(18, 2),
  igst_amount numeric(18, 2),
  cess_amount numeric(18, 2),
  total_amount numeric(18, 2)
);
comment on type billing.voucher_line is 'A voucher line as the posting functions hand it on; billing.voucher_lines is a table of it';

create table billing.voucher_lines of billing.voucher_line (
  tenant_id with options not null,
  id with options not null default core.uuid_v7(),
  voucher_id with options not null,
  line_no with options not null,
  description with options not null,
  hsn with options not null,
  quantity with options not null,
  unit with options not null,
  rate with options not null,
  discount with options not null,
  taxability with options not null
    constraint voucher_lines_taxability_is_known check (taxability in ('taxable', 'exempt', 'nil_rated', 'non_gst')),
  gst_rate with options not null,
  cess_rate with options not null,
  gross_amount with options not null,
  taxable_amount with options not null,
  cgst_amount with options not null,
  sgst_amount with options not null,
  igst_amount with options not null,
  cess_amount with options not null,
  total_amount with options not null,
  primary key (tenant_id, id),
  constraint voucher_lines_numbered_once unique (tenant_id, voucher_id, line_no),
  constraint voucher_lines_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint voucher_lines_item_is_known foreign key (tenant_id, item_id) references billing.items (tenant_id, id),
  constraint voucher_lines_taxable_is_gross_less_discount check (taxable_amount = gross_amount - discount),
  constraint voucher_lines_total_adds_up check
    (total_amount = taxable_amount + cgst_amount + sgst_amount + igst_amount + cess_amount)
);
create index voucher_lines_by_item on billing.voucher_lines (tenant_id, item_id) where item_id is not null;
comment on table billing.voucher_lines is 'Lines of a voucher; each tax head rounded half-up to the paisa on its line';
comment on column billing.voucher_lines.unit is 'Unit quantity code (UQC)';
alter table billing.voucher_lines enable row level security;
alter table billing.voucher_lines force row level security;

create type ledger.ledger_entry as (
  tenant_id uuid,
  id uuid,
  voucher_id uuid,
  entry_no integer,
  ledger_id uuid,
  entry_date date,
  debit numeric(18, 2),
  credit numeric(18, 2)
);
comment on type ledger.ledger_entry is 'A journal entry as the posting functions hand it on; ledger.ledger_entries is a table of it';

create table ledger.ledger_entries of ledger.ledger_entry (
  tenant_id with options not null,
  id with options not null default core.uuid_v7(),
  voucher_id with options not null,
  entry_no with options not null,
  ledger_id with options not null,
  entry_date with options not null,
  debit with options not null,
  credit with options not null,
  primary key (tenant_id, id),
  constraint ledger_entries_numbered_once unique (tenant_id, voucher_id, entry_no),
  constraint ledger_entries_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint ledger_entries_ledger_is_known foreign key (tenant_id, ledger_id) references ledger.ledgers (tenant_id, id),
  constraint ledger_entries_have_one_side check ((debit > 0 and credit = 0) or (credit > 0 and debit = 0))
);
create index ledger_entries_by_ledger on ledger.ledger_entries (tenant_id, ledger_id, entry_date, id);
comment on table ledger.ledger_entries is 'The journal: append-only; the entries of a voucher balance (trigger ledger_entries__balance)';
alter table ledger.ledger_entries enable row level security;
alter table ledger.ledger_entries force row level security;

create table billing.numbering_history (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  series_id uuid not null,
  period text not null,
  sequence bigint not null,
  number text not null,
  voucher_id uuid not null,
  generated_at timestamptz not null,
  generated_by uuid,
  primary key (tenant_id, id),
  constraint numbering_history_sequence_is_given_once unique (tenant_id, series_id, period, sequence),
  constraint numbering_history_one_a_voucher unique (tenant_id, voucher_id),
  constraint numbering_history_belongs_to_a_series
    foreign key (tenant_id, series_id) references billing.numbering_series (tenant_id, id),
  constraint numbering_history_belongs_to_a_voucher
    foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id)
);
comment on table billing.numbering_history is 'Every number ever given, with its moment under the lock; append-only';
alter table billing.numbering_history enable row level security;
alter table billing.numbering_history force row level security;
