-- Why: cancelled by who generated it, within 24 hours; rejected by the other party, within 72 hours or while it is valid.
-- Called by: the sandbox portal (CANEWB, REJEWB). Locks: the bill.
create or replace function sandbox.close_ewb(p_gstin text, p_action text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null then case p_action when 'CANEWB' then '301' else '344' end
    when p_action = 'CANEWB' then case
      when v_row.gstin <> p_gstin or v_row.status <> 'ACT' then '312'
      when coalesce(p_wish ->> 'cancelRsnCode', '') not in ('1', '2', '3', '4') then '307'
      when p_now > v_row.generated_at + interval '24 hours' then '315' end
    when v_row.gstin = p_gstin then '341'
    when p_gstin not in (v_row.from_gstin, v_row.to_gstin) then '342'
    when v_row.status <> 'ACT' or v_row.is_rejected then '343'
    when v_row.part_b_at is null then '348'
    when p_now > v_row.generated_at + interval '72 hours' then '346'
    when p_now > v_row.valid_until then '345'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_bills as b
  set status = case p_action when 'CANEWB' then 'CNL' else b.status end, is_rejected = p_action = 'REJEWB', closed_at = date_trunc('second', p_now)
  where b.ewb_no = v_row.ewb_no;
  return query select null::text, json_build_object('ewayBillNo', v_row.ewb_no::text,
    case p_action when 'CANEWB' then 'cancelDate' else 'ewbRejectedDate' end, sandbox.ewb_time(p_now))::text;
end $$;
comment on function sandbox.close_ewb(text, text, jsonb, timestamptz) is 'Cancels or rejects a bill, or its refusal';
