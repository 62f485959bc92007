-- Why: as ops.record_mail, for what concerns the installation. Called by: domain/notify/mail.ts.
create or replace function ops.record_operators_mail(p_ids uuid[], p_error text) returns void
language sql
set search_path = ''
as $$
  update ops.installation_notifications
  set mailed_at = case when p_error is null then core.now() else mailed_at end, mail_error = left(p_error, 500),
      mail_due_at = case when p_error is not null and resolved_at is null then core.now() + least(2 ^ least(mail_attempts - 1, 9), 360) * interval '1 minute' end,
      mail_attempts = case when p_error is null then 0 else mail_attempts end
  where id = any (p_ids)
$$;
comment on function ops.record_operators_mail(uuid[], text) is 'Records that the installation''s notifications were mailed, or why not yet';
