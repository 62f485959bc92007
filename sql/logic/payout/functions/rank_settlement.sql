-- Why: most rows of a file have their invoice and their UTR to themselves and are settled together; those that share one are
-- settled in the order of the file, each after the row above it that it shares with. A row that stands above already counts once.
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
  v_lines integer[];
  v_levels integer[];
  v_row record;
  v_at integer := 0;
begin
  -- most files share nothing: two looks tell
  v_invoices := array(
    select coalesce(invoice_no::text, lower(btrim(raw_invoice_id))) from payout.settlement_intake
    where tenant_id = v_tenant and file_id = p_file_id and not is_bad group by 1 having count(*) > 1);
  v_utrs := array(
    select utr from payout.settlement_intake
    where tenant_id = v_tenant and file_id = p_file_id and not is_bad and invoice_no is not null and utr is not null group by utr having count(*) > 1);
  if cardinality(v_invoices) = 0 and cardinality(v_utrs) = 0 then
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
      select line_no, invoice_no, utr from payout.settlement_intake
      where tenant_id = v_tenant and file_id = p_file_id and not is_bad and not is_twice and invoice_no is not null
        and (invoice_no::text = any (v_invoices) or utr = any (v_utrs))
    ), shared as (
      select a.* from acting as a
      where a.invoice_no in (select invoice_no from acting group by invoice_no having count(*) > 1)
         or a.utr in (select utr from acting where utr is not null group by utr having count(*) > 1)
    ), ordered as (
      select s.*, row_number() over (order by s.line_no)::integer as at from shared as s
    )
    select o.line_no, o.at,
      lag(o.at) over (partition by o.invoice_no order by o.at) as by_invoice,
      case when o.utr is not null then lag(o.at) over (partition by o.utr order by o.at) end as by_utr
    from ordered as o order by o.at
  loop
    v_at := v_row.at;
    v_lines[v_at] := v_row.line_no;
    v_levels[v_at] := 1 + greatest(coalesce(v_levels[v_row.by_invoice], 0), coalesce(v_levels[v_row.by_utr], 0));
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
