-- Why: what a person saw is what is applied: the rows are classified anew, and if one of them would be taken for something else by
-- now nothing is done. Called by: domain/payout/reconcile.ts. Locks: the file, then as payout.settle_file.
-- Refuses: reconciliation_unknown, settlement_file_held, settlement_needs_second_person, settlement_preview_out_of_date. An applied
-- file is left as it is, and answered with is_done false.
create or replace function payout.apply_previewed(p_reconciliation_id text) returns table (file_id uuid, is_done boolean)
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_file payout.settlement_files;
  v_seen payout.settlement_rows[];
  v_line integer;
  v_by_ref boolean;
begin
  select f.* into v_file from payout.settlement_files as f
  where f.tenant_id = v_tenant and f.public_no = substring(lower(p_reconciliation_id) from '^(?:rec_)?([1-9][0-9]{0,17})$')::bigint for update;
  if not found then
    perform core.refuse('reconciliation_unknown', '/reconciliationId', jsonb_build_object('reconciliationId', p_reconciliation_id));
  elsif v_file.status = 'applied' then
    return query select v_file.id, false;
    return;
  elsif v_file.status = 'held' then
    perform core.refuse('settlement_file_held', null, jsonb_build_object('reconciliationId', v_file.reconciliation_id, 'because', v_file.held_because));
  elsif v_file.uploaded_by is not distinct from core.current_user_id()
    and (select s.apply_by_second_person from payout.settings as s where s.tenant_id = v_tenant) then
    perform core.refuse('settlement_needs_second_person', null, jsonb_build_object('reconciliationId', v_file.reconciliation_id));
  end if;
  perform pg_catalog.pg_advisory_xact_lock(19, pg_catalog.hashtext(v_tenant::text));
  v_by_ref := exists (
    select from payout.bank_profile_columns as c where c.profile = v_file.profile and c.direction = 'in' and c.source = 'payment_ref');
  v_seen := array(select r from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = v_file.id order by r.line_no);
  delete from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = v_file.id;
  insert into payout.settlement_intake (tenant_id, file_id, line_no, raw_invoice_id, raw_utr, raw_amount, raw_date, raw_status, remarks, extra,
    amount, payment_date, status, utr, invoice_no, named_item_id, is_bad)
  select v_tenant, v_file.id, r.line_no, r.raw_invoice_id, r.raw_utr, r.raw_amount, r.raw_date, r.raw_status, r.remarks, r.extra,
    r.amount, r.payment_date, r.status, r.utr,
    case when v_by_ref then i.public_no when key.text ~ '^inv_[1-9][0-9]{0,17}$' then substr(key.text, 5)::bigint end, t.id, r.classification = 'BAD_ROW'
  from unnest(v_seen) as r
  cross join lateral (select lower(btrim(r.raw_invoice_id, E' \t\r\n\u00a0')) as text) as key
  left join payout.payout_items as t on v_by_ref and t.tenant_id = v_tenant and t.payment_ref = upper(key.text)
  left join payout.invoices as i on v_by_ref and i.tenant_id = v_tenant and i.id = t.invoice_id;
  perform payout.settle_file(v_file.id, false);
  select min(coalesce(was.line_no, now.line_no)) into v_line
  from unnest(v_seen) as was
  full join (select n.* from payout.settlement_rows as n where n.tenant_id = v_tenant and n.file_id = v_file.id) as now on now.line_no = was.line_no
  where (was.classification, was.item_id, was.expected_amount) is distinct from (now.classification, now.item_id, now.expected_amount);
  if v_line is not null then
    perform core.refuse('settlement_preview_out_of_date', '/rows/' || v_line, jsonb_build_object('reconciliationId', v_file.reconciliation_id, 'line', v_line));
  end if;
  return query select v_file.id, true;
end $$;
comment on function payout.apply_previewed(text) is 'Applies a previewed settlement file as it was seen';
