-- Why: what changes in the law between two days, both included: rows that begin to hold, rows that hold for the last time.
-- From today in India, and without an end, where none is given. Called by: GET /api/reference/changes.
create or replace function gst.reference_changes(p_from date default null, p_to date default null) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('data', coalesce(json_agg(json_build_object('date', event.day, 'change', event.change, 'table', t.name,
           'notification', r.body -> 'notification', 'row', gst.reference_row_json(r.body)) order by event.day, event.change desc, t.name, r.place), '[]'),
         'nextCursor', null)
  from gst.reference_tables as t
  cross join lateral gst.reference_rows(t.name) as r
  cross join lateral (values ('begins', (r.body ->> 'valid_from')::date), ('ends', (r.body ->> 'valid_to')::date)) as event(change, day)
  where event.day >= coalesce(p_from, core.today()) and event.day <= coalesce(p_to, 'infinity')
$$;
comment on function gst.reference_changes(date, date) is 'Rows of the law that begin or end between two days, as a list';
