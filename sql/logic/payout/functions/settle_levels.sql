-- Why: the whole of a file, level by level, then what a person must decide, the books, and the figures. Called by:
-- payout.settle_file, which may take it all back (a preview). Answers the totals.
create or replace function payout.settle_levels(p_file_id uuid, p_control numeric) returns jsonb
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
set work_mem = '64MB'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_rows integer;
  v_amount numeric;
  v_last integer;
  v_day record;
  v_files uuid[];
  v_totals jsonb;
begin
  select count(*), coalesce(sum(w.amount), 0.00) into v_rows, v_amount
  from payout.settlement_intake as w where w.tenant_id = v_tenant and w.file_id = p_file_id;
  v_last := payout.rank_settlement(p_file_id);
  for v_level in 0 .. v_last loop
    perform payout.settle_level(p_file_id, v_level);
  end loop;
  v_files := coalesce(
    (select array[f.bank_file_id] from payout.settlement_files as f where f.tenant_id = v_tenant and f.id = p_file_id and f.bank_file_id is not null),
    array(
      select distinct t.bank_file_id
      from payout.settlement_rows as r join payout.payout_items as t on t.tenant_id = v_tenant and t.id = r.item_id
      where r.tenant_id = v_tenant and r.file_id = p_file_id order by 1));
  insert into payout.settlement_exceptions (tenant_id, file_id, line_no, classification, item_id, created_at)
  select v_tenant, p_file_id, r.line_no, r.classification, r.item_id, core.now()
  from payout.settlement_rows as r
  where r.tenant_id = v_tenant and r.file_id = p_file_id
    and r.classification = any (array(select k.classification from payout.settlement_classes as k where k.bucket = 'exception'));
  v_totals := payout.settlement_totals(p_file_id, v_files, v_rows, v_amount, p_control);
  for v_day in
    select r.classification, r.payment_date as day, sum(r.amount) as amount
    from payout.settlement_rows as r
    where r.tenant_id = v_tenant and r.file_id = p_file_id and r.classification in ('SETTLED', 'RETURNED')
    group by r.classification, r.payment_date order by r.payment_date, r.classification desc
  loop
    if v_day.classification = 'SETTLED' then
      perform payout.book_payment('settlement', p_file_id, null, v_day.day, v_day.amount, 'partner_payouts_payable', 'bank', 'Payments to partners');
    else
      perform payout.undo_write_offs(p_file_id, null);
      perform payout.book_payment('return', p_file_id, null, v_day.day, v_day.amount, 'bank', 'partner_payouts_payable', 'Payments to partners that came back');
    end if;
  end loop;
  if (select s.books_invoices from payout.settings as s where s.tenant_id = v_tenant) and (
    select coalesce(sum(p.amount), 0) from payout.postings as p where p.tenant_id = v_tenant and p.settlement_file_id = p_file_id and p.kind = 'settlement')
    <> (v_totals #>> '{amounts,settled}')::numeric then
    raise exception 'the journals of settlement file % are not what it settled', p_file_id;
  end if;
  perform payout.reckon_bank_files(v_files);
  perform payout.tell_settlement(p_file_id);
  return v_totals;
end $$;
comment on function payout.settle_levels(uuid, numeric) is 'Classifies and applies the rows of a settlement file; answers its totals';
