-- Why: shows what a series would give before it is made: the next five numbers on a date and everything wrong with it.
-- A number that the series would have outgrown is not shown. Stores nothing. Answers {numbers: [1 to 5], refusals: [{pointer, code, message, facts}]}.
create or replace function billing.preview_numbering(p_series jsonb, p_date date default null) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'numbers', (select json_agg(next.number order by next.i)
                from (select i, billing.series_number(sent.series, (sent.series).start_number + i, coalesce(p_date, core.today())) as number
                      from generate_series(0, 4) as i) as next
                where next.i = 0 or length(next.number) <= 16),
    'refusals', (select coalesce(json_agg(json_build_object('pointer', f.pointer, 'code', f.code,
                    'message', core.fill(known.message, f.facts), 'facts', f.facts) order by f.pointer, f.code), '[]')
                 from billing.series_faults(sent.series) as f
                 join core.refusals as known on known.code = f.code))
  from (select billing.series_from(p_series, null) as series) as sent
$$;
comment on function billing.preview_numbering(jsonb, date) is 'The next five numbers of a series as sent, and its faults';
