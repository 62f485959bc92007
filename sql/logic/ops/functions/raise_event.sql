-- Why: one event; see ops.raise_events.
create or replace function ops.raise_event(p_type text, p_data jsonb, p_key text default null) returns void
language sql
set search_path = ''
as $$
  select ops.raise_events(jsonb_build_array(jsonb_build_object('type', p_type, 'data', p_data, 'key', p_key)))
$$;
comment on function ops.raise_event(text, jsonb, text) is 'Sends one event to the webhooks of the current tenant that want it';
