-- Why: a call to a portal or a queued job of another tenant answers 404 like any unknown id, and is written down for a person
-- to look at. Neither has an event of its own in the trail, so audit.record_crossing does not find them.
-- Called by: domain/ops, in a transaction of its own, because the request it answers is rolled back.
-- Security definer for the one look across tenants, kept narrow as audit.record_crossing is: one id, yes or no; the policy
-- crossing_check opens ops.api_calls to pakka_owner while app.crossing_check is on, for one statement here. The queue has no
-- row-level security; the caller's role sees it anyway.
create or replace function ops.record_crossing(p_entity text, p_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_crossed boolean;
begin
  if p_entity = 'ops.api_calls' then
    perform set_config('app.crossing_check', 'on', true);
    select coalesce(bool_or(c.tenant_id <> core.current_tenant()) and not bool_or(c.tenant_id = core.current_tenant()), false)
      into v_crossed
    from ops.api_calls as c where c.id = p_id;
    perform set_config('app.crossing_check', '', true);
  else
    select coalesce(bool_or(j.data ->> 'tenantId' <> core.current_tenant()::text), false) into v_crossed from pgboss.job as j where j.id = p_id;
  end if;
  if v_crossed then
    perform audit.record_security_event('tenant_crossing', '{}', p_entity, p_id);
  end if;
  return v_crossed;
end $$;
comment on function ops.record_crossing(text, uuid) is 'Records that this tenant asked for another tenant''s call to a portal or queued job; true when it really is another''s';
