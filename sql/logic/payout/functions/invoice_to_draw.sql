-- Why: what a picture of an invoice is made of: its paper's words and, for the signed one, its signature. Called by:
-- domain/payout/partner_invoices.ts. Refuses: partner_invoice_not_found.
create or replace function payout.invoice_to_draw(p_invoice_id text, p_destination_id text)
returns table (id uuid, print text, signature text)
language plpgsql stable
set search_path = ''
as $$
declare
  v payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
begin
  return query select v.id, payout.print_invoice(v)::text, payout.print_signature(v)::text;
end $$;
comment on function payout.invoice_to_draw(text, text) is 'An invoice''s paper and signature as JSON texts';
