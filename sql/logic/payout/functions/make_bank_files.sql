-- Why: a bank file is its row, its lines and its invoices' new state, set-wise and at once; several files where the layout takes
-- fewer rows. The file's counter serialises the exports of a company, so no name and no number is given twice.
-- Called by: domain/payout/bank_export.ts, with invoices that payout.payable_lines has locked and found payable.
-- p_names: as written for the bank; p_account_ids: the details that are frozen. Answers the files, not yet kept.
create or replace function payout.make_bank_files(
  p_profile text, p_month text, p_invoice_ids uuid[], p_names text[], p_account_ids uuid[], p_is_shared boolean,
  p_excluded jsonb, p_warnings jsonb)
returns table (id uuid, bank_file_id text)
language plpgsql volatile
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_profile payout.bank_profiles := (select p from payout.bank_profiles as p where p.profile = p_profile);
  v_settings payout.settings := (select s from payout.settings as s where s.tenant_id = v_tenant);
  v_rows integer := v_profile.max_rows;
  v_before bigint := payout.take_public_numbers('bf', (cardinality(p_invoice_ids) + v_rows - 1) / v_rows);
  v_month text := coalesce(p_month, (
    select min(i.month) from payout.invoices as i where i.tenant_id = v_tenant and i.id = any (p_invoice_ids) having min(i.month) = max(i.month)));
  v_stem text := payout.bank_file_stem(v_profile.file_name, v_month, core.today(), v_settings.bank_client_code);
  v_serial integer := coalesce((select max(l.serial) from payout.bank_file_log as l where l.tenant_id = v_tenant and l.name_stem = v_stem), 0);
begin
  return query
  with lines as materialized (
    select i.id, i.payable_amount - i.settled_amount as amount, t.name, t.account_id, v_before + 1 + (t.n - 1) / v_rows as file_no,
      (1 + (t.n - 1) % v_rows)::integer as line_no,
      1 + coalesce((select max(o.attempt_no) from payout.payout_items as o where o.tenant_id = v_tenant and o.invoice_id = i.id), 0) as attempt_no
    from unnest(p_invoice_ids, p_names, p_account_ids) with ordinality as t (id, name, account_id, n)
    join payout.invoices as i on i.tenant_id = v_tenant and i.id = t.id and i.status = 'submitted'
  ), sums as (
    select l.file_no, count(*)::integer as total_invoices, sum(l.amount) as total_amount from lines as l group by l.file_no
  ), needed as (
    select case when not v_settings.second_person then 0
      when p_is_shared or sum(l.amount) > v_settings.two_approvals_above_file or max(l.amount) > v_settings.two_approvals_above_line then 2
      else 1 end as approvals
    from lines as l
  ), files as (
    insert into payout.bank_file_log (tenant_id, public_no, profile, name_stem, serial, file_name, month, total_invoices, total_amount,
      approvals_needed, excluded, warnings, generated_by, generated_at)
    select v_tenant, s.file_no, p_profile, v_stem, named.serial, payout.bank_file_name(v_stem, named.serial), v_month, s.total_invoices, s.total_amount,
      needed.approvals, case when s.file_no = v_before + 1 then p_excluded else '[]' end, case when s.file_no = v_before + 1 then p_warnings else '[]' end,
      core.current_user_id(), core.now()
    from sums as s cross join needed cross join lateral (select v_serial + (s.file_no - v_before)::integer as serial) as named
    returning bank_file_log.id, public_no, bank_file_log.bank_file_id
  ), items as (
    insert into payout.payout_items (tenant_id, bank_file_id, line_no, invoice_id, attempt_no, payment_ref, amount, beneficiary_name,
      bank_account_id, updated_at)
    select v_tenant, f.id, l.line_no, l.id, l.attempt_no, payout.payment_ref((f.public_no << 20) | l.line_no), l.amount, l.name, l.account_id, core.now()
    from lines as l join files as f on f.public_no = l.file_no
  ), moved as (
    update payout.invoices as i set status = 'in_bank_file', bank_file_id = f.id, updated_at = core.now()
    from lines as l join files as f on f.public_no = l.file_no
    where i.tenant_id = v_tenant and i.id = l.id
  )
  select f.id, f.bank_file_id from files as f order by f.public_no;
end $$;
comment on function payout.make_bank_files(text, text, uuid[], text[], uuid[], boolean, jsonb, jsonb) is 'Puts payable invoices into bank files: rows, lines, references, state; answers the files';
