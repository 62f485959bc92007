-- Why: the bill is handed to another transporter, until the one who has it has entered Part B.
-- Called by: the sandbox portal (UPDATETRANSPORTER). Locks: the bill.
create or replace function sandbox.update_ewb_transporter(p_gstin text, p_wish jsonb, p_now timestamptz) returns table (code text, answer text)
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
    when coalesce(p_wish ->> 'transporterId', '') !~ '^[0-9]{2}[0-9A-Z]{13}$' then '222'
    when v_row.status <> 'ACT' or v_row.is_rejected then '280'
    when v_row.closed_on is not null then '850'
    when p_gstin not in (v_row.gstin, coalesce(v_row.transporter_id, '')) then '339'
    when v_row.transporter_entered_part_b and p_gstin <> v_row.transporter_id then '338'
    when v_row.valid_until < p_now then '281'
    when exists (select from sandbox.irp_taxpayers as t where t.gstin = p_gstin and t.block_status = 'B') then '718'
    when exists (select from sandbox.irp_taxpayers as t where t.gstin = p_wish ->> 'transporterId' and t.block_status = 'B') then '719'
  end;
  if v_code is not null then
    return query select v_code, null::text;
    return;
  end if;
  update sandbox.ewb_bills as b set transporter_id = p_wish ->> 'transporterId', transporter_entered_part_b = false,
    transporter_assigned_at = date_trunc('second', p_now) where b.ewb_no = v_row.ewb_no;
  return query select null::text, json_build_object('ewayBillNo', v_row.ewb_no::text, 'transporterId', p_wish ->> 'transporterId', 'transUpdateDate', sandbox.ewb_time(p_now))::text;
end $$;
comment on function sandbox.update_ewb_transporter(text, jsonb, timestamptz) is 'Hands a bill to a transporter, or its refusal';
