-- Why: the rows of one table of the law, in its order, by the table's name; the one list of tables that are told.
-- A new table of schema gst: a branch here and a row in gst.reference_tables. Called by: gst.reference_table.
create or replace function gst.reference_rows(p_table text) returns table (place bigint, body json)
language sql stable
set search_path = ''
as $$
  select row_number() over (order by r.rate, r.valid_from, r.scope), to_json(r) from gst.rates as r where p_table = 'rates'
  union all select row_number() over (order by r.valid_from), to_json(r) from gst.cess_periods as r where p_table = 'cess-periods'
  union all select row_number() over (order by r.valid_from, r.turnover_above), to_json(r) from gst.hsn_digit_rules as r where p_table = 'hsn-digit-rules'
  union all select row_number() over (order by r.name, r.valid_from), to_json(r) from gst.limits as r where p_table = 'limits'
  union all select row_number() over (order by r.valid_from), to_json(r) from gst.e_invoice_limits as r where p_table = 'e-invoice-limits'
  union all select row_number() over (order by r.state_code, r.valid_from), to_json(r) from gst.e_way_bill_limits as r where p_table = 'e-way-bill-limits'
  union all select row_number() over (order by r.valid_from), to_json(r) from gst.retail_price_goods as r where p_table = 'retail-price-goods'
  union all select row_number() over (order by r.supply_category), to_json(r) from gst.endorsements as r where p_table = 'endorsements'
  union all select row_number() over (order by r.code), to_json(r) from gst.states as r where p_table = 'states'
  union all select row_number() over (order by r.code), to_json(r) from gst.units as r where p_table = 'units'
  union all select row_number() over (order by r.kind), to_json(r) from gst.gstin_formats as r where p_table = 'gstin-formats'
  union all select row_number() over (order by r.purpose), to_json(r) from gst.challan_purposes as r where p_table = 'challan-purposes'
  union all select row_number() over (order by r.state_code, r.goods, r.valid_from), to_json(r) from gst.e_way_bill_exceptions as r where p_table = 'e-way-bill-exceptions'
  union all select row_number() over (order by r.voucher_type), to_json(r) from gst.e_way_documents as r where p_table = 'e-way-documents'
  union all select row_number() over (order by r.name), to_json(r) from gst.e_way_sub_types as r where p_table = 'e-way-sub-types'
  union all select row_number() over (order by r.code), to_json(r) from gst.countries as r where p_table = 'countries'
  union all select row_number() over (order by r.code), to_json(r) from gst.currencies as r where p_table = 'currencies'
  union all select row_number() over (order by r.code), to_json(r) from gst.ports as r where p_table = 'ports'
$$;
comment on function gst.reference_rows(text) is 'All rows of one table of the law, in order';
