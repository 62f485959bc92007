-- Why: a series' counter of a period begins with the first document of that period. Whoever else begins it at the same
-- moment is waited for. What was taken before this was noticed is given back, for take_numbers is called again: exactly
-- what was taken, since a counter missing a moment ago may be somebody else's new one by now.
-- A series may have been changed before its first number: the new counter's foreign key has waited for that change, so it
-- is seen here. Called by: billing.take_numbers. Refuses: numbering_series_changed.
create or replace function billing.open_periods(p_docs billing.resolved_document[], p_taken billing.taken_number[]) returns void
language sql
set search_path = ''
as $$
  update billing.numbering_counters as c
  set next_number = c.next_number - taken.n
  from (select t.series_id, t.period, count(*) as n from unnest(p_taken) as t group by t.series_id, t.period) as taken
  where c.tenant_id = core.current_tenant() and c.series_id = taken.series_id and c.period = taken.period;

  insert into billing.numbering_counters (tenant_id, series_id, period, next_number)
  select distinct core.current_tenant(), d.series_id, d.period, d.start_number
  from unnest(p_docs) as d
  order by d.series_id, d.period
  on conflict do nothing;

  select core.refuse('numbering_series_changed', '/seriesId', jsonb_build_object('name', s.name))
  from unnest(p_docs) as d
  join billing.numbering_series as s on s.tenant_id = core.current_tenant() and s.id = d.series_id
  where row(billing.numbering_period(s.reset_frequency, d.voucher_date), billing.number_template(s, d.voucher_date), s.start_number, s.padding)
        is distinct from row(d.period, d.number_template, d.start_number, d.padding)
  limit 1
$$;
comment on function billing.open_periods(billing.resolved_document[], billing.taken_number[]) is 'Gives back what was taken and makes the counters that a batch misses';
