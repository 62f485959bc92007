-- Why: what was sent and not told of when a settlement file was applied stands on its report, whatever came later: lines of its
-- bank files that neither it nor a file applied before it has a row about. Called by: payout.print_reconciliation.
create or replace function payout.print_not_reported(p_file_id uuid, p_most integer) returns json
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  with told as materialized (
    select s.bank_files, array(
      select o.id from payout.settlement_files as o
      where o.tenant_id = s.tenant_id and (o.id = s.file_id
        or o.status = 'applied' and (o.applied_at, o.public_no) <= (coalesce(s.applied_at, core.now()), s.reconciliation_no))) as files
    from payout.reconciliation_summary as s where s.tenant_id = (select core.current_tenant()) and s.file_id = p_file_id
  ), silent as materialized (
    select t.id, t.bank_file_id, t.line_no, t.amount
    from payout.payout_items as t
    where t.tenant_id = (select core.current_tenant()) and t.status <> 'CANCELLED' and t.bank_file_id = any (array(
        select l.id from payout.bank_file_log as l
        where l.tenant_id = (select core.current_tenant()) and l.public_no = any (array(select substr(b, 4)::bigint from told as d, unnest(d.bank_files) as b))))
      and not exists (
        select from payout.settlement_rows as r
        where r.tenant_id = (select core.current_tenant()) and r.item_id = t.id and r.file_id = any (array(select unnest(d.files) from told as d)))
  )
  select json_build_object('count', count(*), 'amount', coalesce(sum(n.amount), 0.00), 'rows', (
    select coalesce(json_agg(json_build_object('bankFileId', a.bank_file_id, 'line', a.line_no, 'invoiceId', a.invoice_id, 'invoiceNumber', a.invoice_number,
      'partner', a.beneficiary_name, 'account', a.account, 'ifsc', a.ifsc_code, 'reference', a.payment_ref, 'amount', a.amount) order by a.bank_file_id, a.line_no), '[]')
    from payout.payment_attempts as a
    where a.tenant_id = (select core.current_tenant()) and a.item_id = any (array(select o.id from silent as o order by o.bank_file_id, o.line_no limit p_most))))
  from silent as n
$$;
comment on function payout.print_not_reported(uuid, integer) is 'Payments of the bank files of a settlement file that nothing was told of by then: count, rupees, and the first of them';
