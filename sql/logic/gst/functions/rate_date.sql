-- Why: at a change of rate two of three events decide (CGST Act s.14): supply, invoice, payment. Whichever way the change
-- falls, the majority of them lies on the side of the middle one, so its rate is the rate. What is not paid yet is paid
-- later than anything. Called by: billing.resolve_documents, billing.explain_voucher.
create or replace function gst.rate_date(p_invoice date, p_supply date, p_payment date) returns date
language sql immutable parallel safe
return greatest(least(p_invoice, coalesce(p_supply, p_invoice)),
                least(greatest(p_invoice, coalesce(p_supply, p_invoice)), coalesce(p_payment, 'infinity'::date)));
comment on function gst.rate_date(date, date, date) is 'The day whose GST rates apply to a supply: the middle one of supply, invoice and payment (CGST Act s.14)';
