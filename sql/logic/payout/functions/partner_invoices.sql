-- Why: what a partner sees first: every invoice, the latest month first, and each month that has payouts to invoice and no
-- invoice in force. The counts are of the financial year asked for (none: of all), whatever the status filter; cancelled ones are
-- listed and not counted. Year to date is the year asked for, or the latest one there is. Called by: the partner's list.
-- Refuses: partner_not_found.
create or replace function payout.partner_invoices(p_destination_id text, p_financial_year text default null, p_status text default null)
returns json
language sql stable
set search_path = ''
as $$
  with partner as materialized (
    select p.* from payout.own_partner(p_destination_id) as p
  ), made as (
    select i.month, i.financial_year, i.status, i.gst_amount, i.public_no, payout.invoice_row_json(i) as row
    from partner as p
    join payout.invoices as i on i.tenant_id = p.tenant_id and i.partner_id = p.id
    where p_financial_year is null or i.financial_year = p_financial_year
  ), open as (
    select distinct c.month
    from partner as p
    join payout.payout_calculation as c on c.tenant_id = p.tenant_id and c.partner_id = p.id
    where c.month <= to_char(core.today(), 'YYYY-MM') and (p_financial_year is null or c.financial_year = p_financial_year)
      and not exists (
        select from payout.invoices as i
        where i.tenant_id = c.tenant_id and i.partner_id = c.partner_id and i.month = c.month and i.status <> 'cancelled')
  ), listed as (
    select m.* from made as m
    union all
    select s.month, s.financial_year, 'not_generated', s.gst_amount, null, payout.invoice_row_json(r)
    from open as o
    cross join lateral payout.calculate_payouts(o.month, array[p_destination_id]) as s
    cross join lateral payout.not_generated(s.month, s.financial_year, s.gst_base_amount, s.gst_amount, s.total_amount, s.payable_amount) as r
    where s.gst_base_amount > 0
  ), counted as (
    select count(*) filter (where l.status <> 'cancelled') as total,
           count(*) filter (where l.status = 'not_generated') as pending,
           count(*) filter (where l.status = 'generated') as generated,
           count(*) filter (where l.status in ('submitted', 'in_bank_file', 'part_paid')) as submitted,
           count(*) filter (where l.status = 'paid') as paid,
           count(*) filter (where l.status in ('failed', 'returned')) as failed,
           coalesce(p_financial_year, max(l.financial_year)) as year
    from listed as l
  )
  select json_build_object(
    'destinationId', p.destination_id, 'partnerName', p.partner_name,
    'invoices', coalesce((
      select json_agg(l.row order by l.month desc, l.public_no desc nulls first)
      from listed as l where coalesce(p_status, 'all') in ('all', l.status)), '[]'),
    'summary', json_build_object(
      'totalInvoices', c.total, 'pendingGeneration', c.pending, 'generated', c.generated, 'submitted', c.submitted, 'paid', c.paid, 'failed', c.failed,
      'ytdGstAmount', coalesce((
        select sum(l.gst_amount) from listed as l
        where l.financial_year = c.year and l.status not in ('not_generated', 'cancelled')), 0.00),
      'financialYear', c.year))
  from partner as p cross join counted as c
$$;
comment on function payout.partner_invoices(text, text, text) is 'A partner''s invoices and the months that have none yet, with their counts';
