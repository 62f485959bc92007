-- Why: what was sent and not told of when a settlement file was applied stands on its report, whatever came later: lines of its
-- bank files that neither it nor a file applied before it has a row about. Called by: payout.print_reconciliation.
create or replace function payout.print_not_reported(p_file_id uuid, p_most integer) returns json
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  with silent as materialized (
    select t.id, t.bank_file_id, t.line_no, t.amount
    from payout.reconciliation_summary as s
    join payout.bank_file_log as l on l.tenant_id = s.tenant_id and l.public_no = any (array(select substr(b, 4)::bigint from unnest(s.bank_files) as b))
    join payout.payout_items as t on t.tenant_id = s.tenant_id and t.bank_file_id = l.id
    where s.tenant_id = (select core.current_tenant()) and s.file_id = p_file_id and t.status <> 'CANCELLED' and not exists (
      select from payout.settlement_rows as r join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
      where r.tenant_id = t.tenant_id and r.item_id = t.id
        and (f.id = p_file_id or f.status = 'applied' and (f.applied_at, f.public_no) <= (coalesce(s.applied_at, core.now()), s.reconciliation_no)))
  )
  select json_build_object('count', count(*), 'amount', coalesce(sum(n.amount), 0.00), 'rows', (
    select coalesce(json_agg(json_build_object('bankFileId', a.bank_file_id, 'line', a.line_no, 'invoiceId', a.invoice_id, 'invoiceNumber', a.invoice_number,
      'partner', a.beneficiary_name, 'account', a.account, 'ifsc', a.ifsc_code, 'reference', a.payment_ref, 'amount', a.amount) order by a.bank_file_id, a.line_no), '[]')
    from (select o.* from silent as o order by o.bank_file_id, o.line_no limit p_most) as o
    join payout.payment_attempts as a on a.tenant_id = (select core.current_tenant()) and a.item_id = o.id))
  from silent as n
$$;
comment on function payout.print_not_reported(uuid, integer) is 'Payments of the bank files of a settlement file that nothing was told of by then: count, rupees, and the first of them';
