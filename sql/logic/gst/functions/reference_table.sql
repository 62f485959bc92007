-- Why: one table of the law as it stood on a day, today in India where none is given. Of rows that say how long they
-- hold, those that held; of rows that hold until the next one, the last to have begun. A table may also be named as SQL
-- names it, gst.e_invoice_limits. Null where there is no such table.
-- Called by: GET /api/reference/{table}.
create or replace function gst.reference_table(p_table text, p_on date default null) returns json
language sql stable
set search_path = ''
as $$
  with asked as (
    select t.* from gst.reference_tables as t where t.name = replace(regexp_replace(p_table, '^gst\.', ''), '_', '-')
  ), begun as (
    select r.place, r.body,
           t.step_by is null or rank() over (
             partition by (select jsonb_agg(r.body ->> name) from unnest(t.step_by) as name) order by r.body ->> 'valid_from' desc) = 1 as in_force
    from asked as t
    cross join lateral gst.reference_rows(t.name) as r
    where coalesce((r.body ->> 'valid_from')::date <= coalesce(p_on, core.today()), true)
      and coalesce((r.body ->> 'valid_to')::date >= coalesce(p_on, core.today()), true)
  )
  select json_build_object(
    'data', coalesce((select json_agg(gst.reference_row_json(b.body) order by b.place) from begun as b where b.in_force), '[]'), 'nextCursor', null)
  from asked
$$;
comment on function gst.reference_table(text, date) is 'The rows of a table of the law that held on a day, as a list';
