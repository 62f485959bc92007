-- Why: most rows of a file have their invoice and their UTR to themselves and are settled together; those that share one are
-- settled in the order of the file, each after the row above it that it shares with. A row that stands above already counts once.
-- A UTR is shared too by the return that gives it free; where the bank gives one to many payments, no UTR is.
-- Called by: payout.settle_file. Writes is_twice and level of payout.settlement_intake; answers the highest level.
create or replace function payout.rank_settlement(p_file_id uuid) returns integer
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_invoices text[];
  v_utrs text[];
  v_freed text[];
  v_is_shared boolean := (
    select p.shared_utr from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id);
  v_lines integer[];
  v_levels integer[];
  v_row record;
  v_at integer := 0;
begin
  -- most files share nothing: three looks tell. "offset 0": each is looked up by whole keys, whatever the planner has counted
  v_invoices := array(
    select coalesce(invoice_no::text, lower(btrim(raw_invoice_id))) from payout.settlement_intake
    where tenant_id = v_tenant and file_id = p_file_id and not is_bad group by 1 having count(*) > 1);
  v_utrs := array(
    select utr from payout.settlement_intake
    where tenant_id = v_tenant and file_id = p_file_id and not is_bad and invoice_no is not null and utr is not null and not v_is_shared
    group by utr having count(*) > 1);
  v_freed := array(
    select k.utr
    from payout.settlement_intake as w
    cross join lateral (select n.id from payout.invoices as n where n.tenant_id = v_tenant and n.public_no = w.invoice_no offset 0) as i
    cross join lateral (select o.id from payout.payout_items as o where o.tenant_id = v_tenant and o.invoice_id = i.id offset 0) as t
    cross join lateral (
      select u.utr from payout.utr_registry as u
      where u.tenant_id = v_tenant and u.item_id = t.id and u.released_at is null and u.utr is distinct from w.utr offset 0) as k
    where w.tenant_id = v_tenant and w.file_id = p_file_id and not w.is_bad and w.status = 'RETURNED' and not v_is_shared);
  if cardinality(v_invoices || v_utrs || v_freed) = 0 then
    return 0;
  end if;

  with twice as (
    select line_no from (
      select r.line_no, row_number() over (
        partition by coalesce(r.invoice_no::text, lower(btrim(r.raw_invoice_id))), r.named_item_id, r.utr, r.amount, r.payment_date, coalesce(r.status, upper(btrim(r.raw_status))), r.remarks order by r.line_no) as nth
      from payout.settlement_intake as r
      where r.tenant_id = v_tenant and r.file_id = p_file_id and not r.is_bad
        and coalesce(r.invoice_no::text, lower(btrim(r.raw_invoice_id))) = any (v_invoices)) as n
    where n.nth > 1
  )
  update payout.settlement_intake as r set is_twice = true
  from twice where r.tenant_id = v_tenant and r.file_id = p_file_id and r.line_no = twice.line_no;

  for v_row in
    with acting as materialized (
      select line_no, invoice_no, utr, status from payout.settlement_intake
      where tenant_id = v_tenant and file_id = p_file_id and not is_bad and not is_twice and invoice_no is not null
        and (invoice_no::text = any (v_invoices) or utr = any (v_utrs || v_freed) or status = 'RETURNED' and cardinality(v_freed) > 0)
    ), touched as (
      select a.line_no, 'invoice ' || a.invoice_no as key from acting as a
      union
      select a.line_no, a.utr from acting as a where a.utr is not null and not v_is_shared
      union -- a return gives free what its invoice was paid with, whatever reference it has itself
      select a.line_no, b.utr from acting as a join acting as b on b.invoice_no = a.invoice_no and b.utr is not null
      where a.status = 'RETURNED' and b.status = 'SUCCESS' and not v_is_shared
      union
      select a.line_no, k.utr
      from acting as a
      cross join lateral (select n.id from payout.invoices as n where n.tenant_id = v_tenant and n.public_no = a.invoice_no offset 0) as i
      cross join lateral (select o.id from payout.payout_items as o where o.tenant_id = v_tenant and o.invoice_id = i.id offset 0) as t
      cross join lateral (select u.utr from payout.utr_registry as u where u.tenant_id = v_tenant and u.item_id = t.id and u.released_at is null offset 0) as k
      where a.status = 'RETURNED' and cardinality(v_freed) > 0
    ), ordered as (
      select t.line_no, t.key, dense_rank() over (order by t.line_no)::integer as at
      from touched as t where t.key in (select key from touched group by key having count(*) > 1)
    ), above as (
      select o.line_no, o.at, lag(o.at) over (partition by o.key order by o.at) as at_above from ordered as o
    )
    select u.line_no, u.at, array_remove(array_agg(u.at_above), null) as all_above from above as u group by u.line_no, u.at order by u.at
  loop
    v_at := v_row.at;
    v_lines[v_at] := v_row.line_no;
    v_levels[v_at] := 1 + coalesce((select max(v_levels[n]) from unnest(v_row.all_above) as n), 0);
  end loop;
  if v_at = 0 then
    return 0;
  end if;
  update payout.settlement_intake as r set level = l.level
  from unnest(v_lines, v_levels) as l (line_no, level)
  where r.tenant_id = v_tenant and r.file_id = p_file_id and r.line_no = l.line_no;
  return (select max(l) from unnest(v_levels) as l);
end $$;
comment on function payout.rank_settlement(uuid) is 'In which order the rows of a file that share an invoice or a UTR are settled';
