-- Why: who asks what a portal was told of a bill gets just that, by the road it went: GENEWAYBILL, the EwbDtls that went with
-- the invoice, or the request by IRN; the transport as it was first told.
-- Called by: GET /api/ewaybill/{ewbNumber}/payload. Null where the tenant has no such bill.
create or replace function ewaybill.payload_sent(p_number text) returns json
language sql stable
set search_path = ''
as $$
  select case b.road
           when 'with_irn' then json_build_object('EwbDtls', einvoice.ewb_details(b.first_transport))
           when 'by_irn' then ewaybill.payload_by_irn(b.voucher_id, d.irn, b.first_transport)::json
           else ewaybill.payload(b.voucher_id, b.first_transport) end
  from ewaybill.e_way_bills as b
  left join einvoice.irn_details as d on d.tenant_id = b.tenant_id and d.invoice_id = b.voucher_id
  where b.tenant_id = (select core.current_tenant()) and b.ewb_number = p_number
$$;
comment on function ewaybill.payload_sent(text) is 'What the portal was sent for the bill with this number';
