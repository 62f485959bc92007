-- What an e-way bill says: which way the goods of each kind of document go and who makes its bill, where the law wants
-- another value than the State's limit, how far the portal measured, and Part B as it was told first.
alter table gst.e_way_documents
  add column supply_type text not null default 'O' constraint e_way_documents_supply_type_is_known check (supply_type in ('O', 'I')),
  add column made_by text not null default 'us' constraint e_way_documents_made_by_is_known check (made_by in ('us', 'us_from_unregistered', 'other_side'));
alter table gst.e_way_documents alter column supply_type drop default, alter column made_by drop default;
comment on table gst.e_way_documents is 'What the e-way bill portal calls each kind of document under which goods move';
comment on column gst.e_way_documents.supply_type is 'O: we send the goods; I: they come to us. A challan that brings goods back is I whatever stands here';
comment on column gst.e_way_documents.made_by is 'Who must make the bill above the limit: us; us_from_unregistered: us where the supplier is not registered or abroad, else the supplier; other_side';

alter table gst.e_way_sub_types
  add column inward_code integer not null default 8,
  add column is_to_self boolean not null default false;
alter table gst.e_way_sub_types alter column inward_code drop default, alter column is_to_self drop default;
comment on column gst.e_way_sub_types.inward_code is 'The code where goods come (back) to us: 8, Others, for a type the portal knows of outward goods alone';
comment on column gst.e_way_sub_types.is_to_self is 'The portal takes it between places of one GSTIN only';

create table gst.e_way_bill_exceptions (
  state_code text not null,
  goods text not null,
  valid_from date not null,
  valid_to date,
  is_within_city boolean not null,
  hsn_prefixes text[],
  purposes text[],
  lowers boolean not null,
  value_above numeric(18, 2),
  notification text not null,
  primary key (state_code, goods, valid_from),
  constraint e_way_bill_exceptions_that_lower_have_a_value check (not lowers or value_above is not null)
);
comment on table gst.e_way_bill_exceptions is 'Where the law wants an e-way bill above another value than gst.e_way_bill_limits says, or none: state_code 00 is all of India, any other a State, within it';
comment on column gst.e_way_bill_exceptions.goods is 'What it is about, as a reason says it';
comment on column gst.e_way_bill_exceptions.hsn_prefixes is 'Goods it is for; null: any';
comment on column gst.e_way_bill_exceptions.purposes is 'Purposes of a challan it is for; null: any document';
comment on column gst.e_way_bill_exceptions.lowers is 'true: holds as soon as one of the goods is of these; false, a relief: only where all of them are';
comment on column gst.e_way_bill_exceptions.value_above is 'Consignment value (rupees, strictly above) that needs an e-way bill; null: none is needed';

alter table ewaybill.e_way_bills
  add column first_transport jsonb not null default '{}',
  add column distance_km integer generated always as (coalesce(
    nullif((transport ->> 'distanceKm')::integer, 0), substring(alert from '(?:pincodes is|calc distance:)[[:space:]]*([0-9]{1,4})')::integer)) stored;
update ewaybill.e_way_bills set first_transport = transport;
comment on column ewaybill.e_way_bills.first_transport is 'Transport as it was told when the bill was asked for; transport is as last told';
comment on column ewaybill.e_way_bills.distance_km is 'How far the goods go: as told, or as the portal measured it between the PIN codes and said in its alert';

-- Documents of the unregistered are numbered by whoever makes the bill: two companies may each have their first.
drop index sandbox.ewb_bills_one_a_document;
create unique index ewb_bills_one_a_document on sandbox.ewb_bills
  ((case when from_gstin = 'URP' then gstin else from_gstin end), financial_year, document_type, upper(document_no)) where status = 'ACT';
