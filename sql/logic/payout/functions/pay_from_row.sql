-- Why: a payment that a person decided on: what of it pays the attempt, what of the attempt is written off, and what is over, which
-- is an advance to the partner that somebody must get back. The attempt, its invoice, the reference, the bank file and the books
-- say the same. Called by: payout.allocate_row, payout.accept_row, under the company's lock and the attempt's.
-- p_paid: of p_amount, for the attempt. Refuses: utr_stands_for_another, what posting refuses.
create or replace function payout.pay_from_row(p_row payout.settlement_rows, p_item payout.payout_items, p_amount numeric, p_paid numeric, p_written_off numeric) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_now timestamptz := core.now();
  v_settled numeric := p_item.settled_amount + p_paid;
  v_is_whole boolean := v_settled + p_written_off = p_item.amount;
  v_invoice payout.invoices;
begin
  insert into payout.settlement_allocations (tenant_id, item_id, file_id, line_no, kind, amount, allocated_by, allocated_at)
  select p_row.tenant_id, p_item.id, p_row.file_id, p_row.line_no, a.kind, a.amount, core.current_user_id(), v_now
  from (values ('payment', p_paid), ('advance', p_amount - p_paid), ('write_off', p_written_off)) as a (kind, amount) where a.amount > 0;
  if p_amount > 0 then
    if exists (select from payout.utr_registry as u where u.tenant_id = p_row.tenant_id and u.utr = p_row.utr and u.scope = '' and u.released_at is null and u.item_id <> p_item.id) then
      perform core.refuse('utr_stands_for_another', null, jsonb_build_object('utrNumber', p_row.utr));
    end if;
    insert into payout.utr_registry (tenant_id, utr, scope, item_id, file_id, line_no)
    select p_row.tenant_id, p_row.utr, case when p.shared_utr then p_item.invoice_id::text else '' end, p_item.id, p_row.file_id, p_row.line_no
    from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile
    where f.tenant_id = p_row.tenant_id and f.id = p_row.file_id
    on conflict (tenant_id, item_id, utr) do update set released_at = null;
  end if;
  update payout.payout_items as t
  set settled_amount = v_settled,
    status = case when p_paid + p_written_off > 0 and v_is_whole then 'SUCCESS' else t.status end,
    utr_number = case when p_paid > 0 then p_row.utr else t.utr_number end,
    payment_date = case when p_paid > 0 then p_row.payment_date else t.payment_date end,
    recorded = case when p_amount > 0 then t.recorded || payout.settlement_record(p_row.status, p_row.utr, p_row.amount) else t.recorded end, updated_at = v_now
  where t.tenant_id = p_row.tenant_id and t.id = p_item.id;
  if p_paid + p_written_off > 0 then
    update payout.invoices as i
    set status = case when v_is_whole then 'paid' else 'part_paid' end, payment_status = 'SUCCESS', settled_amount = i.settled_amount + p_paid,
      utr_number = case when p_paid > 0 then p_row.utr else i.utr_number end, payment_date = case when p_paid > 0 then p_row.payment_date else i.payment_date end,
      payment_failure_reason = null, failure_class = null, return_utr = null, return_date = null, return_reason = null,
      bank_file_id = p_item.bank_file_id, updated_at = v_now
    where i.tenant_id = p_row.tenant_id and i.id = p_item.invoice_id;
    if p_paid > 0 then
      perform payout.book_payment('settlement', p_row.file_id, p_item.invoice_id, p_row.payment_date, p_paid, 'partner_payouts_payable', 'bank', 'Payment to a partner');
    end if;
    if p_written_off > 0 then
      perform payout.book_payment('write_off', p_row.file_id, p_item.invoice_id, p_row.payment_date, p_written_off, 'partner_payouts_payable', 'partner_write_offs', 'Rest of a payment to a partner');
    end if;
  end if;
  if p_amount > p_paid then
    perform payout.book_payment('advance', p_row.file_id, p_item.invoice_id, p_row.payment_date, p_amount - p_paid, 'partner_advances', 'bank', 'Paid to a partner beyond what was owed');
    select i.* into v_invoice from payout.invoices as i where i.tenant_id = p_row.tenant_id and i.id = p_item.invoice_id;
    perform ops.notify('partner_advance', v_invoice.invoice_id || ' ' || p_row.utr, 'warning',
      format('%s was paid %s more than was owed on %s', v_invoice.partner_name, p_amount - p_paid, v_invoice.invoice_id),
      format('The bank paid %s under %s on %s. %s of it stands as an advance to %s; get it back, or take it off the next payout as a recovery.',
        p_amount, p_row.utr, p_row.payment_date, p_amount - p_paid, v_invoice.destination_id),
      jsonb_build_object('invoiceId', v_invoice.invoice_id, 'destinationId', v_invoice.destination_id, 'amount', p_amount - p_paid, 'utrNumber', p_row.utr));
  end if;
end $$;
comment on function payout.pay_from_row(payout.settlement_rows, payout.payout_items, numeric, numeric, numeric) is 'Does what was decided on a payment: part, rest and excess';
