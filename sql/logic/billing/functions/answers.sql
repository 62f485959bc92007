-- Why: what a posting answers for each voucher: the whole document, or in a bulk call only what tells it apart.
create or replace function billing.answers(
  p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_entries ledger.ledger_entry[], p_brief boolean, p_alone boolean)
returns table (voucher_id uuid, document json)
language plpgsql stable
set search_path = ''
as $$
begin
  if p_brief then
    return query
      select v.id, json_build_object('id', v.id, 'number', v.number, 'totalAmount', v.total_amount) from unnest(p_vouchers) as v;
  else
    return query select * from billing.render_vouchers(p_vouchers, p_lines, p_entries, p_alone);
  end if;
end $$;
comment on function billing.answers(billing.voucher[], billing.voucher_line[], ledger.ledger_entry[], boolean, boolean) is 'The answer of each posted voucher, whole or brief';
