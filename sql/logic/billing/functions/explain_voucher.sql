-- Why: what stands behind every figure of a stored voucher, or of a draft as it would be posted now; a draft that would be
-- refused has its errors instead. Null where the tenant has none of that id. Called by: GET /api/vouchers/{id}/explain.
create or replace function billing.explain_voucher(p_id uuid) returns json
language sql
set search_path = ''
as $$
  select json_build_object('voucherId', v.id, 'number', v.number, 'figures', e.figures)
  from billing.vouchers as v
  cross join lateral billing.explain_vouchers(
    array[v::billing.voucher],
    array(select l::billing.voucher_line from billing.voucher_lines as l where l.tenant_id = v.tenant_id and l.voucher_id = v.id),
    array(select n::ledger.ledger_entry from ledger.ledger_entries as n where n.tenant_id = v.tenant_id and n.voucher_id = v.id),
    array(select k::billing.voucher_link from billing.voucher_links as k where k.tenant_id = v.tenant_id and k.voucher_id = v.id)) as e
  where v.tenant_id = (select core.current_tenant()) and v.id = p_id
  union all
  select case made.outcome
           when 'computed' then json_build_object('voucherId', d.id, 'number', null, 'figures', made.answer::json -> 'explain')
           else json_build_object('voucherId', d.id, 'number', null, 'figures', json_build_array(), 'errors', made.answer::json) end
  from billing.drafts as d
  cross join lateral billing.preview_vouchers(jsonb_build_array(jsonb_build_object('document', d.body, 'draftId', d.id)), true) as made
  where d.tenant_id = (select core.current_tenant()) and d.id = p_id
$$;
comment on function billing.explain_voucher(uuid) is 'The rule, the inputs and the rounding behind each figure of a voucher or a draft';
