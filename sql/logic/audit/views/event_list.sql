-- Why: the audit list, newest first, as the API writes it. Read by: GET /api/audit (domain/audit/queries.ts).
-- event is JSON text made here, so that 130000.00 in before and after leaves as it was stored.
create or replace view audit.event_list with (security_invoker = true) as
select e.tenant_id, e.id, e.occurred_at, e.actor_id, e.voucher_type, e.entity_id,
       json_build_object(
         'id', e.id, 'occurredAt', e.occurred_at, 'userId', e.actor_id, 'userEmail', u.email, 'actorKind', e.actor_kind,
         'requestId', e.request_id, 'ip', e.ip, 'action', e.action, 'entity', e.entity, 'entityId', e.entity_id,
         'voucherType', e.voucher_type, 'before', e.before, 'after', e.after) as event
from audit.events as e
left join core.users as u on u.tenant_id = e.tenant_id and u.id = e.actor_id;
comment on view audit.event_list is 'Audit events with who acted, and each as the JSON the API answers';
