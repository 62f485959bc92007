-- Why: two workers that claim at once must not both spend what one of them may. Called by: claim_due, before it looks.
create or replace function ops.lock_budgets(p_portal text) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from ops.call_budgets where tenant_id = core.current_tenant() and portal = p_portal order by gstin for update;
end $$;
comment on function ops.lock_budgets(text) is 'Holds the budgets of the company at a portal until the transaction ends';
