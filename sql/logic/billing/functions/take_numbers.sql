-- Phase 5 of posting, number: gives each accepted document the next number of its series. The counter rows are locked
-- here, last before the inserts, in series and period order, once a batch: two batches cannot deadlock, and whoever
-- waits finds the number after the one that committed. A refusal, rollback or crash gives the number back.
-- Refuses: numbering_series_exhausted, when the sequence has outgrown the 16 characters of rule 46(b).
create or replace function billing.take_numbers(p_docs billing.resolved_document[]) returns setof billing.taken_number
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_taken billing.taken_number[];
  v_long billing.taken_number;
begin
  insert into billing.numbering_counters (tenant_id, series_id, period, next_number)
  select distinct v_tenant, d.series_id, d.period, d.start_number
  from unnest(p_docs) as d
  where not exists (select 1 from billing.numbering_counters as c where c.tenant_id = v_tenant and c.series_id = d.series_id and c.period = d.period)
  order by d.series_id, d.period
  on conflict do nothing;

  with need as (
    select d.series_id, d.period, count(*) as n from unnest(p_docs) as d group by d.series_id, d.period
  ), locked as (
    select c.series_id, c.period, need.n
    from billing.numbering_counters as c
    join need on need.series_id = c.series_id and need.period = c.period
    where c.tenant_id = v_tenant
    order by c.series_id, c.period
    for update of c
  ), moved as (
    update billing.numbering_counters as c
    set next_number = c.next_number + locked.n
    from locked
    where c.tenant_id = v_tenant and c.series_id = locked.series_id and c.period = locked.period
    returning c.series_id, c.period, c.next_number - locked.n as first_number
  )
  select array_agg(row(given.voucher_id, given.series_id, given.period, given.sequence,
                       billing.fill_sequence(given.number_template, given.sequence, given.padding))::billing.taken_number)
  into v_taken
  from (
    select d.voucher_id, d.series_id, d.period, d.number_template, d.padding,
           moved.first_number + row_number() over (partition by d.series_id, d.period order by d.ord) - 1 as sequence
    from unnest(p_docs) as d
    join moved on moved.series_id = d.series_id and moved.period = d.period
  ) as given;

  select * into v_long from unnest(v_taken) as taken where length(taken.number) > 16 limit 1;
  if found then
    perform core.refuse('numbering_series_exhausted', '/seriesId', jsonb_build_object('number', v_long.number));
  end if;
  return query select * from unnest(v_taken);
end $$;
comment on function billing.take_numbers(billing.resolved_document[]) is 'The next number of its series for each document; locks the counters';
