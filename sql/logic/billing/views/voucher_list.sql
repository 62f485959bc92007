-- Vouchers and drafts for lists: keyset by date and id, newest first. The document is what a list shows; the whole of one
-- is billing.read_voucher. Each branch reads one table and no join, so that both are walked along their indexes.
create or replace view billing.voucher_list with (security_invoker = true) as
select v.tenant_id, v.id, v.voucher_type, v.status, v.number, v.voucher_date, v.party_id, v.party_name, v.party_gstin, v.total_amount,
  json_build_object(
    'id', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'status', v.status,
    'partyId', v.party_id, 'party', json_build_object('name', v.party_name, 'gstin', v.party_gstin), 'placeOfSupply', v.place_of_supply,
    'supplyType', v.supply_type, 'reference', v.reference, 'taxableAmount', v.taxable_amount, 'cgstAmount', v.cgst_amount,
    'sgstAmount', v.sgst_amount, 'igstAmount', v.igst_amount, 'cessAmount', v.cess_amount, 'roundOff', v.round_off,
    'totalAmount', v.total_amount, 'createdAt', v.created_at,
    'eInvoice', coalesce(
      (select json_build_object('status', einvoice.public_status(e.status), 'irn', e.irn)
       from einvoice.e_invoices as e where e.tenant_id = v.tenant_id and e.voucher_id = v.id),
      json_build_object('status', 'not_required', 'irn', null))) as document,
  v.total_paise
from billing.vouchers as v
union all
select d.tenant_id, d.id, d.voucher_type, 'draft', null, d.voucher_date, d.party_id, d.party_name, d.party_gstin, d.total_amount,
  json_build_object(
    'id', d.id, 'type', d.voucher_type, 'number', null, 'date', d.voucher_date, 'status', 'draft',
    'partyId', d.party_id, 'party', json_build_object('name', d.party_name, 'gstin', d.party_gstin), 'placeOfSupply', d.document -> 'placeOfSupply',
    'supplyType', d.document -> 'supplyType', 'reference', d.document -> 'reference', 'taxableAmount', d.document -> 'taxableAmount',
    'cgstAmount', d.document -> 'cgstAmount', 'sgstAmount', d.document -> 'sgstAmount', 'igstAmount', d.document -> 'igstAmount',
    'cessAmount', d.document -> 'cessAmount', 'roundOff', d.document -> 'roundOff', 'totalAmount', d.total_amount, 'createdAt', d.created_at,
    'eInvoice', json_build_object('status', 'not_required', 'irn', null)) as document,
  (d.total_amount * 100)::bigint
from billing.drafts as d;
comment on view billing.voucher_list is 'Vouchers and drafts as lists show them; order by voucher_date desc, id desc';
