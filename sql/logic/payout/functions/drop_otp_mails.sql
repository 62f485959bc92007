-- Why: a code that is of no use any more is not mailed, and not kept either; one that could not be mailed in time is told to a
-- person. Called by: payout.claim_otp_mails, payout.record_otp_mails. Answers how many codes were forgotten.
create or replace function payout.drop_otp_mails() returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_attempts constant integer := 6;
  v_now timestamptz := core.now();
  v_dropped record;
  v_count integer := 0;
begin
  for v_dropped in
    with useless as (
      select o.id, o.mail_error, o.mail_attempts, o.otp_id, i.invoice_number, i.invoice_id,
             o.revoked_at is null and not o.is_verified and o.mailed_at is null and o.mail_attempts > 0 as is_failure
      from payout.otp_log as o
      join payout.invoices as i on i.tenant_id = o.tenant_id and i.id = o.invoice_id
      where o.tenant_id = (select core.current_tenant()) and o.code_encrypted is not null
        and (o.revoked_at is not null or o.is_verified or o.otp_expires_at <= v_now
          or o.mail_attempts >= v_attempts and coalesce(o.mail_lease_until, v_now) <= v_now)
      for no key update of o skip locked
    )
    update payout.otp_log as o set code_encrypted = null, mail_lease_until = null
    from useless as u
    where o.tenant_id = (select core.current_tenant()) and o.id = u.id
    returning u.*
  loop
    v_count := v_count + 1;
    if v_dropped.is_failure then
      perform ops.notify('otp_not_mailed', v_dropped.invoice_id, 'warning',
        format('The one-time password for invoice %s was not mailed', v_dropped.invoice_number),
        format('%s times in vain; the last time: %s. The partner has to ask for another one once mail goes out again.',
               v_dropped.mail_attempts, coalesce(v_dropped.mail_error, 'the worker stopped meanwhile')),
        jsonb_build_object('invoiceId', v_dropped.invoice_id, 'otpId', v_dropped.otp_id));
    end if;
  end loop;
  return v_count;
end $$;
comment on function payout.drop_otp_mails() is 'Forgets codes that need not be mailed any more, and tells a person of those that could not be';
