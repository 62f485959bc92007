-- Why: a stored voucher as JSON. Null where the tenant has none of that id.
create or replace function billing.voucher_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select r.document
  from billing.render_vouchers(
    array(select v::billing.voucher from billing.vouchers as v where v.tenant_id = (select core.current_tenant()) and v.id = p_id),
    array(select l::billing.voucher_line from billing.voucher_lines as l where l.tenant_id = (select core.current_tenant()) and l.voucher_id = p_id),
    array(select e::ledger.ledger_entry from ledger.ledger_entries as e where e.tenant_id = (select core.current_tenant()) and e.voucher_id = p_id)) as r
$$;
comment on function billing.voucher_json(uuid) is 'A voucher with lines, tax summary, ledger entries and e-invoice state, as the HTTP contract writes it';
