-- Why: the fields of a bank's file, read by the rules of its layout: amount, the one format of dates, words of status, UTR. What
-- cannot be read makes a bad row, and the row stays as it came. Which invoice a row names is looked up on the way.
-- Called by: domain/payout/reconcile.ts, 5,000 rows a call. Writes payout.settlement_intake.
-- p_keys: the invoice's public id, or our payment_ref where the layout has that. p_too_wide: the lines with more
-- fields than the header.
create or replace function payout.read_settlement_rows(
  p_file_id uuid, p_lines integer[], p_keys text[], p_by_ref boolean, p_utrs text[], p_amounts text[], p_dates text[], p_statuses text[],
  p_remarks text[], p_extras text[], p_too_wide integer[])
returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_profile payout.bank_profiles;
  v_grouped text := '^(\d{1,13}|\d{1,3}|\d{1,2}(,\d{2})*,\d{3})(\.\d{1,2})?$';
  v_blanks constant text := E' \t\r\n\u00a0';
begin
  select p.* into v_profile
  from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id;
  if not v_profile.allow_grouped_amounts then
    v_grouped := '^\d{1,13}(\.\d{1,2})?$';
  end if;
  insert into payout.settlement_intake (tenant_id, file_id, line_no, raw_invoice_id, raw_utr, raw_amount, raw_date, raw_status, remarks, extra,
    amount, payment_date, status, utr, invoice_id, named_item_id, is_bad)
  select v_tenant, p_file_id, r.line_no, nullif(r.key, ''), nullif(r.utr, ''), nullif(r.amount, ''), nullif(r.day, ''), nullif(r.status, ''), nullif(btrim(r.remarks, v_blanks), ''), nullif(r.extra, '')::jsonb,
    read.amount::numeric, read.day::date, s.status, read.utr, coalesce(i.id, t.invoice_id), t.id,
    r.line_no = any (p_too_wide) or read.key = '' or read.amount is null or read.day is null or coalesce(btrim(r.status, v_blanks), '') = ''
      or coalesce(read.utr !~ '^[A-Z0-9]{6,35}$', false)
  from unnest(p_lines, p_keys, p_utrs, p_amounts, p_dates, p_statuses, p_remarks, p_extras)
    as r (line_no, key, utr, amount, day, status, remarks, extra)
  cross join lateral (select
    coalesce(btrim(r.key, v_blanks), '') as key,
    case when btrim(r.amount, v_blanks) ~ v_grouped then translate(btrim(r.amount, v_blanks), ',', '') end as amount,
    payout.iso_day(btrim(r.day, v_blanks), v_profile.date_format) as day,
    nullif(upper(btrim(r.utr, v_blanks)), '') as utr offset 0) as read
  left join payout.bank_statuses as s on s.profile = v_profile.profile and s.token = upper(btrim(r.status, v_blanks))
  left join payout.invoices as i on not p_by_ref and i.tenant_id = v_tenant and i.public_no = case
    when lower(left(read.key, 4)) = 'inv_' and length(read.key) between 5 and 22 and translate(substr(read.key, 5), '0123456789', '') = ''
    then substr(read.key, 5)::bigint end and i.invoice_id = lower(read.key)
  left join payout.payout_items as t on p_by_ref and t.tenant_id = v_tenant and t.payment_ref = upper(read.key);
end $$;
comment on function payout.read_settlement_rows(uuid, integer[], text[], boolean, text[], text[], text[], text[], text[], text[], integer[]) is 'Takes in rows of a settlement file, read by its layout';
