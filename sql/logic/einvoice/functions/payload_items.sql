-- Why: lines and totals are judged over the same rows. An amount that is not given counts as nothing, as at the portal.
-- Called by: einvoice.check_items, einvoice.check_totals.
create or replace function einvoice.payload_items(p_payloads jsonb[])
returns table (ordinal bigint, pointer text, serial_no text, hsn text, is_goods boolean, quantity numeric, unit text, gross numeric, discount numeric,
               assessable numeric, gst_rate numeric, igst numeric, cgst numeric, sgst numeric, cess_rate numeric, cess numeric, cess_fixed numeric,
               state_cess_rate numeric, state_cess numeric, state_cess_fixed numeric, other_charges numeric, total numeric)
language sql stable rows 100
set search_path = ''
as $$
  select p.ordinal, '/ItemList/' || (i.line_no - 1), i."SlNo", i."HsnCd", i."IsServc" = 'N', i."Qty", i."Unit", i."TotAmt", coalesce(i."Discount", 0),
         i."AssAmt", i."GstRt", coalesce(i."IgstAmt", 0), coalesce(i."CgstAmt", 0), coalesce(i."SgstAmt", 0),
         coalesce(i."CesRt", 0), coalesce(i."CesAmt", 0), coalesce(i."CesNonAdvlAmt", 0),
         coalesce(i."StateCesRt", 0), coalesce(i."StateCesAmt", 0), coalesce(i."StateCesNonAdvlAmt", 0), coalesce(i."OthChrg", 0), i."TotItemVal"
  from unnest(p_payloads) with ordinality as p(payload, ordinal)
  cross join lateral rows from (jsonb_to_recordset(p.payload -> 'ItemList') as (
    "SlNo" text, "HsnCd" text, "IsServc" text, "Qty" numeric, "Unit" text, "TotAmt" numeric, "Discount" numeric, "AssAmt" numeric,
    "GstRt" numeric, "IgstAmt" numeric, "CgstAmt" numeric, "SgstAmt" numeric, "CesRt" numeric, "CesAmt" numeric, "CesNonAdvlAmt" numeric,
    "StateCesRt" numeric, "StateCesAmt" numeric, "StateCesNonAdvlAmt" numeric, "OthChrg" numeric, "TotItemVal" numeric))
    with ordinality as i("SlNo", "HsnCd", "IsServc", "Qty", "Unit", "TotAmt", "Discount", "AssAmt", "GstRt", "IgstAmt", "CgstAmt", "SgstAmt",
      "CesRt", "CesAmt", "CesNonAdvlAmt", "StateCesRt", "StateCesAmt", "StateCesNonAdvlAmt", "OthChrg", "TotItemVal", line_no)
  where p.payload is not null
$$;
comment on function einvoice.payload_items(jsonb[]) is 'The lines of a batch of INV-01 documents as rows, each with its JSON pointer';
