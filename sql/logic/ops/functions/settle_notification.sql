-- Why: a person says that a notification is settled. Called by: POST /api/ops/notifications/{id}/resolve. Again is as good as once.
create or replace function ops.settle_notification(p_id uuid) returns json
language plpgsql
set search_path = ''
as $$
begin
  update ops.notifications set resolved_at = core.now(), resolved_by = core.current_user_id(), mail_due_at = null
  where tenant_id = core.current_tenant() and id = p_id and resolved_at is null;
  return ops.notification_json(p_id);
end $$;
comment on function ops.settle_notification(uuid) is 'Settles a notification; answers it, or null where there is none';
