-- Why: what the invoice portal is asked for a bill of a registered invoice: its IRN, the transport, and for an export the port
-- in India it goes by. Called by: ewaybill.claim_by_irn, ewaybill.payload_sent.
create or replace function ewaybill.payload_by_irn(p_voucher_id uuid, p_irn text, p_transport jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('Irn', p_irn) || einvoice.ewb_details(p_transport) || jsonb_strip_nulls(jsonb_build_object('ExpShipDtls',
    case when v.supply_category in ('EXPWP', 'EXPWOP') then einvoice.place_json(p_transport -> 'shipTo', 'LglNm') - 'LglNm' - 'Gstin' end))
  from billing.vouchers as v
  where v.tenant_id = (select core.current_tenant()) and v.id = p_voucher_id
$$;
comment on function ewaybill.payload_by_irn(uuid, text, jsonb) is 'The request of an e-way bill by IRN';
