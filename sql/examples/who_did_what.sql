-- The trail: who did what, when, and what was there before. The database writes it; no statement can go around it.

begin;
select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "requestId": "request-1", "ip": "203.0.113.7",
  "now": "2026-11-20T06:30:00Z"}');

-- An item is made by a request; a minute later its rate is put right by hand, in SQL.
select i ->> 'name' as name, i ->> 'gstRate' as gst_rate
from billing.put_item(null, '{"name": "Desk lamp", "hsn": "940521", "unit": "NOS", "rate": "1200", "gstRate": "5"}') as i;

select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "requestId": "request-2", "ip": "203.0.113.7",
  "now": "2026-11-20T06:31:00Z"}');
update billing.items set gst_rate = 18, updated_at = core.now() where name = 'Desk lamp';

select occurred_at, actor_kind, request_id, ip, action, entity, before ->> 'gst_rate' as rate_before, after ->> 'gst_rate' as rate_after
from audit.events
where entity = 'billing.items'
order by occurred_at;

-- Nobody changes the trail.
savepoint before_the_attempt;
delete from audit.events;
rollback to before_the_attempt;
update audit.events set actor_kind = 'user';
rollback to before_the_attempt;

-- Another company sees nothing of it, and is not told that there was something.
select core.enter('{"tenantId": "00000000-0000-7000-8000-0000000041a1", "actorKind": "job", "now": "2026-11-20T06:32:00Z"}');
select count(*) as events_seen from audit.events where entity = 'billing.items';
select count(*) as items_seen from billing.items where name = 'Desk lamp';

-- Nor does a transaction that says for nobody whom it acts for.
select core.enter('{}');
select count(*) as events_seen from audit.events;

rollback;
