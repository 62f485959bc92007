-- Why: settlement files, newest first, a page at a time, by status or month. Called by: GET /api/admin/reconciliation.
create or replace function payout.reconciliations_page(p_limit integer, p_status text default null, p_month text default null, p_after bigint default null)
returns table (public_no bigint, document json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select s.reconciliation_no, payout.reconciliation_json(s)
  from payout.reconciliation_summary as s
  where s.tenant_id = (select core.current_tenant()) and (p_status is null or s.status = p_status)
    and (p_month is null or s.month = p_month) and (p_after is null or s.reconciliation_no < p_after)
  order by s.reconciliation_no desc
  limit p_limit
$$;
comment on function payout.reconciliations_page(integer, text, text, bigint) is 'Settlement files, newest first, after a given one';
