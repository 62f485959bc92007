-- Why: the fields of a bank file's lines as the layout's rows say, each a text; money is written here. The field of
-- the account's number is left empty: only who holds the key can write it. The value date is the day the file was made.
-- Called by: domain/payout/bank_file_text.ts, to make the file and to show a draft of it with masked accounts.
create or replace function payout.bank_file_lines(p_bank_file_id uuid)
returns table (line_no integer, fields text[], masked_account text, account_id uuid, account_encrypted text)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select t.line_no,
    array(
      select case c.source
        when 'invoice_id' then i.invoice_id
        when 'destination_id' then i.destination_id
        when 'partner_name' then t.beneficiary_name
        when 'ifsc_code' then a.ifsc_code
        when 'amount' then t.amount::text
        when 'invoice_number' then i.invoice_number
        when 'payment_ref' then t.payment_ref
        when 'value_date' then layout.value_date
        when 'account_number' then ''
        else btrim(c.source, '''') end
      from unnest(layout.sources) with ordinality as c (source, position) order by c.position),
    payout.masked_account(a.account_last4), a.id, a.account_encrypted
  from payout.bank_file_log as f
  join payout.bank_profiles as p on p.profile = f.profile
  cross join lateral (
    select array_agg(c.source order by c.position) as sources,
      to_char((f.generated_at at time zone 'Asia/Kolkata')::date, p.date_format) as value_date
    from payout.bank_profile_columns as c where c.profile = f.profile and c.direction = 'out') as layout
  join payout.payout_items as t on t.tenant_id = f.tenant_id and t.bank_file_id = f.id
  join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
  join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id
  where f.tenant_id = (select core.current_tenant()) and f.id = p_bank_file_id
  order by t.line_no
$$;
comment on function payout.bank_file_lines(uuid) is 'The lines of a bank file, field by field as its layout says, but for the account number';
