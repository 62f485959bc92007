-- Why: a bank may send a payment back days after it said that it arrived; until then paid is not the last word, and whoever looks
-- is told so. Called by: payout.read_partner_invoice, payout.invoice_row_json. null: not paid, or the company watches for it no more.
create or replace function payout.may_return_until(p payout.invoices) returns date
language sql stable
set search_path = ''
as $$
  select p.payment_date + s.return_watch_days
  from payout.settings as s
  where p.status = 'paid' and s.tenant_id = p.tenant_id and p.payment_date + s.return_watch_days >= core.today()
$$;
comment on function payout.may_return_until(payout.invoices) is 'The last day on which a payment is shown as one that may still come back';
