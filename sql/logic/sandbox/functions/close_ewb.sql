-- Why: goods that arrived close their bill, so that nobody moves others under it. NIC has put this on hold; it is played as it
-- was announced. Called by: the sandbox portal (CLSEWB, CLOSEEWB). Locks: the bill.
-- Refuses: 852 no such bill, 827 somebody else's, 829 closed, 853 rejected, 830 no Part B, 861 and 854 date, 862 remarks,
-- 828 before the bill, 842 after today.
create or replace function sandbox.close_ewb(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.ewb_bills;
  v_code text;
  v_on date := sandbox.irp_date(p_wish ->> 'closureDate');
begin
  select b.* into v_row from sandbox.ewb_bills as b where b.ewb_no::text = p_wish ->> 'ewbNo' for update;
  v_code := case
    when v_row.ewb_no is null or v_row.status <> 'ACT' then '852'
    when p_gstin not in (v_row.gstin, coalesce(v_row.transporter_id, '')) then '827'
    when v_row.closed_on is not null then '829'
    when v_row.is_rejected then '853'
    when v_row.part_b_at is null then '830'
    when coalesce(p_wish ->> 'closureDate', '') = '' then '861'
    when v_on is null then '854'
    when coalesce(p_wish ->> 'remarks', '') = '' then '862'
    when v_on < (v_row.generated_at at time zone 'Asia/Kolkata')::date then '828'
    when v_on > (p_now at time zone 'Asia/Kolkata')::date then '842'
  end;
  if v_code is null then
    update sandbox.ewb_bills as b set closed_on = v_on, close_remarks = p_wish ->> 'remarks' where b.ewb_no = v_row.ewb_no;
  end if;
  return query select v_code, case when v_code is null then json_build_object('ewayBillNo', v_row.ewb_no::text, 'closedDate', sandbox.ewb_time(p_now))::text end;
end $$;
comment on function sandbox.close_ewb(text, jsonb, timestamptz) is 'Closes a bill whose goods arrived, or its refusal';
