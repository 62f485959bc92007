-- Why: what was wrong is right again. Called by: whoever records that, in the same transaction; cheap where nothing is open.
create or replace function ops.resolve_notification(p_kind text, p_key text) returns void
language sql
set search_path = ''
as $$
  update ops.notifications
  set resolved_at = core.now(), mail_due_at = null
  where tenant_id = (select core.current_tenant()) and kind = p_kind and key = p_key and resolved_at is null
$$;
comment on function ops.resolve_notification(text, text) is 'Settles the open notification of a kind and key of the current tenant, where there is one';
