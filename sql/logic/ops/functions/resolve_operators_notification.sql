-- Why: what was wrong with the installation is right again. Called by: whoever records that.
create or replace function ops.resolve_operators_notification(p_kind text, p_key text) returns void
language sql
set search_path = ''
as $$
  update ops.installation_notifications
  set resolved_at = core.now(), mail_due_at = null
  where kind = p_kind and key = p_key and resolved_at is null
$$;
comment on function ops.resolve_operators_notification(text, text) is 'Settles the installation''s open notification of a kind and key, where there is one';
