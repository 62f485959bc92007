-- Godowns for lists: keyset by name and id.
create or replace view inventory.godown_list with (security_invoker = true) as
select g.tenant_id, g.id, g.name, inventory.godown_json(g.id) as document
from inventory.godowns as g;
comment on view inventory.godown_list is 'Godowns with their JSON; order by name, id';
