-- Ledgers for lists, those of parties among them: keyset by name and id.
create or replace view ledger.ledger_list with (security_invoker = true) as
select l.tenant_id, l.id, l.name, l.code, l.group_code, l.party_id, ledger.ledger_json(l.id) as document
from ledger.ledgers as l;
comment on view ledger.ledger_list is 'Ledgers with their JSON; order by name, id';
