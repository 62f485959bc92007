-- drops logic
-- Every kind of voucher on the one posting path: what a kind is as a row, what a document may hold beyond a plain tax
-- invoice, and which earlier documents it stands on.

-- what a kind is
alter table billing.voucher_kinds
  add column flow text not null default 'outward' constraint voucher_kinds_flow_is_known check (flow in ('outward', 'inward', 'money')),
  add column tax text not null default 'charged' constraint voucher_kinds_tax_is_known check (tax in ('charged', 'none', 'reverse')),
  add column place text not null default 'domestic' constraint voucher_kinds_place_is_known check (place in ('domestic', 'abroad', 'any')),
  add column line_taxability text default 'taxable'
    constraint voucher_kinds_line_taxability_is_known check (line_taxability in ('taxable', 'untaxed', 'any')),
  add column party_registration text not null default 'any'
    constraint voucher_kinds_party_registration_is_known check (party_registration in ('any', 'unregistered')),
  add column party_group text not null default 'sundry_debtors' references ledger.groups (code),
  add column rounds boolean not null default true,
  add column stock text constraint voucher_kinds_stock_is_known check (stock in ('out', 'in')),
  add column moves_goods boolean not null default true,
  add column is_advance boolean not null default false,
  add column table_13 integer;
alter table billing.voucher_kinds
  alter column flow drop default, alter column tax drop default, alter column place drop default, alter column line_taxability drop default,
  alter column party_registration drop default, alter column party_group drop default, alter column rounds drop default, alter column moves_goods drop default,
  alter column is_advance drop default;
create index voucher_kinds_by_party_group on billing.voucher_kinds (party_group);
comment on table billing.voucher_kinds is 'Voucher kinds, all that tells one from another; how each is booked stands in voucher_kind_entries';
comment on column billing.voucher_kinds.document_code is 'Document type at the e-invoice portal; null: never registered';
comment on column billing.voucher_kinds.flow is 'outward: we supply; inward: the party supplies; money: entries without a supply';
comment on column billing.voucher_kinds.tax is 'charged: the supplier charges it; none: the document bears none; reverse: the recipient owes it, always';
comment on column billing.voucher_kinds.place is 'Where its supply may end: domestic, abroad (an export) or any';
comment on column billing.voucher_kinds.line_taxability is 'Lines it may hold: taxable, untaxed (exempt, nil rated, non GST) or any; null: it has no lines';
comment on column billing.voucher_kinds.party_registration is 'Whom it may be made out to: any party, or only one without a GSTIN';
comment on column billing.voucher_kinds.party_group is 'Ledger group of a party met for the first time on it';
comment on column billing.voucher_kinds.rounds is 'Whether its total is rounded to the rupee (CGST Act s.170)';
comment on column billing.voucher_kinds.stock is 'Which way its goods move in our godowns; null: they do not';
comment on column billing.voucher_kinds.moves_goods is 'Whether an e-way bill may be due for it';
comment on column billing.voucher_kinds.is_advance is 'Money before a supply: only services are taxed on it (66/2017-CT)';
comment on column billing.voucher_kinds.table_13 is 'Nature of document in table 13 of GSTR-1; null: not listed there, or told by the purpose of a challan';

alter table billing.voucher_kind_entries drop constraint voucher_kind_entries_amount_is_known;
alter table billing.voucher_kind_entries add constraint voucher_kind_entries_amount_is_known check (amount in
  ('value', 'cgst', 'sgst', 'igst', 'cess', 'tax', 'round_off', 'total',
   'reverse_cgst', 'reverse_sgst', 'reverse_igst', 'reverse_cess', 'reverse_tax', 'stock_cost')) not valid;
comment on column billing.voucher_kind_entries.amount is 'value: what the goods are sold for, before tax; tax: all heads together; reverse_: what the recipient owes; stock_cost: cost of the goods moved';

create table billing.voucher_kind_originals (
  voucher_type text not null references billing.voucher_kinds (voucher_type),
  original_type text not null references billing.voucher_kinds (voucher_type),
  relation text not null constraint voucher_kind_originals_relation_is_known check (relation in
    ('adjusts', 'increases', 'fulfils', 'returns', 'settles', 'applies')),
  primary key (voucher_type, original_type, relation)
);
create index voucher_kind_originals_by_original on billing.voucher_kind_originals (original_type);
comment on table billing.voucher_kind_originals is 'On which earlier kinds a kind may stand, and how';
comment on column billing.voucher_kind_originals.relation is 'adjusts: takes back, never more than the original; increases: adds to it; fulfils: turns it into a sale, once; returns: brings goods of a challan back; settles: pays it; applies: uses an advance up';

