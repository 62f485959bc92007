-- Why: whoever is about to enter a code is told where it went, how long it lasts and how often it may still be tried, however
-- often the page is opened. Called by: domain/payout/signing_state.ts. Takes no lock.
-- Answers the newest code that the person asked for: state open, expired, used_up or ended (a newer one, or signed), or none.
-- Refuses: partner_invoice_not_found.
create or replace function payout.signing_json(p_invoice_id text, p_destination_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_invoice payout.invoices := payout.own_invoice(p_invoice_id, p_destination_id);
  v_now timestamptz := core.now();
  v_otp payout.otp_log;
begin
  select o.* into v_otp from payout.otp_log as o
  where o.tenant_id = (select core.current_tenant()) and o.invoice_id = v_invoice.id
    and o.requested_by is not distinct from core.current_user_id()
  order by o.public_no desc limit 1;
  if not found then
    return json_build_object('state', 'none');
  end if;
  return json_build_object('otpId', v_otp.otp_id, 'otpSentTo', payout.masked_email(v_otp.email),
    'expiresAt', payout.utc_text(v_otp.otp_expires_at),
    'expiresIn', greatest(0, floor(extract(epoch from v_otp.otp_expires_at - v_now)))::int,
    'attemptsRemaining', v_otp.max_attempts - v_otp.verification_attempts,
    'state', case
      when v_otp.is_verified or v_otp.revoked_at is not null then 'ended'
      when v_otp.verification_attempts >= v_otp.max_attempts then 'used_up'
      when v_otp.otp_expires_at <= v_now then 'expired'
      else 'open'
    end);
end $$;
comment on function payout.signing_json(text, text) is 'How the newest one-time password of an invoice stands, for who asked for it';
