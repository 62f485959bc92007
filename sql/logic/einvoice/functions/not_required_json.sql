-- Why: a document that needs no IRN has an e-invoice all the same, to who asks: none, and why. Called by: GET
-- /api/einvoice/{voucherId}. Null where one is due, or there is no such voucher.
create or replace function einvoice.not_required_json(p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('voucherId', v.id, 'status', 'not_required', 'reason', v.e_invoice_reason)
  from billing.vouchers as v
  where v.tenant_id = (select core.current_tenant()) and v.id = p_voucher_id and v.e_invoice_applicability <> 'required'
$$;
comment on function einvoice.not_required_json(uuid) is 'That a voucher needs no e-invoice, and why; null where one is due';
