-- Gapless numbers: a series says how a number looks, its counters hold where each period stands, history what was given.
create table billing.voucher_kinds (
  voucher_type text not null primary key,
  title text not null,
  default_prefix text not null,
  document_code text constraint voucher_kinds_document_code_is_the_portals check (document_code in ('INV', 'CRN', 'DBN'))
);
comment on table billing.voucher_kinds is 'Voucher kinds: printed title, prefix of the default series, document type at the e-invoice portal (null: never registered)';

create table billing.voucher_kind_entries (
  voucher_type text not null references billing.voucher_kinds (voucher_type),
  entry_no integer not null,
  ledger_code text not null,
  side text not null constraint voucher_kind_entries_side_is_known check (side in ('debit', 'credit')),
  amount text not null constraint voucher_kind_entries_amount_is_known check (amount in
    ('taxable', 'cgst', 'sgst', 'igst', 'cess', 'round_off', 'total')),
  primary key (voucher_type, entry_no)
);
comment on table billing.voucher_kind_entries is 'How a kind is booked: which amount goes to which ledger on which side; a negative amount changes sides; ledger_code party is the party''s own ledger';

create table billing.numbering_series (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  voucher_type text not null references billing.voucher_kinds (voucher_type),
  name text not null,
  prefix text not null,
  format text not null,
  separator text not null default '/',
  branch text not null default '',
  company text not null default '',
  company_gstin text,
  start_number bigint not null default 1 constraint numbering_series_start_is_not_negative check (start_number >= 0),
  padding integer not null default 5 constraint numbering_series_padding_is_1_to_12 check (padding between 1 and 12),
  reset_frequency text not null default 'yearly'
    constraint numbering_series_reset_is_known check (reset_frequency in ('never', 'yearly', 'monthly', 'daily')),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint numbering_series_are_named_once unique (tenant_id, voucher_type, name)
);
create unique index numbering_series_one_default
  on billing.numbering_series (tenant_id, voucher_type, coalesce(company_gstin, '')) where is_default;
create index numbering_series_by_voucher_type on billing.numbering_series (voucher_type);
comment on table billing.numbering_series is 'How the numbers of a voucher type look and when they start anew; many a type, one of them the default';
comment on column billing.numbering_series.company_gstin is 'Bound to this registration; null serves all of the company''s';
alter table billing.numbering_series enable row level security;
alter table billing.numbering_series force row level security;

-- A row a series a period, not a column of the series: an invoice of 31 March may be posted after one of 1 April.
create table billing.numbering_counters (
  tenant_id uuid not null,
  series_id uuid not null,
  period text not null,
  next_number bigint not null,
  primary key (tenant_id, series_id, period),
  constraint numbering_counters_belong_to_a_series
    foreign key (tenant_id, series_id) references billing.numbering_series (tenant_id, id)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
comment on table billing.numbering_counters is 'Where a series stands in a period; locked last in a posting call, so that no number is lost';
comment on column billing.numbering_counters.period is 'What the reset frequency makes of the document date: all, 2026-27, 2026-11 or 2026-11-20';
alter table billing.numbering_counters enable row level security;
alter table billing.numbering_counters force row level security;
