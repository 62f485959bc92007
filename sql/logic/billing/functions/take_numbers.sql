-- Phase 5 of posting, number: gives each accepted document the next number of its series. The counter rows are locked
-- here, last before the inserts, in series and period order, once a batch: two batches cannot deadlock, and whoever
-- waits finds the number after the one that committed. A refusal, rollback or crash gives the number back.
-- Refuses: numbering_series_exhausted, when the sequence has outgrown the 16 characters of rule 46(b).
create or replace function billing.take_numbers(p_docs billing.resolved_document[]) returns billing.taken_number[]
language plpgsql
set search_path = ''
as $$
declare
  v_taken billing.taken_number[];
  v_longest text;
begin
  with need as (
    select d.series_id, d.period, count(*) as n from unnest(p_docs) as d group by d.series_id, d.period
  ), locked as (
    select c.series_id, c.period, need.n
    from need
    join billing.numbering_counters as c
      on c.tenant_id = (select core.current_tenant()) and c.series_id = need.series_id and c.period = need.period
    order by c.series_id, c.period
    for update of c
  ), moved as (
    update billing.numbering_counters as c
    set next_number = c.next_number + locked.n
    from locked
    where c.tenant_id = (select core.current_tenant()) and c.series_id = locked.series_id and c.period = locked.period
    returning c.series_id, c.period, c.next_number - locked.n as first_number
  ), given as (
    select d.voucher_id, d.series_id, d.period, place.sequence, billing.fill_sequence(d.number_template, place.sequence, d.padding) as number
    from (select d.voucher_id, d.series_id, d.period, d.number_template, d.padding, row_number() over (partition by d.series_id, d.period order by d.ord) - 1 as before from unnest(p_docs) as d) as d
    join moved on moved.series_id = d.series_id and moved.period = d.period
    cross join lateral (select moved.first_number + d.before as sequence) as place
  )
  select array_agg(row(voucher_id, series_id, period, sequence, number)::billing.taken_number), max(number) filter (where length(number) > 16)
  into v_taken, v_longest
  from given;

  if v_longest is not null then
    perform core.refuse('numbering_series_exhausted', '/seriesId', jsonb_build_object('number', v_longest));
  elsif cardinality(v_taken) = cardinality(p_docs) then
    return v_taken;
  end if;
  perform billing.open_periods(p_docs, v_taken);
  return billing.take_numbers(p_docs);
end $$;
comment on function billing.take_numbers(billing.resolved_document[]) is 'The next number of its series for each document; locks the counters';
