-- Why: what the invoice of a month says; before there is one, what it would say today under the number asked for.
-- Called by: GET /api/partner/{destinationId}/invoice/{month}/data. Stores nothing and takes no number.
-- Refuses: partner_not_found; before there is an invoice what payout.draw_up_invoice refuses.
create or replace function payout.invoice_data(p_destination_id text, p_month text, p_invoice_number text default null) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_partner payout.partners := payout.own_partner(p_destination_id);
  v payout.invoices;
begin
  select i.* into v from payout.invoices as i
  where i.tenant_id = v_partner.tenant_id and i.partner_id = v_partner.id and i.month = p_month and i.status <> 'cancelled';
  if not found then
    v := payout.draw_up_invoice(v_partner, p_month, p_invoice_number);
  end if;
  return payout.invoice_json(v);
end $$;
comment on function payout.invoice_data(text, text, text) is 'The invoice of a partner for a month, or its preview';
