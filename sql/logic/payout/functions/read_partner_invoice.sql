-- Why: one invoice with its timeline, whether its partner has to mend anything, and until when a payment may still come back. Called by: GET /api/partner/invoice/{invoiceId}. Refuses: partner_invoice_not_found.
create or replace function payout.read_partner_invoice(p_invoice_id text, p_destination_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
begin
  -- Joined as text, since jsonb would put the keys in an order of its own.
  return (left(payout.invoice_json(v)::text, -1) || ',' || substr(json_build_object(
    'failureClass', v.failure_class,
    'mayReturnUntil', payout.may_return_until(v),
    'timeline', payout.invoice_timeline(v))::text, 2))::json;
end $$;
comment on function payout.read_partner_invoice(text, text) is 'An invoice of a partner and what happened to it';
