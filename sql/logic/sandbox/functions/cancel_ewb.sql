-- Why: a bill is cancelled by who generated it, within 24 hours, unless an officer has seen it on the road.
-- Called by: the sandbox portal (CANEWB). Locks: the bill.
-- Refuses: 301 no such bill, 312 somebody else's or cancelled, 843 closed, 307 reason, 316 verified, 315 after 24 hours.
create or replace function sandbox.cancel_ewb(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null then '301'
    when v_row.gstin <> p_gstin or v_row.status <> 'ACT' then '312'
    when v_row.closed_on is not null then '843'
    when coalesce(p_wish ->> 'cancelRsnCode', '') not in ('1', '2', '3', '4') then '307'
    when v_row.verified_at is not null then '316'
    when p_now > v_row.generated_at + sandbox.setting('cancelWindowHours') * interval '1 hour' then '315'
  end;
  if v_code is null then
    update sandbox.ewb_bills as b set status = 'CNL', closed_at = date_trunc('second', p_now) where b.ewb_no = v_row.ewb_no;
  end if;
  return query select v_code, case when v_code is null then json_build_object('ewayBillNo', v_row.ewb_no::text, 'cancelDate', sandbox.ewb_time(p_now))::text end;
end $$;
comment on function sandbox.cancel_ewb(text, jsonb, timestamptz) is 'Cancels a bill, or its refusal';
