-- Why: closes the books up to and including a day, or opens them again, and keeps who did it and why. Once this has
-- committed, no document of a closed day is posted or cancelled without overriding: posting and cancelling hold the same
-- advisory lock shared while they read core.companies.locked_until and write, so this waits for those under way, and
-- those that come wait for this. Called by: POST /api/periods/lock. Locks: advisory (18, tenant), then the company.
-- Refuses: company_not_set_up, lock_ends_in_future; period_reopening_not_allowed, where the lock would move back.
create or replace function ledger.lock_period(p_until date, p_reason text, p_may_reopen boolean) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_company core.companies;
begin
  perform pg_catalog.pg_advisory_xact_lock(18, pg_catalog.hashtext(core.current_tenant()::text));
  select * into v_company from core.companies where tenant_id = core.current_tenant() for no key update;
  if not found then
    perform core.refuse('company_not_set_up');
  elsif p_until > core.today() then
    perform core.refuse('lock_ends_in_future', '/until', jsonb_build_object('until', p_until, 'today', core.today()));
  elsif not p_may_reopen and coalesce(p_until, '-infinity') < v_company.locked_until then
    perform core.refuse('period_reopening_not_allowed', '/until', jsonb_build_object('lockedUntil', v_company.locked_until));
  end if;
  update core.companies set locked_until = p_until, updated_at = core.now() where tenant_id = v_company.tenant_id and id = v_company.id;
  insert into ledger.period_locks (tenant_id, locked_until, previous_until, reason, locked_by)
  values (v_company.tenant_id, p_until, v_company.locked_until, trim(p_reason), core.current_user_id());
  return ledger.periods_json();
end $$;
comment on function ledger.lock_period(date, text, boolean) is 'Locks the books until a day, or opens them (null), and answers how they stand';