-- what a document may hold
alter type billing.voucher
  add attribute exchange_rate numeric(18, 6) cascade,
  add attribute currency_amount numeric(18, 2) cascade,
  add attribute supply_date date cascade,
  add attribute payment_date date cascade,
  add attribute rate_date date cascade,
  add attribute particulars jsonb cascade,
  add attribute value_adjustment numeric(18, 2) cascade,
  add attribute reverse_cgst_amount numeric(18, 2) cascade,
  add attribute reverse_sgst_amount numeric(18, 2) cascade,
  add attribute reverse_igst_amount numeric(18, 2) cascade,
  add attribute reverse_cess_amount numeric(18, 2) cascade,
  add attribute stock_cost numeric(18, 2) cascade;
comment on column billing.vouchers.supplier_state is 'State of whoever supplies: ours on an outward document, the party''s on an inward one';
comment on column billing.vouchers.currency is 'The document''s own currency; every amount but currency_amount is in rupees';
comment on column billing.vouchers.exchange_rate is 'Rupees for one unit of the currency; null for rupees';
comment on column billing.vouchers.currency_amount is 'Total in the document''s own currency; null for rupees';
comment on column billing.vouchers.supply_date is 'Day of the supply, where it is not the day of the document';
comment on column billing.vouchers.payment_date is 'Day of payment, where it was made before or with the document';
comment on column billing.vouchers.rate_date is 'Day whose rates apply (CGST Act s.14: gst.rate_date), of a note that of its original';
comment on column billing.vouchers.particulars is 'What only some documents hold: export, shipTo, dispatchFrom, transport, purpose, reason, validUntil, supplierInvoiceNumber …';
comment on column billing.vouchers.value_adjustment is 'What the goods are sold for less the value the law puts on them (rule 31D); null where they are the same';
comment on column billing.vouchers.reverse_cgst_amount is 'CGST the recipient owes under reverse charge; no part of the total';
comment on column billing.vouchers.reverse_sgst_amount is 'SGST the recipient owes under reverse charge; no part of the total';
comment on column billing.vouchers.reverse_igst_amount is 'IGST the recipient owes under reverse charge; no part of the total';
comment on column billing.vouchers.reverse_cess_amount is 'Cess the recipient owes under reverse charge; no part of the total';
comment on column billing.vouchers.stock_cost is 'Cost of the goods it moved, where stock is kept perpetually; null elsewhere';

-- money documents have no supply, journals and contras no party
alter table billing.vouchers
  alter column party_name drop not null, alter column party drop not null, alter column registration_type drop not null,
  alter column supply_category drop not null, alter column place_of_supply drop not null, alter column supply_type drop not null,
  alter column supplier_state drop not null,
  drop constraint vouchers_total_adds_up,
  drop constraint vouchers_supply_category_is_known,
  add constraint vouchers_total_adds_up check (
    case when supply_category is null then taxable_amount = 0 and cgst_amount + sgst_amount + igst_amount + cess_amount + round_off = 0
      else total_amount = taxable_amount + cgst_amount + sgst_amount + igst_amount + cess_amount + round_off + coalesce(value_adjustment, 0) end),
  add constraint vouchers_supply_category_is_known check (supply_category in
    ('B2B', 'B2C', 'SEZWP', 'SEZWOP', 'EXPWP', 'EXPWOP', 'DEXP', 'IMPORT')),
  add constraint vouchers_foreign_have_a_rate check ((currency = 'INR') = (exchange_rate is null));
comment on column billing.vouchers.supply_category is 'Supply type in the portal''s words, B2C where the portal has none, IMPORT from abroad; null where nothing is supplied';
comment on column billing.vouchers.party is 'The other party as it stood on the day: {name, gstin, address, city, pincode, stateCode, …}';

