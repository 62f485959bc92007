-- Why: a person decides on a row that the rules do not: all that follows is done in one transaction, and the decision is added to
-- those before; the row itself is never edited. A row that is given its invoice is taken for what the rules make of it then, and stays
-- an exception where they leave that to a person again. Called by: domain/payout/exceptions.ts. Locks: payout.lock_exception, the attempt.
-- Refuses: what payout.lock_exception, payout.allocate_row and payout.accept_row refuse, invoice_unknown, settlement_utr_wanted,
-- settlement_invoice_not_sent.
create or replace function payout.resolve_exception(
  p_exception_id uuid, p_resolution text, p_reason text default null, p_amount numeric default null, p_invoice_no bigint default null,
  p_utr text default null) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_now timestamptz := core.now();
  v_was payout.settlement_exceptions := payout.lock_exception(p_exception_id, p_resolution);
  v_tenant uuid := v_was.tenant_id;
  v_row payout.settlement_rows;
  v_judged payout.settlement_rows;
  v_amount numeric;
  v_is_done boolean := p_resolution <> 'raise_with_bank';
begin
  select r.* into v_row from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = v_was.file_id and r.line_no = v_was.line_no;
  v_judged := v_row;
  v_judged.item_id := v_was.item_id;
  v_judged.classification := v_was.classification;
  if p_resolution in ('allocate', 'write_off') then
    v_amount := payout.allocate_row(v_row, v_was, p_amount, p_resolution = 'write_off');
  elsif p_resolution in ('link_to_invoice', 'accept_status') then
    if p_resolution = 'accept_status' then
      v_row.utr := coalesce(v_row.utr, p_utr);
      if v_was.classification = 'MISSING_UTR' and v_row.utr is null then
        perform core.refuse('settlement_utr_wanted', '/utrNumber');
      end if;
      p_invoice_no := (select i.public_no from payout.payout_items as t join payout.invoices as i on i.tenant_id = v_tenant and i.id = t.invoice_id
                       where t.tenant_id = v_tenant and t.id = v_was.item_id);
    end if;
    v_judged := payout.judge_again(v_row, p_invoice_no, case p_resolution when 'accept_status' then v_was.item_id end,
      case when v_was.classification = 'BAD_DATE' and v_row.payment_date <= core.today() then core.today() else v_row.payment_date end);
    if v_judged.classification = 'UNKNOWN_INVOICE' then
      perform core.refuse('invoice_unknown', '/invoiceId', jsonb_build_object('invoiceId', 'inv_' || p_invoice_no));
    elsif v_judged.classification = 'NOT_EXPORTED' then
      perform core.refuse('settlement_invoice_not_sent', '/invoiceId', jsonb_build_object('invoiceId', 'inv_' || p_invoice_no));
    end if;
    v_is_done := payout.accept_row(v_row, v_judged, p_resolution = 'accept_status');
  end if;
  perform payout.hold_attempts(v_judged.item_id, v_judged.classification = 'POSSIBLE_DOUBLE_PAYMENT' and not v_is_done, v_was.id);
  insert into payout.settlement_resolutions (tenant_id, exception_id, resolution, taken_for, became, amount, invoice_id, utr, reason, resolved_by, resolved_at)
  values (v_tenant, v_was.id, p_resolution, v_was.classification, v_judged.classification, v_amount,
    (select t.invoice_id from payout.payout_items as t where t.tenant_id = v_tenant and t.id = v_judged.item_id), p_utr, p_reason, core.current_user_id(), v_now);
  update payout.settlement_exceptions as e
  set classification = v_judged.classification, item_id = v_judged.item_id, reason = p_reason, resolution = p_resolution,
    status = case when v_is_done then 'RESOLVED' when p_resolution = 'raise_with_bank' then 'ASSIGNED' else e.status end,
    assigned_to = case p_resolution when 'raise_with_bank' then core.current_user_id() else e.assigned_to end,
    resolved_by = case when v_is_done then core.current_user_id() end, resolved_at = case when v_is_done then v_now end
  where e.tenant_id = v_tenant and e.id = v_was.id;
  perform payout.reckon_bank_files(array(select t.bank_file_id from payout.payout_items as t where t.tenant_id = v_tenant and t.id = v_judged.item_id));
  if v_is_done and p_resolution <> 'ignore_with_reason' and v_judged.classification not in ('NO_CHANGE', 'ALREADY_APPLIED', 'PENDING', 'POSSIBLE_DOUBLE_PAYMENT') then
    perform payout.tell_resolution(v_was.id, v_judged.item_id);
  end if;
end $$;
comment on function payout.resolve_exception(uuid, text, text, numeric, bigint, text) is 'Does what a person decided on a row of a settlement file';
