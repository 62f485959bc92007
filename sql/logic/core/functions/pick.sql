-- Why: the facts of a refusal are some of what was at hand; a fault names them by key.
create or replace function core.pick(p_all jsonb, p_keys text) returns jsonb
language sql immutable parallel safe
set search_path = ''
as $$
  select coalesce((select jsonb_object_agg(key, p_all -> key) from unnest(p_keys::text[]) as key), '{}')
$$;
comment on function core.pick(jsonb, text) is 'The members of an object that a list of keys ({a,b}) names';
