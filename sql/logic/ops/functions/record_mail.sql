-- Why: writes down what became of a mail; p_error null: it went. One that did not go is tried again after 1, 2, 4 … minutes,
-- at most six hours. Called by: domain/notify/mail.ts.
create or replace function ops.record_mail(p_ids uuid[], p_error text) returns void
language sql
set search_path = ''
as $$
  update ops.notifications
  set mailed_at = case when p_error is null then core.now() else mailed_at end, mail_error = left(p_error, 500),
      mail_due_at = case when p_error is not null and resolved_at is null then core.now() + least(2 ^ least(mail_attempts - 1, 9), 360) * interval '1 minute' end,
      mail_attempts = case when p_error is null then 0 else mail_attempts end
  where tenant_id = (select core.current_tenant()) and id = any (p_ids)
$$;
comment on function ops.record_mail(uuid[], text) is 'Records that notifications were mailed, or why not yet';
