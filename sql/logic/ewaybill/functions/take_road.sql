-- Why: the e-way bill portal refuses (its error 720) bills of B2B supplies and exports by suppliers who make e-invoices: these
-- go through the invoice portal, in the invoice's own call where that is still to be sent, by its IRN afterwards. Notes,
-- challans and sales to consumers go direct. A refused invoice is due again, for without its IRN there is no bill.
-- Called by: ewaybill.request_generation. Locks: the e-invoice, so that it is not being taken to be sent meanwhile.
-- Refuses: e_invoice_being_cancelled, e_invoice_cancelled.
create or replace function ewaybill.take_road(p_voucher billing.vouchers) returns text
language plpgsql
set search_path = ''
as $$
declare
  v_invoice einvoice.e_invoices;
begin
  select e.* into v_invoice
  from einvoice.e_invoices as e
  where e.tenant_id = p_voucher.tenant_id and e.voucher_id = p_voucher.id
    and exists (select from billing.voucher_kinds as k where k.voucher_type = p_voucher.voucher_type and k.document_code = 'INV')
  for update of e;
  if not found then
    return 'direct';
  elsif v_invoice.status = 'cancelling' then
    perform core.refuse('e_invoice_being_cancelled', null, '{}');
  elsif v_invoice.status = 'cancelled' then
    perform core.refuse('e_invoice_cancelled', null, jsonb_build_object('number', p_voucher.number));
  elsif v_invoice.status in ('pending', 'failed') then
    update einvoice.e_invoices as e
    set status = 'pending', next_attempt_at = core.now(), updated_at = core.now()
    where e.tenant_id = v_invoice.tenant_id and e.id = v_invoice.id;
    return 'with_irn';
  end if;
  return 'by_irn';
end $$;
comment on function ewaybill.take_road(billing.vouchers) is 'Which road the e-way bill of a voucher takes: direct, with_irn or by_irn';
