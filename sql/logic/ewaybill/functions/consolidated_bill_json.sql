-- Why: a consolidated bill with its members, as callers see it; unknown while the portal has not said whether it has it.
create or replace function ewaybill.consolidated_bill_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'id', c.id, 'gstin', c.gstin,
    'status', case when c.status = 'pending' and exists (
        select from ewaybill.changes as h where h.tenant_id = c.tenant_id and h.consolidated_bill_id = c.id and h.status = 'unknown') then 'unknown' else c.status end,
    'consolidatedNumber', c.consolidated_number, 'generatedAt', c.generated_at, 'transport', c.transport,
    'bills', (select json_agg(json_build_object('ewbNumber', b.ewb_number, 'voucherId', b.voucher_id, 'validUntil', b.valid_until,
                'status', ewaybill.public_status(b.status, b.valid_until, b.generated_at)) order by b.ewb_number)
              from ewaybill.consolidated_members as m
              join ewaybill.e_way_bills as b on b.tenant_id = m.tenant_id and b.id = m.e_way_bill_id
              where m.tenant_id = c.tenant_id and m.consolidated_bill_id = c.id),
    'changes', ewaybill.changes_json(null, null, c.id), 'createdAt', c.created_at))
  from ewaybill.consolidated_bills as c
  where c.tenant_id = (select core.current_tenant()) and c.id = p_id
$$;
comment on function ewaybill.consolidated_bill_json(uuid) is 'A consolidated e-way bill as JSON';
