-- Why: one canonical text an event, hashed: what a seal covers and what verify recomputes. Position and null are part of
-- it (a JSON array), the time is a number, so no setting of the session changes it. Read by: audit.seal_events, audit.verify.
-- A column added to audit.events later does not enter it: that would change every digest already sealed.
create or replace view audit.event_digests with (security_invoker = true) as
select tenant_id, recorded_in, id, entity, entity_id, after,
       sha256(convert_to(jsonb_build_array(
         tenant_id, id, extract(epoch from occurred_at), recorded_in::text, actor_id, actor_kind, database_role,
         request_id, ip, action, entity, entity_id, voucher_type, before, after)::text, 'UTF8')) as digest
from audit.events;
comment on view audit.event_digests is 'SHA-256 of the canonical text of each event';
