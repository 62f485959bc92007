-- Why: a company no longer wants to hear there; what was not delivered yet goes with it. Called by: domain/notify/webhooks.ts.
create or replace function ops.delete_webhook(p_id uuid) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  delete from ops.webhooks where tenant_id = core.current_tenant() and id = p_id;
  return found;
end $$;
comment on function ops.delete_webhook(uuid) is 'Removes a webhook of the current tenant; false where there is none';
