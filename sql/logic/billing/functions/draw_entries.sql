-- Why: how a kind is booked is data (billing.voucher_kind_entries); this turns vouchers into entries by it. A negative
-- amount, as a round-off downwards, changes sides; a zero one is left out. A rule may name the ledger party (the other
-- party's own) or bank (the ledger the document was paid through). Called by: posting and preview.
create or replace function billing.draw_entries(p_vouchers billing.voucher[]) returns ledger.ledger_entry[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
           v.tenant_id, core.uuid_v7(), v.id, rule.entry_no,
           coalesce(case when rule.ledger_code = 'bank' then (v.particulars ->> 'accountId')::uuid end, system.id, v.party_id), v.voucher_date,
           case when (rule.side = 'debit') = (amount.value > 0) then abs(amount.value) else 0.00 end,
           case when (rule.side = 'debit') = (amount.value > 0) then 0.00 else abs(amount.value) end)::ledger.ledger_entry), '{}')
  from unnest(p_vouchers) as v
  join billing.voucher_kind_entries as rule on rule.voucher_type = v.voucher_type
  cross join lateral (
    select billing.amount_of(v, rule.amount) as value offset 0
  ) as amount
  left join ledger.ledgers as system on system.tenant_id = v.tenant_id and system.code = rule.ledger_code
  where amount.value <> 0
$$;
comment on function billing.draw_entries(billing.voucher[]) is 'The journal entries of vouchers, by the rules of their kind';
