-- Why: which tables of the law can be read, and where each comes from. Called by: GET /api/reference.
create or replace function gst.reference_list() returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('data', coalesce(json_agg(json_build_object('name', t.name, 'title', t.title, 'notification', t.notification) order by t.name), '[]'),
    'nextCursor', null)
  from gst.reference_tables as t
$$;
comment on function gst.reference_list() is 'The tables of the law that can be read, as a list';
