-- Why: each code may be guessed at three times, so codes are rationed, and nobody's mailbox is flooded through us: a minute
-- between two of an invoice; five an hour and ten a day of an invoice, and as many to an address.
-- Called by: payout.otp_to_make, payout.request_otp (there under the locks that make the count exact).
-- Refuses: otp_requested_too_soon, otp_limit_reached, both with the seconds to wait.
create or replace function payout.check_otp_limits(p_invoice_id uuid, p_email text) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_now timestamptz := core.now();
  v_wait integer;
begin
  select ceil(extract(epoch from max(o.otp_sent_at) + interval '60 seconds' - v_now)) into v_wait
  from payout.otp_log as o
  where o.tenant_id = (select core.current_tenant()) and o.invoice_id = p_invoice_id;
  if v_wait > 0 then
    perform core.refuse('otp_requested_too_soon', null, jsonb_build_object('retryAfter', v_wait));
  end if;
  select ceil(extract(epoch from max(nth.otp_sent_at + allowed.span - v_now))) into v_wait
  from (values (interval '1 hour', 5), (interval '1 day', 10)) as allowed (span, most)
  cross join lateral (
    (select o.otp_sent_at from payout.otp_log as o
     where o.tenant_id = (select core.current_tenant()) and o.invoice_id = p_invoice_id and o.otp_sent_at > v_now - allowed.span
     order by o.otp_sent_at desc offset allowed.most - 1 limit 1)
    union all
    (select o.otp_sent_at from payout.otp_log as o
     where o.tenant_id = (select core.current_tenant()) and o.email = p_email and o.otp_sent_at > v_now - allowed.span
     order by o.otp_sent_at desc offset allowed.most - 1 limit 1)
  ) as nth;
  if v_wait > 0 then
    perform core.refuse('otp_limit_reached', null, jsonb_build_object('retryAfter', v_wait));
  end if;
end $$;
comment on function payout.check_otp_limits(uuid, text) is 'Refuses a one-time password that is asked for too soon or too often';
