-- Why: what a person should look at, in a place of its own. Called by: sign-in (refresh_token_reused, sign_in_throttled)
-- and whoever else sees something odd, inside the tenant's transaction. p_facts: ids and counts, never a secret.
create or replace function audit.record_security_event(
  p_kind text, p_facts jsonb default '{}', p_entity text default null, p_entity_id uuid default null) returns void
language sql
set search_path = ''
as $$
  insert into audit.security_events (tenant_id, kind, actor_id, actor_kind, request_id, ip, entity, entity_id, facts)
  select core.current_tenant(), p_kind, who.actor_id, who.actor_kind, who.request_id, who.ip, p_entity, p_entity_id, p_facts
  from audit.acting() as who
$$;
comment on function audit.record_security_event(text, jsonb, text, uuid) is 'Records something a person should look at, in the acting tenant''s security events';
