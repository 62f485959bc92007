-- Why: what became of mails with a code, as [{id, error}]; without an error it went, and the code is forgotten. One that did not
-- go is tried again after 5, 10, 20 … seconds, six times in all. Called by: the job payout.mail_otps. Answers the seconds
-- until the next one is due; null where none waits.
create or replace function payout.record_otp_mails(p_results jsonb) returns numeric
language plpgsql
set search_path = ''
as $$
declare
  v_now timestamptz := core.now();
begin
  update payout.otp_log as o
  set mailed_at = case when r.error is null then v_now else o.mailed_at end,
      code_encrypted = case when r.error is not null then o.code_encrypted end,
      mail_error = left(r.error, 500),
      mail_lease_until = case when r.error is not null then v_now + case when o.mail_attempts < 6 then 5 * 2 ^ (o.mail_attempts - 1) else 0 end * interval '1 second' end
  from jsonb_to_recordset(p_results) as r (id uuid, error text)
  where o.tenant_id = (select core.current_tenant()) and o.id = r.id and o.mailed_at is null;
  perform payout.drop_otp_mails();
  return (
    select extract(epoch from min(greatest(coalesce(o.mail_lease_until, v_now), v_now)) - v_now)
    from payout.otp_log as o
    where o.tenant_id = (select core.current_tenant()) and o.code_encrypted is not null);
end $$;
comment on function payout.record_otp_mails(jsonb) is 'Records which one-time passwords were mailed; seconds until the next one is due';
