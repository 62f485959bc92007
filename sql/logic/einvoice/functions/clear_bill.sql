-- Why: an invoice that is cancelled takes its e-way bill with it, and the bill goes first, at its own portal. One that was never
-- sent is taken back; one that stands is asked to be cancelled; one that is on its way, or being changed, is waited for.
-- Called by: einvoice.request_cancellation, einvoice.advance_cancellation. Locks: the bill. Refuses: what ewaybill.request_change refuses.
-- Answers the step that comes next: irn, or e_way_bill with the bill's own cancellation (null: it has to be waited for).
create or replace function einvoice.clear_bill(p_voucher_id uuid, p_reason_code text, p_remarks text, out step text, out change_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_bill ewaybill.e_way_bills;
  v_request jsonb;
begin
  select * into v_bill from ewaybill.e_way_bills as b
  where b.tenant_id = core.current_tenant() and b.voucher_id = p_voucher_id
    and b.status in ('pending', 'sending', 'unknown', 'part_a', 'active', 'cancelling')
  for update;
  step := 'e_way_bill';
  if not found then
    step := 'irn';
  elsif v_bill.status = 'pending' then
    update ewaybill.e_way_bills as b
    set status = 'failed', error_code = 'irn_being_cancelled', error_message = 'its invoice is being cancelled', updated_at = core.now()
    where b.tenant_id = v_bill.tenant_id and b.id = v_bill.id;
    step := 'irn';
  elsif v_bill.status = 'cancelling' then
    select h.id into change_id from ewaybill.changes as h
    where h.tenant_id = v_bill.tenant_id and h.e_way_bill_id = v_bill.id and h.change = 'cancel' and h.status in ('requested', 'unknown');
  elsif v_bill.status in ('part_a', 'active') and not exists (
      select from ewaybill.changes as h where h.tenant_id = v_bill.tenant_id and h.e_way_bill_id = v_bill.id and h.status in ('requested', 'unknown')) then
    -- The two portals number the reasons differently: what is 2 here is 3 there.
    v_request := jsonb_build_object('reasonCode', translate(p_reason_code, '23', '32'), 'remarks', trim(left(p_remarks, 50)));
    select r.change_id into change_id from ewaybill.request_change(v_bill.ewb_number, 'cancel', v_request) as r;
  end if;
end $$;
comment on function einvoice.clear_bill(uuid, text, text) is 'Begins to take the e-way bill of an invoice out of the way, and says what comes next';
