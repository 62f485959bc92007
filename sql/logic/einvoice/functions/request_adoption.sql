-- Why: the portal says that it has a document and tells no more of it, or another portal registered it; a person brings what was
-- signed, as the GST portal lets it be downloaded for six months. The job einvoice.adopt believes it once signature and fields
-- agree. Called by: POST /api/einvoice/{voucherId}/adopt. Locks: the e-invoice. Null where there is no such voucher.
-- Refuses: e_invoice_not_applicable, e_invoice_cancelled, e_invoice_not_adoptable.
create or replace function einvoice.request_adoption(p_voucher_id uuid, p_signed_invoice text, p_signed_qr_code text) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
  v_invoice einvoice.e_invoices;
  v_id uuid;
begin
  select * into v_voucher from billing.vouchers as v where v.tenant_id = core.current_tenant() and v.id = p_voucher_id;
  if not found then
    return null;
  elsif v_voucher.e_invoice_applicability <> 'required' then
    perform core.refuse('e_invoice_not_applicable', null, jsonb_build_object('reason', v_voucher.e_invoice_reason));
  end if;
  select * into v_invoice from einvoice.e_invoices as e where e.tenant_id = v_voucher.tenant_id and e.voucher_id = p_voucher_id for update;
  if v_invoice.status = 'cancelled' then
    perform core.refuse('e_invoice_cancelled', null, jsonb_build_object('number', v_voucher.number));
  elsif v_invoice.status not in ('pending', 'unknown', 'failed') or v_invoice.lease_until > core.now() then
    perform core.refuse('e_invoice_not_adoptable', null, jsonb_build_object('status', einvoice.public_status(v_invoice.status)));
  end if;
  insert into einvoice.adoptions (tenant_id, e_invoice_id, signed_invoice, signed_qr_code, requested_by, requested_at)
  values (v_voucher.tenant_id, v_invoice.id, p_signed_invoice, p_signed_qr_code, core.current_user_id(), core.now())
  on conflict (tenant_id, e_invoice_id) where status = 'requested' do nothing
  returning id into v_id;
  if v_id is null then
    perform core.refuse('e_invoice_not_adoptable', null, jsonb_build_object('status', 'being adopted'));
  end if;
  return v_id;
end $$;
comment on function einvoice.request_adoption(uuid, text, text) is 'Records what a person brings of a document the portal has, to be verified; its id';
