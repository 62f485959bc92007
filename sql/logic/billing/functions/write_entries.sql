-- Phase 6 of posting, write: the journal. Its trigger checks once a statement that every voucher's entries balance.
create or replace function billing.write_entries(p_vouchers billing.vouchers[]) returns ledger.ledger_entries[]
language sql
set search_path = ''
as $$
  with stored as (
    insert into ledger.ledger_entries select (e).* from billing.draw_entries(p_vouchers) as e returning ledger_entries
  )
  select array_agg(stored.ledger_entries) from stored
$$;
comment on function billing.write_entries(billing.vouchers[]) is 'Books vouchers and answers the journal rows';
