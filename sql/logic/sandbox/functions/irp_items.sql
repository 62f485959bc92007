-- Why: items and totals are judged over the same rows. Missing amounts count as nothing, as at the portal.
-- Called by: sandbox.irp_item_refusals, sandbox.irp_total_refusals.
create or replace function sandbox.irp_items(p_payload jsonb)
returns table (serial_no text, hsn text, is_service boolean, quantity numeric, unit text, gross numeric, discount numeric,
               assessable numeric, gst_rate numeric, igst numeric, cgst numeric, sgst numeric, cess_rate numeric,
               cess numeric, cess_fixed numeric, state_cess_rate numeric, state_cess numeric, state_cess_fixed numeric,
               other_charges numeric, total numeric)
language sql immutable
set search_path = ''
as $$
  select i."SlNo", i."HsnCd", i."IsServc" = 'Y', i."Qty", i."Unit", i."TotAmt", coalesce(i."Discount", 0),
         i."AssAmt", i."GstRt", coalesce(i."IgstAmt", 0), coalesce(i."CgstAmt", 0), coalesce(i."SgstAmt", 0),
         coalesce(i."CesRt", 0), coalesce(i."CesAmt", 0), coalesce(i."CesNonAdvlAmt", 0),
         coalesce(i."StateCesRt", 0), coalesce(i."StateCesAmt", 0), coalesce(i."StateCesNonAdvlAmt", 0),
         coalesce(i."OthChrg", 0), i."TotItemVal"
  from jsonb_to_recordset(p_payload -> 'ItemList') as i(
    "SlNo" text, "HsnCd" text, "IsServc" text, "Qty" numeric, "Unit" text, "TotAmt" numeric, "Discount" numeric,
    "AssAmt" numeric, "GstRt" numeric, "IgstAmt" numeric, "CgstAmt" numeric, "SgstAmt" numeric, "CesRt" numeric,
    "CesAmt" numeric, "CesNonAdvlAmt" numeric, "StateCesRt" numeric, "StateCesAmt" numeric,
    "StateCesNonAdvlAmt" numeric, "OthChrg" numeric, "TotItemVal" numeric)
$$;
comment on function sandbox.irp_items(jsonb) is 'The item list of an INV-01 payload as rows';
