-- Why: what stands behind every figure of a stored voucher. Null where the tenant has none of that id.
-- Called by: GET /api/vouchers/{id}/explain.
create or replace function billing.explain_voucher(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('voucherId', v.id, 'number', v.number, 'figures', e.figures)
  from billing.vouchers as v
  cross join lateral billing.explain_vouchers(
    array[v::billing.voucher],
    array(select l::billing.voucher_line from billing.voucher_lines as l where l.tenant_id = v.tenant_id and l.voucher_id = v.id),
    array(select k::billing.voucher_link from billing.voucher_links as k where k.tenant_id = v.tenant_id and k.voucher_id = v.id)) as e
  where v.tenant_id = (select core.current_tenant()) and v.id = p_id
$$;
comment on function billing.explain_voucher(uuid) is 'The rule, the inputs and the rounding behind each figure of a voucher';
