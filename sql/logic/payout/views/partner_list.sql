-- Partners for lists: keyset by name and id.
create or replace view payout.partner_list with (security_invoker = true) as
select p.tenant_id, p.id, p.partner_name as name, p.destination_id, p.gst_number, payout.partner_json(p.destination_id) as document
from payout.partners as p;
comment on view payout.partner_list is 'Partners with their JSON; order by name, id';