alter type billing.voucher_line
  add attribute retail_price numeric(18, 3) cascade,
  add attribute value_adjustment numeric(18, 2) cascade,
  add attribute currency_amount numeric(18, 2) cascade,
  add attribute reverse_cgst_amount numeric(18, 2) cascade,
  add attribute reverse_sgst_amount numeric(18, 2) cascade,
  add attribute reverse_igst_amount numeric(18, 2) cascade,
  add attribute reverse_cess_amount numeric(18, 2) cascade,
  add attribute godown_id uuid cascade;
alter table billing.voucher_lines
  drop constraint voucher_lines_taxable_is_gross_less_discount,
  drop constraint voucher_lines_total_adds_up,
  add constraint voucher_lines_taxable_is_gross_less_discount
    check (taxable_amount = gross_amount - discount - coalesce(value_adjustment, 0)),
  add constraint voucher_lines_total_adds_up check
    (total_amount = taxable_amount + cgst_amount + sgst_amount + igst_amount + cess_amount + coalesce(value_adjustment, 0));
comment on column billing.voucher_lines.rate is 'Price of one unit, in the document''s own currency';
comment on column billing.voucher_lines.retail_price is 'Declared retail sale price of one unit, tax included: what tobacco and pan masala are valued by (rule 31D)';
comment on column billing.voucher_lines.currency_amount is 'Value of the line in the document''s own currency; null for rupees';
comment on column billing.voucher_lines.godown_id is 'Where its goods leave or arrive; null: the main godown';

-- which earlier documents, line by line
create type billing.voucher_link as (
  tenant_id uuid,
  id uuid,
  voucher_id uuid,
  line_no integer,
  original_id uuid,
  original_line_no integer,
  relation text,
  quantity numeric(18, 3),
  taxable_amount numeric(18, 2),
  cgst_amount numeric(18, 2),
  sgst_amount numeric(18, 2),
  igst_amount numeric(18, 2),
  cess_amount numeric(18, 2),
  total_amount numeric(18, 2)
);
comment on type billing.voucher_link is 'A link as the posting functions hand it on; billing.voucher_links is a table of it';

create table billing.voucher_links of billing.voucher_link (
  tenant_id with options not null,
  id with options not null default core.uuid_v7(),
  voucher_id with options not null,
  original_id with options not null,
  relation with options not null constraint voucher_links_relation_is_known check (relation in
    ('adjusts', 'increases', 'fulfils', 'returns', 'settles', 'applies')),
  quantity with options not null default 0,
  taxable_amount with options not null default 0,
  cgst_amount with options not null default 0,
  sgst_amount with options not null default 0,
  igst_amount with options not null default 0,
  cess_amount with options not null default 0,
  total_amount with options not null default 0,
  primary key (tenant_id, id),
  constraint voucher_links_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint voucher_links_original_is_known foreign key (tenant_id, original_id) references billing.vouchers (tenant_id, id),
  constraint voucher_links_are_to_another check (voucher_id <> original_id)
);
create index voucher_links_by_voucher on billing.voucher_links (tenant_id, voucher_id);
create index voucher_links_by_original on billing.voucher_links (tenant_id, original_id);
comment on table billing.voucher_links is 'Which earlier documents a voucher stands on, many to many, line by line, and how much of them it takes; append-only. A cancelled voucher''s links no longer count';
comment on column billing.voucher_links.line_no is 'Line of the voucher; null: the document as a whole';
comment on column billing.voucher_links.original_line_no is 'Line of the original; null: the document as a whole';
comment on column billing.voucher_links.total_amount is 'Rupees of the original that it settles, adjusts or applies';
alter table billing.voucher_links enable row level security;
alter table billing.voucher_links force row level security;

-- settings of the company that decide about documents
alter table core.companies
  add column b2c_above_limit text not null default 'require_gstin'
    constraint companies_b2c_above_limit_is_known check (b2c_above_limit in ('require_gstin', 'require_details')),
  add column perpetual_inventory boolean not null default false,
  add column allow_negative_stock boolean not null default false,
  add column locked_until date;
comment on column core.companies.b2c_above_limit is 'What a retail invoice above the limit needs of a consumer: a GSTIN, or name, address and State (rule 46(e))';
comment on column core.companies.perpetual_inventory is 'Whether goods are booked at cost as they move: stock on purchase, cost of goods sold on sale';
comment on column core.companies.allow_negative_stock is 'Whether goods may be issued that are not there yet';
comment on column core.companies.locked_until is 'The books are closed up to and including this day (POST /api/periods/lock); null: open';
