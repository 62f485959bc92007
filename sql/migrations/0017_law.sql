-- drops logic
-- The rest of the law as effective-dated rows: code lists with their sources, the goods of rule 31D, what every row
-- rests on, and the list of it all that GET /api/reference reads.

alter table gst.states
  add column valid_from date not null default '2017-07-01',
  add column valid_to date,
  add column notification text not null default '',
  add constraint states_end_after_they_begin check (valid_to is null or valid_to >= valid_from);
comment on column gst.states.valid_to is 'Last day of a code that was merged into another; null: in use';
comment on column gst.states.notification is 'What the row rests on';

alter table gst.units add column notification text not null default '';
comment on column gst.units.notification is 'What the row rests on';
alter table gst.gstin_formats add column notification text not null default '';
comment on column gst.gstin_formats.notification is 'What the row rests on';
alter table gst.endorsements rename column rule to notification;
comment on column gst.endorsements.notification is 'The rule that asks for the words';

create table gst.countries (
  code text not null primary key,
  name text not null,
  notification text not null
);
comment on table gst.countries is 'Countries by ISO 3166-1 alpha-2, for exports';

create table gst.currencies (
  code text not null primary key,
  name text not null,
  valid_to date,
  notification text not null
);
comment on table gst.currencies is 'Currencies by ISO 4217';
comment on column gst.currencies.valid_to is 'Last day of a currency that was replaced; null: in use';

create table gst.ports (
  code text not null primary key,
  name text not null,
  notification text not null
);
comment on table gst.ports is 'Places goods leave India by: sea, air and land ports, container depots, SEZs';

create table gst.challan_purposes (
  purpose text not null primary key,
  title text not null,
  table_13 integer not null constraint challan_purposes_table_13_is_of_challans check (table_13 between 9 and 12),
  e_way_sub_type text not null,
  notification text not null
);
comment on table gst.challan_purposes is 'Why goods move under a delivery challan instead of an invoice';
comment on column gst.challan_purposes.table_13 is 'Nature of document in table 13 of GSTR-1: 9 job work, 10 approval, 11 liquid gas, 12 others';
comment on column gst.challan_purposes.e_way_sub_type is 'Sub-supply type at the e-way bill portal';

create table gst.retail_price_goods (
  valid_from date not null primary key,
  valid_to date,
  chapters text[] not null,
  hsn_prefixes text[] not null,
  except_prefixes text[] not null,
  gst_rate numeric(6, 3) not null,
  notification text not null,
  constraint retail_price_goods_end_after_they_begin check (valid_to is null or valid_to >= valid_from)
);
comment on table gst.retail_price_goods is 'Goods valued by their declared retail price (rule 31D), and since when';
comment on column gst.retail_price_goods.chapters is 'Chapters of the tariff they are in: other goods are told apart at once';
comment on column gst.retail_price_goods.except_prefixes is 'Goods under those prefixes that are not (biri)';
comment on column gst.retail_price_goods.gst_rate is 'Rate that tells them from others where an HSN is written too short to';

create table gst.reference_tables (
  name text not null primary key,
  title text not null,
  step_by text[],
  notification text not null
);
comment on table gst.reference_tables is 'The tables of this schema as GET /api/reference lists and reads them';
comment on column gst.reference_tables.step_by is 'A row holds until the next one with the same values in these columns; null: valid_from and valid_to say how long, or a row has no days';

alter table billing.voucher_kinds add column law text;
comment on column billing.voucher_kinds.law is 'What the kind is and by which rule, in a sentence; told by GET /api/vouchers/{id}/explain';
