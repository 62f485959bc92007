-- Why: a partner sees the own invoices and no other; another partner's, another company's and one that never was are refused
-- alike. Called by: whatever a partner does with one invoice. Takes no lock.
-- Refuses: partner_invoice_not_found.
create or replace function payout.own_invoice(p_invoice_id text, p_destination_id text) returns payout.invoices
language plpgsql stable
set search_path = ''
as $$
declare
  v_number text := substring(lower(p_invoice_id) from '^(?:inv_)?([0-9]{1,18})$');
  v_invoice payout.invoices;
begin
  select i.* into v_invoice from payout.invoices as i
  where i.tenant_id = (select core.current_tenant()) and i.public_no = v_number::bigint and i.destination_id = p_destination_id;
  if not found then
    perform core.refuse('partner_invoice_not_found', null, jsonb_build_object('invoiceId', p_invoice_id));
  end if;
  return v_invoice;
end $$;
comment on function payout.own_invoice(text, text) is 'The invoice with this public id (inv_12 or 12) of this destination; refused where it is not one of its';
