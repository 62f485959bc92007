-- Why: rows of a file of payouts, as text, a batch at a time: read, judged and the good ones stored; answers the faults of
-- the others, which are the caller's to refuse or to leave out. Called by: domain/payout/payouts_import.ts, within the
-- transaction of the import. Locks: the batch's partners (share), so that no invoice of theirs is made from half a file.
create or replace function payout.take_payouts(
  p_import_id uuid, p_columns integer, p_lines integer[], p_widths integer[], p_destination_ids text[], p_months text[],
  p_categories text[], p_reasons text[], p_amounts text[], p_years text[], p_references text[]
) returns table (line integer, pointer text, code text, message text, facts jsonb)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  perform 1 from payout.partners as p where p.tenant_id = v_tenant and p.destination_id = any (p_destination_ids) order by p.id for share;
  return query
  with sent as materialized (
    select s.line, s.width, btrim(s.destination_id, v.blank) as destination_id, btrim(s.month, v.blank) as sent_month,
           case when payout.is_month(btrim(s.month, v.blank)) then btrim(s.month, v.blank) end as month,
           lower(btrim(s.category, v.blank)) as category, lower(btrim(s.reason, v.blank)) as reason, btrim(s.amount, v.blank) as amount,
           payout.read_rupees(btrim(s.amount, v.blank)) as rupees, nullif(btrim(s.year, v.blank), '') as year,
           nullif(btrim(s.reference, v.blank), '') as reference
    from unnest(p_lines, p_widths, p_destination_ids, p_months, p_categories, p_reasons, p_amounts, p_years, p_references)
           as s(line, width, destination_id, month, category, reason, amount, year, reference)
    cross join (select E' \t\n\u00A0' as blank) as v
  ), reasons as materialized (
    select distinct m.reason_for_payment as reason from payout.reason_payment_mapping as m where m.tenant_id = v_tenant
  ), read as materialized (
    select s.*, p.id as partner_id, payout.financial_year(s.month) as financial_year, i.invoice_number
    from sent as s
    left join payout.partners as p on p.tenant_id = v_tenant and p.destination_id = s.destination_id
    left join payout.invoices as i on i.tenant_id = v_tenant and i.partner_id = p.id and i.month = s.month and i.status <> 'cancelled'
  ), faults as materialized (
    select r.line, fault.pointer, fault.code, fault.facts
    from read as r
    cross join lateral (values
      (r.width > p_columns, '', 'payout_row_too_wide', jsonb_build_object('fields', r.width, 'columns', p_columns)),
      (r.width <= p_columns and r.partner_id is null, '/destination_id', 'partner_not_known', jsonb_build_object('destinationId', left(r.destination_id, 100))),
      (r.width <= p_columns and r.month is null, '/month', 'payout_month_malformed', jsonb_build_object('month', left(r.sent_month, 100))),
      (r.month > to_char(core.today(), 'YYYY-MM'), '/month', 'payout_month_in_future', jsonb_build_object('month', r.month)),
      (r.invoice_number is not null, '/month', 'payout_month_invoiced',
       jsonb_build_object('destinationId', r.destination_id, 'month', r.month, 'invoiceNumber', r.invoice_number)),
      (r.width <= p_columns and coalesce(r.category not in ('trail', 'upfront'), true), '/category', 'payout_category_unknown',
       jsonb_build_object('category', left(r.category, 100))),
      (r.width <= p_columns and coalesce(r.reason not in (select k.reason from reasons as k), true), '/reason_for_payment', 'payout_reason_unknown',
       jsonb_build_object('reason', left(r.reason, 100))),
      (r.width <= p_columns and r.rupees is null, '/effective_payout_base',
       case when r.amount ~ '^-?[0-9]+([.][0-9]+)?[Ee][+-]?[0-9]+$' then 'payout_amount_mangled' else 'payout_amount_unreadable' end,
       jsonb_build_object('amount', left(r.amount, 100))),
      (r.year not in (r.financial_year, left(r.financial_year, 5) || right(r.financial_year, 2)), '/financial_year', 'payout_year_differs',
       jsonb_build_object('year', left(r.year, 100), 'month', r.month, 'expected', r.financial_year)),
      (r.reference is not null and (length(r.reference) > 100 or r.reference ~ '[[:cntrl:]]'), '/reference', 'payout_reference_malformed', '{}'::jsonb)
    ) as fault(found, pointer, code, facts)
    where fault.found
  ), good as materialized (
    select r.* from read as r where not exists (select 1 from faults as f where f.line = r.line)
  ), taken as (
    insert into payout.payout_calculation as c (tenant_id, import_id, line_no, partner_id, destination_id, month, financial_year, category,
      reason_for_payment, effective_payout_base, reference)
    select v_tenant, p_import_id, g.line, g.partner_id, g.destination_id, g.month, g.financial_year, g.category, g.reason, g.rupees, g.reference
    from good as g order by g.line
    on conflict (tenant_id, reference) where (reference is not null) do nothing
    returning c.line_no
  ), refused as (
    select f.* from faults as f
    union all
    select g.line, '/reference', 'payout_reference_taken', jsonb_build_object('reference', g.reference)
    from good as g where g.line not in (select t.line_no from taken as t)
  )
  select f.line, '/rows/' || f.line || f.pointer, f.code, core.fill(k.message, f.facts), f.facts
  from refused as f join core.refusals as k on k.code = f.code
  order by f.line, f.pointer;
end $$;
comment on function payout.take_payouts(uuid, integer, integer[], integer[], text[], text[], text[], text[], text[], text[], text[]) is 'Stores the good rows of a batch and answers the faults of the others';
