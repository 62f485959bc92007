-- Items for lists: keyset by name and id.
create or replace view billing.item_list with (security_invoker = true) as
select i.tenant_id, i.id, i.name, i.hsn, billing.item_json(i.id) as document
from billing.items as i;
comment on view billing.item_list is 'Items with their JSON; order by name, id';
