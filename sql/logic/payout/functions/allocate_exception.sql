-- Why: a payment that is short or over is taken as a person decides: as part of what is owed, and what is over as an advance to the
-- partner. What is left stays outstanding, and the next row is compared with that. The row itself is never edited.
-- Called by: the resolving of exceptions. Locks: the company's settlements (advisory 19), then the exception.
-- p_amount null: all that the row paid. Refuses: settlement_exception_not_found, settlement_exception_resolved,
-- settlement_exception_not_allocable, allocation_exceeds_row, settlement_needs_second_person, utr_stands_for_another.
create or replace function payout.allocate_exception(p_exception_id uuid, p_amount numeric default null, p_reason text default null) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_now timestamptz := core.now();
  v_exception payout.settlement_exceptions;
  v_row payout.settlement_rows;
  v_item payout.payout_items;
  v_file payout.settlement_files;
  v_amount numeric;
  v_paid numeric;
begin
  perform pg_catalog.pg_advisory_xact_lock(19, pg_catalog.hashtext(v_tenant::text));
  select e.* into v_exception from payout.settlement_exceptions as e where e.tenant_id = v_tenant and e.id = p_exception_id for update;
  if not found then
    perform core.refuse('settlement_exception_not_found', null, jsonb_build_object('exceptionId', p_exception_id));
  elsif v_exception.status = 'RESOLVED' then
    perform core.refuse('settlement_exception_resolved', null, jsonb_build_object('resolution', v_exception.resolution));
  end if;
  select r.* into v_row from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = v_exception.file_id and r.line_no = v_exception.line_no;
  select f.* into v_file from payout.settlement_files as f where f.tenant_id = v_tenant and f.id = v_exception.file_id;
  select t.* into v_item from payout.payout_items as t where t.tenant_id = v_tenant and t.id = v_exception.item_id for update;
  if v_row.classification <> 'AMOUNT_MISMATCH' or v_row.status <> 'SUCCESS' or v_row.utr is null or v_item.status not in ('EXPORTED', 'PENDING') then
    perform core.refuse('settlement_exception_not_allocable', null, jsonb_build_object('classification', v_row.classification, 'status', v_item.status));
  elsif v_file.uploaded_by is not distinct from core.current_user_id() and v_file.uploaded_by is not null
    and (select s.second_person from payout.settings as s where s.tenant_id = v_tenant) then
    perform core.refuse('settlement_needs_second_person', null, jsonb_build_object('reconciliationId', v_file.reconciliation_id));
  end if;
  v_amount := coalesce(p_amount, v_row.amount);
  if v_amount > v_row.amount or v_amount <= 0 then
    perform core.refuse('allocation_exceeds_row', '/amount', jsonb_build_object('amount', v_amount, 'rowAmount', v_row.amount));
  end if;
  if exists (select from payout.utr_registry as u where u.tenant_id = v_tenant and u.utr = v_row.utr and u.scope = '' and u.released_at is null and u.item_id <> v_item.id) then
    perform core.refuse('utr_stands_for_another', null, jsonb_build_object('utrNumber', v_row.utr));
  end if;
  v_paid := least(v_amount, v_item.amount - v_item.settled_amount);
  insert into payout.settlement_allocations (tenant_id, item_id, file_id, line_no, kind, amount, allocated_by, allocated_at)
  select v_tenant, v_item.id, v_row.file_id, v_row.line_no, a.kind, a.amount, core.current_user_id(), v_now
  from (values ('payment', v_paid), ('advance', v_amount - v_paid)) as a (kind, amount) where a.amount > 0;
  insert into payout.utr_registry (tenant_id, utr, scope, item_id, file_id, line_no)
  select v_tenant, v_row.utr, case when p.shared_utr then v_row.invoice_id::text else '' end, v_item.id, v_row.file_id, v_row.line_no
  from payout.bank_profiles as p where p.profile = v_file.profile
  on conflict (tenant_id, item_id, utr) do update set released_at = null;
  update payout.payout_items as t
  set settled_amount = t.settled_amount + v_paid, status = case when t.settled_amount + v_paid = t.amount then 'SUCCESS' else t.status end,
    utr_number = v_row.utr, payment_date = v_row.payment_date, recorded = t.recorded || payout.settlement_record(v_row.status, v_row.utr, v_row.amount), updated_at = v_now
  where t.tenant_id = v_tenant and t.id = v_item.id;
  update payout.invoices as i
  set settled_amount = i.settled_amount + v_paid, utr_number = v_row.utr, payment_date = v_row.payment_date, payment_status = 'SUCCESS',
    status = case when v_item.settled_amount + v_paid = v_item.amount then 'paid' else 'part_paid' end, updated_at = v_now
  where i.tenant_id = v_tenant and i.id = v_item.invoice_id;
  perform payout.book_payment('settlement', v_row.file_id, v_item.invoice_id, v_row.payment_date, v_paid, 'partner_payouts_payable', 'bank', 'Payment to a partner');
  if v_amount > v_paid then
    perform payout.book_payment('advance', v_row.file_id, v_item.invoice_id, v_row.payment_date, v_amount - v_paid, 'partner_advances', 'bank', 'Paid to a partner beyond what was owed');
  end if;
  update payout.settlement_exceptions as e
  set status = 'RESOLVED', resolution = 'allocate', reason = p_reason, resolved_by = core.current_user_id(), resolved_at = v_now
  where e.tenant_id = v_tenant and e.id = v_exception.id;
  perform payout.reckon_bank_files(array[v_item.bank_file_id]);
end $$;
comment on function payout.allocate_exception(uuid, numeric, text) is 'Takes a payment of another amount than was owed as part of it, and what is over as an advance';
