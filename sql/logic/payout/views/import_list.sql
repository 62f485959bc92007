-- Files of payouts for lists: keyset by time and id, newest first.
create or replace view payout.import_list with (security_invoker = true) as
select i.tenant_id, i.id, i.imported_at, payout.import_json(i.id) as document
from payout.payout_imports as i;
comment on view payout.import_list is 'Imports of payouts with their JSON; order by imported_at desc, id desc';
