-- Why: a voucher is cancelled. What the portal has, or may have, must be cancelled there first; what was never sent, or was
-- refused there, is taken out of the queue for good. Called by: billing.cancel_voucher. Locks: the e-invoice's row, which
-- einvoice.claim_due skips meanwhile. Refuses: e_invoice_alive.
create or replace function einvoice.withdraw(p_voucher_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_invoice einvoice.e_invoices;
begin
  select * into v_invoice from einvoice.e_invoices as e where e.tenant_id = core.current_tenant() and e.voucher_id = p_voucher_id for update;
  if not found then
    return;
  elsif v_invoice.status in ('generated', 'sending', 'unknown', 'cancelling') then
    perform core.refuse('e_invoice_alive', null, jsonb_build_object('status', v_invoice.status, 'irn', v_invoice.irn));
  elsif v_invoice.status in ('pending', 'failed') then
    update einvoice.e_invoices as e set status = 'withdrawn', updated_at = core.now() where e.tenant_id = v_invoice.tenant_id and e.id = v_invoice.id;
  end if;
end $$;
comment on function einvoice.withdraw(uuid) is 'Takes the e-invoice of a cancelled voucher out of the queue';
