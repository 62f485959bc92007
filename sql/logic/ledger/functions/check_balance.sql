-- Why: debits equal credits in every voucher, checked once a statement over the rows it brought, never once a row.
-- Called by: trigger ledger_entries__balance.
create or replace function ledger.check_balance() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_voucher uuid;
begin
  select e.voucher_id into v_voucher from new_rows as e group by e.voucher_id having sum(e.debit) <> sum(e.credit) limit 1;
  if found then
    raise exception 'the entries of voucher % do not balance', v_voucher using errcode = 'check_violation', constraint = 'ledger_entries_balance';
  end if;
  return null;
end $$;
comment on function ledger.check_balance() is 'Trigger: the entries a statement brings balance, voucher by voucher';
