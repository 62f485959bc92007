-- Why: a month without an invoice stands in a partner's list in the shape of one. Called by: payout.partner_invoices.
create or replace function payout.not_generated(
  p_month text, p_financial_year text, p_base numeric, p_gst numeric, p_total numeric, p_payable numeric
) returns payout.invoices
language plpgsql immutable
set search_path = ''
as $$
declare
  v payout.invoices;
begin
  v.month := p_month;
  v.financial_year := p_financial_year;
  v.gst_base_amount := p_base;
  v.gst_amount := p_gst;
  v.total_amount := p_total;
  v.payable_amount := p_payable;
  v.settled_amount := 0.00;
  v.status := 'not_generated';
  return v;
end $$;
comment on function payout.not_generated(text, text, numeric, numeric, numeric, numeric) is 'A month that could be invoiced, in the shape of an invoice';
