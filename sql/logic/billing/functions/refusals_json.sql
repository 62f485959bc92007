-- Why: the refusals of one document as the API's errors array, sentences filled in from core.refusals, with the status
-- the worst of them has: 400 before any other.
create or replace function billing.refusals_json(p_refusals billing.refusal[], p_ord integer, out errors json, out status integer)
language sql stable
set search_path = ''
as $$
  select json_agg(json_build_object('pointer', f.pointer, 'code', f.code, 'message', core.fill(known.message, f.facts), 'facts', f.facts)
           order by f.pointer, f.code),
         min(known.status)
  from unnest(p_refusals) as f
  join core.refusals as known on known.code = f.code
  where f.ord = p_ord
$$;
comment on function billing.refusals_json(billing.refusal[], integer) is 'Errors array and HTTP status of document ord''s refusals';
