-- Why: an item as JSON, for reads and as the answer of billing.put_item. Null where the tenant has none of that id.
create or replace function billing.item_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'id', i.id, 'name', i.name, 'hsn', i.hsn, 'unit', i.unit, 'gstRate', trim_scale(i.gst_rate), 'cessRate', trim_scale(i.cess_rate),
    'taxability', i.taxability, 'rate', case when scale(trim_scale(i.rate)) > 2 then trim_scale(i.rate) else round(i.rate, 2) end,
    'isService', i.hsn like '99%', 'trackStock', i.track_stock, 'createdAt', i.created_at, 'updatedAt', i.updated_at)
  from billing.items as i
  where i.tenant_id = (select core.current_tenant()) and i.id = p_id
$$;
comment on function billing.item_json(uuid) is 'An item as JSON';
