-- Why: a voucher that should not have been: it keeps its row and its number, and its books and stock are taken back on its
-- own day by counter-entries in the same voucher, so that every ledger comes to zero with it. What it stood on is free again.
-- Called by: POST /api/vouchers/{id}/cancel. Answers the voucher; null where there is none.
-- Locks: the books' lock (shared, see ledger.lock_period); the voucher as billing.lock_originals does, so that of a cancelling
-- and a document that would stand on it exactly one wins; its e-invoice, so that it is not being sent meanwhile.
-- Refuses: voucher_is_draft, voucher_is_cancelled, period_locked, voucher_has_dependants, e_invoice_alive, e_way_bill_alive.
create or replace function billing.cancel_voucher(p_id uuid, p_reason text, p_overrides_lock boolean default false) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
  v_locked_until date;
  v_dependants text[];
  v_now timestamptz := core.now();
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(18, pg_catalog.hashtext(core.current_tenant()::text));
  select * into v_voucher from billing.vouchers as v where v.tenant_id = core.current_tenant() and v.id = p_id for no key update;
  if not found then
    if exists (select from billing.drafts as d where d.tenant_id = core.current_tenant() and d.id = p_id) then
      perform core.refuse('voucher_is_draft');
    end if;
    return null;
  elsif v_voucher.status = 'cancelled' then
    perform core.refuse('voucher_is_cancelled', null, jsonb_build_object('number', v_voucher.number));
  end if;
  select c.locked_until into v_locked_until from core.companies as c where c.tenant_id = v_voucher.tenant_id and c.locked_until >= v_voucher.voucher_date;
  if v_locked_until is not null and not p_overrides_lock then
    perform core.refuse('period_locked', null, jsonb_build_object('date', v_voucher.voucher_date, 'lockedUntil', v_locked_until));
  end if;
  v_dependants := array(
    select distinct taker.number
    from billing.voucher_links as k
    join billing.vouchers as taker on taker.tenant_id = k.tenant_id and taker.id = k.voucher_id and taker.status = 'posted'
    where k.tenant_id = v_voucher.tenant_id and k.original_id = p_id
    order by taker.number);
  if v_dependants <> '{}' then
    perform core.refuse('voucher_has_dependants', null, jsonb_build_object('number', v_voucher.number, 'numbers', v_dependants));
  end if;
  perform einvoice.withdraw(p_id);
  perform ewaybill.refuse_alive(p_id);

  insert into ledger.ledger_entries (tenant_id, voucher_id, entry_no, ledger_id, entry_date, debit, credit)
  select e.tenant_id, e.voucher_id, e.entry_no + max(e.entry_no) over (), e.ledger_id, e.entry_date, e.credit, e.debit
  from ledger.ledger_entries as e
  where e.tenant_id = v_voucher.tenant_id and e.voucher_id = p_id;
  perform inventory.reverse_moves(p_id);
  update billing.vouchers as v set status = 'cancelled', cancelled_at = v_now, cancel_reason = trim(p_reason), updated_at = v_now
  where v.tenant_id = v_voucher.tenant_id and v.id = p_id;
  if v_locked_until is not null then
    insert into ledger.period_overrides (tenant_id, voucher_id, action, voucher_date, locked_until, overridden_by)
    values (v_voucher.tenant_id, p_id, 'cancel', v_voucher.voucher_date, v_locked_until, core.current_user_id());
  end if;
  return billing.voucher_json(p_id);
end $$;
comment on function billing.cancel_voucher(uuid, text, boolean) is 'Cancels a posted voucher: number and row stay, books and stock come to zero';
