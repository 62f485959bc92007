-- A call to a portal failed: what it was about, how long there is left, and how it is tried again. The queries are those an
-- operator asks at two in the morning; the rest makes something for them to find.

begin;
select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "now": "2026-11-20T06:30:00Z"}');

-- An invoice that needs an IRN is posted, and the first call for it meets a portal that is out of order.
select outcome, answer::json ->> 'number' as number
from billing.post_vouchers('[{"document": {"type": "tax_invoice", "date": "2026-11-20",
  "party": {"name": "Rivalry Traders", "gstin": "29AAGCB7383J1Z4", "address": "12 MG Road", "city": "Bengaluru", "pincode": "560001", "stateCode": "29"},
  "lines": [{"description": "Laptop", "hsn": "847130", "quantity": "2", "unit": "NOS", "rate": "50000", "gstRate": "18"}]}}]');
select cardinality(ops.record_api_calls('irp', jsonb_build_array(jsonb_build_object(
    'operation', 'generate', 'entityId', v.id, 'environment', 'sandbox', 'provider', 'irp1', 'gstin', v.company_gstin, 'url', 'https://portal.example/Invoice',
    'request', jsonb_build_object('body', '{"Version": "1.1"}'), 'response', jsonb_build_object('body', 'Service Unavailable'), 'httpStatus', 503,
    'outcome', 'unknown', 'errorCode', 'server_error', 'durationMs', 812, 'calledAt', core.now(), 'isFault', true)))) as providers_resting
from billing.vouchers as v;
update einvoice.e_invoices set status = 'unknown', attempts = 1, sent_at = core.now(), error_code = 'server_error', next_attempt_at = core.now() + interval '10 minutes';

-- What failed, and how the thing it was about stands now.
select c.called_at, c.operation, c.outcome, c.error_code, a.about ->> 'kind' as about, a.about ->> 'number' as number, a.about ->> 'status' as status,
       a.about ->> 'open' as open
from ops.api_call_list as c
cross join lateral (select ops.call_subject(c.portal, c.operation, c.entity_id) as about) as a
where c.outcome <> 'done'
order by c.called_at desc, c.id desc;

-- How long there is left: an unknown one is asked about for 46 hours.
select kind, number, status, due_at, overdue from ops.deadlines('7 days');

-- Which providers of the portal failed, and whether they are called at present.
select portal, provider, state, failures, last_error from ops.breakers;

-- It is made due now, by its own rules: the portal is asked whether it has the document before anything is sent again.
select r.kind, r.status from ops.api_calls as c cross join lateral ops.retry_call(c.id) as r;
select status, next_attempt_at = core.now() as due_now from einvoice.e_invoices;
select kind, requested_at from ops.retries;

-- Once it is registered there is nothing left to try again, and a second try says so.
update einvoice.e_invoices set status = 'generated', irn = repeat('0', 64);
savepoint before_the_attempt;
select r.kind from ops.api_calls as c cross join lateral ops.retry_call(c.id) as r;
rollback to before_the_attempt;

-- Another company has nothing to look at and nothing to try.
select core.enter('{"tenantId": "00000000-0000-7000-8000-0000000041a1", "actorKind": "job", "now": "2026-11-20T06:32:00Z"}');
select count(*) as calls_seen from ops.api_calls;

rollback;
