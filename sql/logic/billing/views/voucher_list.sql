-- Vouchers for lists: keyset by date and id, newest first. The document is what a list shows; the whole of a voucher is
-- billing.voucher_json.
create or replace view billing.voucher_list with (security_invoker = true) as
select v.tenant_id, v.id, v.voucher_type, v.status, v.number, v.voucher_date, v.party_id, v.party_name, v.party_gstin, v.total_amount,
  json_build_object(
    'id', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'status', v.status,
    'partyId', v.party_id, 'party', json_build_object('name', v.party_name, 'gstin', v.party_gstin), 'placeOfSupply', v.place_of_supply,
    'supplyType', v.supply_type, 'reference', v.reference, 'taxableAmount', v.taxable_amount, 'cgstAmount', v.cgst_amount,
    'sgstAmount', v.sgst_amount, 'igstAmount', v.igst_amount, 'cessAmount', v.cess_amount, 'roundOff', v.round_off,
    'totalAmount', v.total_amount, 'createdAt', v.created_at,
    'eInvoice', json_build_object('status', coalesce(einvoice.public_status(e.status), 'not_required'), 'irn', e.irn)) as document
from billing.vouchers as v
left join einvoice.e_invoices as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id;
comment on view billing.voucher_list is 'Vouchers as lists show them; order by voucher_date desc, id desc';
