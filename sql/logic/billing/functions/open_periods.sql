-- Why: a series' counter of a period begins with the first document of that period. Whoever else begins it at the same
-- moment is waited for. The counters that were moved before this was noticed are moved back: it is called again.
-- Called by: billing.take_numbers.
create or replace function billing.open_periods(p_docs billing.resolved_document[]) returns void
language sql
set search_path = ''
as $$
  update billing.numbering_counters as c
  set next_number = c.next_number - need.n
  from (select d.series_id, d.period, count(*) as n from unnest(p_docs) as d group by d.series_id, d.period) as need
  where c.tenant_id = core.current_tenant() and c.series_id = need.series_id and c.period = need.period;

  insert into billing.numbering_counters (tenant_id, series_id, period, next_number)
  select distinct core.current_tenant(), d.series_id, d.period, d.start_number
  from unnest(p_docs) as d
  order by d.series_id, d.period
  on conflict do nothing
$$;
comment on function billing.open_periods(billing.resolved_document[]) is 'Makes the counters that a batch misses';
