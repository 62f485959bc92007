-- Why: the refusals of one document as the API's errors array: where each points, its sentence filled in, the facts it
-- tells, all as core.refusals declares them; and the status of the document: 400 before any other.
create or replace function billing.refusals_json(p_refusals billing.refusal[], p_ord integer, out errors json, out status integer)
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object('pointer', place.pointer, 'code', known.code, 'message', core.fill(known.message, f.facts), 'facts', told.facts)
           order by place.pointer, known.code),
         min(known.status)
  from unnest(p_refusals) as f
  join core.refusals as known on known.code = any (f.codes)
  cross join lateral (select f.place || coalesce(core.fill(known.pointer, f.facts), '') as pointer) as place
  cross join lateral (
    select coalesce(jsonb_object_agg(name, f.facts -> name), '{}') as facts from unnest(known.facts) as name
  ) as told
  where f.ord = p_ord
$$;
comment on function billing.refusals_json(billing.refusal[], integer) is 'Errors array and HTTP status of document ord''s refusals';
