-- Why: makes or changes an item. Its rate is checked against today's law here and against the document's own day when it
-- is sold. Refuses: hsn_malformed, unit_unknown, gst_rate_not_in_force, rate_on_untaxed_line, item_exists,
-- item_has_stock.
-- Null p_id makes a new item; an unknown p_id answers null.
create or replace function billing.put_item(p_id uuid, p_item jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_item billing.items;
begin
  v_item.name := trim(p_item ->> 'name');
  v_item.hsn := p_item ->> 'hsn';
  v_item.unit := upper(p_item ->> 'unit');
  v_item.taxability := coalesce(p_item ->> 'taxability', 'taxable');
  v_item.gst_rate := coalesce((p_item ->> 'gstRate')::numeric, 0);
  v_item.cess_rate := coalesce((p_item ->> 'cessRate')::numeric, 0);
  v_item.rate := (p_item ->> 'rate')::numeric;
  v_item.track_stock := (p_item ->> 'trackStock')::boolean;
  perform billing.check_item(v_item);
  if exists (select 1 from billing.items where tenant_id = v_tenant and name = v_item.name and id is distinct from p_id) then
    perform core.refuse('item_exists', '/name', jsonb_build_object('name', v_item.name));
  end if;

  if p_id is null then
    insert into billing.items (tenant_id, name, hsn, unit, gst_rate, cess_rate, taxability, rate, track_stock)
    values (v_tenant, v_item.name, v_item.hsn, v_item.unit, v_item.gst_rate, v_item.cess_rate, v_item.taxability, v_item.rate, v_item.track_stock)
    returning id into v_item.id;
  else
    perform inventory.check_kept_item(p_id, v_item);
    update billing.items
    set name = v_item.name, hsn = v_item.hsn, unit = v_item.unit, gst_rate = v_item.gst_rate, cess_rate = v_item.cess_rate,
        taxability = v_item.taxability, rate = v_item.rate, track_stock = v_item.track_stock, updated_at = core.now()
    where tenant_id = v_tenant and id = p_id
    returning id into v_item.id;
  end if;
  return billing.item_json(v_item.id);
end $$;
comment on function billing.put_item(uuid, jsonb) is 'Makes (null id) or changes an item and answers it; null where there is no such item';
