-- Why: somebody asks for an e-invoice now: one that failed is tried again, one that is due later is due at once. One that
-- stands is left alone. Called by: POST /api/einvoice/generate, /retry, /bulk-generate.
-- Refuses: e_invoice_not_applicable, e_invoice_cancelled, voucher_is_cancelled. Answers the status; null where there is no such voucher.
create or replace function einvoice.request_generation(p_voucher_id uuid) returns text
language plpgsql
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
  v_status text;
begin
  select * into v_voucher from billing.vouchers where tenant_id = core.current_tenant() and id = p_voucher_id;
  if not found then
    return null;
  elsif v_voucher.e_invoice_applicability <> 'required' then
    perform core.refuse('e_invoice_not_applicable', '/voucherId', jsonb_build_object('reason', v_voucher.e_invoice_reason));
  end if;
  if v_voucher.status = 'cancelled' then
    perform core.refuse('voucher_is_cancelled', '/voucherId', jsonb_build_object('number', v_voucher.number));
  end if;
  update einvoice.e_invoices as e
  set status = case when e.status = 'failed' then 'pending' else e.status end, next_attempt_at = core.now(), updated_at = core.now()
  where e.tenant_id = v_voucher.tenant_id and e.voucher_id = p_voucher_id and e.status in ('pending', 'failed', 'unknown');
  select e.status into v_status from einvoice.e_invoices as e where e.tenant_id = v_voucher.tenant_id and e.voucher_id = p_voucher_id;
  if v_status = 'cancelled' then
    perform core.refuse('e_invoice_cancelled', '/voucherId', jsonb_build_object('number', v_voucher.number));
  end if;
  return einvoice.public_status(v_status);
end $$;
comment on function einvoice.request_generation(uuid) is 'Makes a voucher''s e-invoice due now and answers its status';
