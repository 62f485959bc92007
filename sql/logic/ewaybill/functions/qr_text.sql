-- Why: what the portal's own print holds in its QR: number, GSTIN that made it, when, so that an officer's reader knows it.
-- Called by: ewaybill.print_document, GET /api/ewaybill/{ewbNumber}/qr.png. Null where the tenant has no such bill.
create or replace function ewaybill.qr_text(p_number text) returns text
language sql stable
set search_path = ''
as $$
  select b.ewb_number || '/' || b.gstin || '/' || to_char(b.generated_at at time zone 'Asia/Kolkata', 'DD-MM-YYYY HH24:MI:SS')
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and b.ewb_number = p_number
$$;
comment on function ewaybill.qr_text(text) is 'What the QR of an e-way bill says';
