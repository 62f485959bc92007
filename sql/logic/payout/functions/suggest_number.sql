-- Why: a partner who keeps no series of the own is given one: INV/NOV24/001, its sequence counting through the financial year of
-- the invoice's date and taking the first that is free, so that numbers follow each other without gaps whatever else the partner
-- has typed in. Called by: payout.draw_up_invoice, under the partner's lock where the number is to be taken.
create or replace function payout.suggest_number(p_gstin text, p_month text, p_date date) returns text
language sql stable
set search_path = ''
as $$
  with used as (
    select substring(i.invoice_number from '^INV/[A-Z]{3}[0-9]{2}/([0-9]{3,6})$')::integer as sequence
    from payout.invoices as i
    where i.tenant_id = (select core.current_tenant()) and i.partner_gstin = p_gstin
      and i.series_year = payout.financial_year(to_char(p_date, 'YYYY-MM'))
  ), free as (
    select min(n) as sequence
    from generate_series(1, (select count(*) + 1 from used as u)) as n
    where n not in (select u.sequence from used as u where u.sequence is not null)
  )
  select 'INV/' || to_char(to_date(p_month, 'YYYY-MM'), 'MONYY') || '/' || lpad(f.sequence::text, greatest(3, length(f.sequence::text)), '0')
  from free as f
$$;
comment on function payout.suggest_number(text, text, date) is 'The next number of a partner''s invoice for a month, as INV/NOV24/001';
