-- Why: a spreadsheet writes long numbers as 1.23457E+15 and rounds their ends to zeros; a file that went through one tells no UTR any
-- more, and nothing of it is believed. Called by: payout.settle_file. Refuses: settlement_file_mangled.
create or replace function payout.check_mangled(p_file_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_column text;
  v_line integer;
begin
  select c.name into v_column
  from payout.settlement_files as f
  join payout.bank_profile_columns as c on c.profile = f.profile and c.direction = 'out' and c.source = 'account_number'
  join payout.bank_profile_columns as b on b.profile = f.profile and b.direction = 'in' and b.name = c.name and b.source is null
  where f.tenant_id = v_tenant and f.id = p_file_id;
  select min(w.line_no) into v_line
  from payout.settlement_intake as w
  where w.tenant_id = v_tenant and w.file_id = p_file_id and (
    (w.is_bad and w.raw_utr ~* '^\s*\d(\.\d+)?E\+?\d+\s*$')
    or (w.invoice_no is null and w.raw_invoice_id ~* '^\s*\d(\.\d+)?E\+?\d+\s*$')
    or (v_column is not null and w.extra ->> v_column ~* '^\s*\d(\.\d+)?E\+?\d+\s*$')
    or (v_column is not null and w.extra ->> v_column ~ '000000$' and exists (
      select from payout.payout_items as t join payout.bank_accounts as a on a.tenant_id = v_tenant and a.id = t.bank_account_id
      where t.tenant_id = v_tenant and t.id = w.named_item_id and a.account_last4 <> '0000')));
  if v_line is not null then
    perform core.refuse('settlement_file_mangled', '/rows/' || v_line, jsonb_build_object('line', v_line));
  end if;
end $$;
comment on function payout.check_mangled(uuid) is 'Refuses a settlement file that a spreadsheet has rewritten';
