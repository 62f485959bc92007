-- Parties for lists: keyset by name and id.
create or replace view billing.party_list with (security_invoker = true) as
select p.tenant_id, p.id, p.name, p.gstin, billing.party_json(p.id) as document
from billing.parties as p;
comment on view billing.party_list is 'Parties with their JSON; order by name, id';
