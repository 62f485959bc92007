-- Why: the codes that are to be mailed, for as long as a mail may take; the rows are the queue. Called by: the job
-- payout.mail_otps. Two workers never take the same one. A worker that dies leaves its lease behind: the code is mailed again,
-- unless it was used meanwhile.
create or replace function payout.claim_otp_mails(p_limit integer, p_lease interval)
returns table (id uuid, email text, code_encrypted text, language text, invoice_number text, month text, gst_amount text, minutes integer)
language plpgsql
set search_path = ''
as $$
begin
  perform payout.drop_otp_mails();
  return query
    -- looked for once: inside "in (…)" the planner may look anew for every row, and take more than it was told to
    with due as materialized (
      select o.id from payout.otp_log as o
      where o.tenant_id = (select core.current_tenant()) and o.code_encrypted is not null and o.revoked_at is null and not o.is_verified
        and (o.mail_lease_until is null or o.mail_lease_until <= core.now())
      order by o.otp_sent_at limit p_limit for no key update skip locked
    ), taken as (
      update payout.otp_log as o
      set mail_lease_until = core.now() + p_lease, mail_attempts = o.mail_attempts + 1
      from due
      where o.tenant_id = (select core.current_tenant()) and o.id = due.id
      returning o.*
    )
    select t.id, t.email, t.code_encrypted, p.language, i.invoice_number, i.month, payout.rupees_text(i.gst_amount),
           ceil(extract(epoch from t.otp_expires_at - core.now()) / 60)::int
    from taken as t
    join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
    join payout.partners as p on p.tenant_id = i.tenant_id and p.id = i.partner_id;
end $$;
comment on function payout.claim_otp_mails(integer, interval) is 'Takes one-time passwords that are to be mailed for the length of a lease';
