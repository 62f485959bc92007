-- Why: an id of another tenant answers 404 like any unknown one, and is written down for a person to look at.
-- Called by: domain/audit (recordCrossing), in a transaction of its own, because the request it answers is rolled back.
-- Security definer, and the only one of this schema, because a look across tenants is what it is for. What keeps it narrow:
--   * it looks in audit.events only (everything addressed by id has its insert event there), for one id, and answers yes or no;
--   * owner's row-level security is forced, so being the owner shows nothing by itself: the policy crossing_check opens
--     audit.events to pakka_owner while app.crossing_check is on: for one statement here, and undone with the transaction;
--   * the app's role is no member of pakka_owner, so setting app.crossing_check itself changes nothing for it;
--   * what it writes is a row of the acting tenant, and says nothing of the other.
create or replace function audit.record_crossing(p_entity text, p_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_crossed boolean;
begin
  perform set_config('app.crossing_check', 'on', true);
  select coalesce(bool_or(tenant_id <> core.current_tenant()) and not bool_or(tenant_id = core.current_tenant()), false)
    into v_crossed
  from audit.events where entity_id = p_id;
  perform set_config('app.crossing_check', '', true);
  if not v_crossed then
    return false;
  end if;
  perform audit.record_security_event('tenant_crossing', '{}', p_entity, p_id);
  return true;
end $$;
comment on function audit.record_crossing(text, uuid) is 'Records that this tenant asked for another tenant''s id; true when the id really is another''s';
