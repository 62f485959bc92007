-- Why: the other party may reject a bill within 72 hours, or while it is valid.
-- Called by: the sandbox portal (REJEWB). Locks: the bill.
-- Refuses: 344 no such bill, 341 own, 342 not a party, 343 cancelled or rejected, 849 closed, 348 no Part B, 346 after 72
-- hours, 345 expired.
create or replace function sandbox.reject_ewb(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null then '344'
    when v_row.gstin = p_gstin then '341'
    when p_gstin not in (v_row.from_gstin, v_row.to_gstin) then '342'
    when v_row.status <> 'ACT' or v_row.is_rejected then '343'
    when v_row.closed_on is not null then '849'
    when v_row.part_b_at is null then '348'
    when p_now > v_row.generated_at + interval '72 hours' then '346'
    when p_now > v_row.valid_until then '345'
  end;
  if v_code is null then
    update sandbox.ewb_bills as b set is_rejected = true, closed_at = date_trunc('second', p_now) where b.ewb_no = v_row.ewb_no;
  end if;
  return query select v_code, case when v_code is null then json_build_object('ewayBillNo', v_row.ewb_no::text, 'ewbRejectedDate', sandbox.ewb_time(p_now))::text end;
end $$;
comment on function sandbox.reject_ewb(text, jsonb, timestamptz) is 'Rejects a bill, or its refusal';
