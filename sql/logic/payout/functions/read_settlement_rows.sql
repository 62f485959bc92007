-- Why: the fields of a bank's file, read by the rules of its layout: amount, the one format of dates, words of status, UTR. What
-- cannot be read makes a bad row, and the row stays as it came. No regular expression where plain text will do: there are a
-- hundred thousand rows. Called by: domain/payout/reconcile.ts, 5,000 rows a call. Writes payout.settlement_intake.
-- p_keys: the invoice's public id, or our payment_ref where the layout has that. p_too_wide: the lines with more fields than
-- the header. A date is rearranged to ISO by the places of the format's letters; another form is refused, never guessed.
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
  v_blanks constant text := E' \t\r\n\u00a0';
  v_year integer;
  v_month integer;
  v_day integer;
  v_date_form text;
begin
  select p.* into v_profile
  from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id;
  v_year := position('YYYY' in v_profile.date_format);
  v_month := position('MM' in v_profile.date_format);
  v_day := position('DD' in v_profile.date_format);
  v_date_form := translate(v_profile.date_format, 'YMD', '000');
  insert into payout.settlement_intake (tenant_id, file_id, line_no, raw_invoice_id, raw_utr, raw_amount, raw_date, raw_status, remarks, extra,
    amount, payment_date, status, utr, invoice_no, named_item_id, is_bad)
  select v_tenant, p_file_id, r.line_no, nullif(r.key, ''), nullif(r.utr, ''), nullif(r.amount, ''), nullif(r.day, ''), nullif(r.status, ''),
    nullif(btrim(r.remarks, v_blanks), ''), nullif(r.extra, '')::jsonb, read.amount::numeric, read.day::date, s.status, read.utr,
    case
      when p_by_ref then t.public_no
      when left(read.key, 4) = 'inv_' and length(read.key) between 5 and 22 and translate(substr(read.key, 5), '0123456789', '') = '' and substr(read.key, 5, 1) <> '0'
      then substr(read.key, 5)::bigint
    end,
    t.id,
    read.key = '' or read.amount is null or read.day is null or read.status = ''
      or coalesce(length(read.utr) not between 6 and 35
      or translate(read.utr, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', '') <> '', false)
      or r.line_no = any (p_too_wide)
  from unnest(p_lines, p_keys, p_utrs, p_amounts, p_dates, p_statuses, p_remarks, p_extras) as r (line_no, key, utr, amount, day, status, remarks, extra)
  cross join lateral (select -- once each: "offset 0"
    lower(btrim(r.key, v_blanks)) as key, upper(btrim(r.status, v_blanks)) as status, nullif(upper(btrim(r.utr, v_blanks)), '') as utr,
    btrim(r.amount, v_blanks) as amount, btrim(r.day, v_blanks) as day offset 0) as f
  cross join lateral (select substr(f.day, v_year, 4) || '-' || substr(f.day, v_month, 2) || '-' || substr(f.day, v_day, 2) as day offset 0) as iso
  cross join lateral (select
    f.key, f.status, f.utr,
    case when payout.is_plain_amount(f.amount) then f.amount
      when v_profile.allow_grouped_amounts and f.amount ~ '^\d{1,2}(,\d{2}){0,4},\d{3}(\.\d{1,2})?$' then replace(f.amount, ',', '') end as amount,
    case when translate(f.day, '123456789', '000000000') = v_date_form and pg_input_is_valid(iso.day, 'date') then iso.day end as day offset 0) as read
  left join payout.bank_statuses as s on s.profile = v_profile.profile and s.token = read.status
  left join lateral (
    select o.id, n.public_no
    from payout.payout_items as o join payout.invoices as n on n.tenant_id = v_tenant and n.id = o.invoice_id
    where p_by_ref and o.tenant_id = v_tenant and o.payment_ref = upper(read.key) limit 1) as t on true;
end $$;
comment on function payout.read_settlement_rows(uuid, integer[], text[], boolean, text[], text[], text[], text[], text[], text[], integer[]) is 'Takes in rows of a settlement file, read by its layout';
