-- Why: what a posting answers for each voucher: the whole document, or in a bulk call only what tells it apart.
create or replace function billing.answers(
  p_vouchers billing.vouchers[], p_lines billing.voucher_lines[], p_entries ledger.ledger_entries[], p_brief boolean)
returns table (voucher_id uuid, document json)
language plpgsql stable
set search_path = ''
as $$
begin
  if p_brief then
    return query
      select v.id, json_build_object('id', v.id, 'number', v.number, 'totalAmount', v.total_amount) from unnest(p_vouchers) as v;
  else
    return query select * from billing.render_vouchers(p_vouchers, p_lines, p_entries);
  end if;
end $$;
comment on function billing.answers(billing.vouchers[], billing.voucher_lines[], ledger.ledger_entries[], boolean) is 'The answer of each posted voucher, whole or brief';
