-- The law as effective-dated rows; the rows themselves are sql/reference/gst.*.csv, each with its notification.
create table gst.states (
  code text not null primary key,
  name text not null,
  is_union_territory boolean not null default false,
  is_domestic boolean not null default true
);
comment on table gst.states is 'GST state codes; UTGST is charged instead of SGST in union territories without a legislature';

create table gst.rates (
  rate numeric(6, 3) not null,
  valid_from date not null,
  scope text not null constraint rates_scope_is_known check (scope in ('all', 'listed', 'not_listed')),
  valid_to date,
  hsn_prefixes text[],
  notification text not null,
  primary key (rate, valid_from, scope),
  constraint rates_end_after_they_begin check (valid_to is null or valid_to >= valid_from),
  constraint rates_scope_names_its_goods check ((scope = 'all') = (hsn_prefixes is null))
);
comment on table gst.rates is 'GST rates (percent, both halves together) and the days and goods they are law for';
comment on column gst.rates.scope is 'all: any HSN; listed: only HSN under hsn_prefixes; not_listed: any HSN but those';

create table gst.cess_periods (
  valid_from date not null primary key,
  valid_to date,
  hsn_prefixes text[],
  notification text not null
);
comment on table gst.cess_periods is 'When compensation cess may be charged, and on which HSN (null: any)';

create table gst.hsn_digit_rules (
  valid_from date not null,
  turnover_above numeric(18, 2) not null,
  b2b_digits integer not null,
  b2c_digits integer not null,
  notification text not null,
  primary key (valid_from, turnover_above)
);
comment on table gst.hsn_digit_rules is 'HSN digits wanted on an invoice, by date and aggregate turnover (rupees, strictly above)';

create table gst.units (
  code text not null primary key,
  name text not null
);
comment on table gst.units is 'Unit quantity codes (UQC)';

create table gst.e_invoice_limits (
  valid_from date not null primary key,
  turnover_above numeric(18, 2) not null,
  notification text not null
);
comment on table gst.e_invoice_limits is 'Aggregate turnover (rupees, strictly above) that brings a supplier under e-invoicing, by date';

create table gst.e_way_bill_limits (
  state_code text not null,
  valid_from date not null,
  value_above numeric(18, 2) not null,
  notification text not null,
  primary key (state_code, valid_from)
);
comment on table gst.e_way_bill_limits is 'Consignment value (rupees, strictly above) that needs an e-way bill: a state''s own limit within the state, 00 for every other movement';

create table gst.gstin_formats (
  kind text not null primary key,
  pattern text not null,
  check_digit boolean not null,
  note text not null
);
comment on table gst.gstin_formats is 'Every kind of GSTIN as a pattern; check_digit says whether the 15th character is verified';

create table gst.limits (
  name text not null,
  valid_from date not null,
  value numeric(18, 2) not null,
  notification text not null,
  primary key (name, valid_from)
);
comment on table gst.limits is 'Single amounts the law names (rupees), by date: see each row''s name';

create table gst.endorsements (
  supply_category text not null primary key,
  wording text not null,
  rule text not null
);
comment on table gst.endorsements is 'The words the law puts on documents of a kind of supply';
