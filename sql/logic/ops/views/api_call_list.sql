-- Why: calls to portals, newest first, as the operations pages and the API show them. Bodies are cut: a page of them whole
-- would be fifty megabytes; ops.api_call_json has them whole. Read by: domain/ops/calls.ts.
create or replace view ops.api_call_list with (security_invoker = true) as
select c.tenant_id, c.id, c.called_at, c.portal, c.operation, c.entity_id, c.outcome, c.error_code,
       json_build_object(
         'id', c.id, 'calledAt', c.called_at, 'portal', c.portal, 'operation', c.operation, 'entityId', c.entity_id, 'gstin', c.gstin,
         'environment', c.environment, 'provider', c.provider, 'url', c.url,
         'outcome', c.outcome, 'httpStatus', c.http_status, 'errorCode', c.error_code,
         'errorMessage', coalesce(c.error_message, (select e.message from einvoice.portal_errors as e where c.portal = 'irp' and e.code = c.error_code)),
         'durationMs', c.duration_ms, 'request', left(c.request ->> 'body', 2000), 'response', left(c.response ->> 'body', 2000)) as call
from ops.api_calls as c;
comment on view ops.api_call_list is 'Calls to portals, each as the JSON the API answers, bodies cut at 2,000 characters';
