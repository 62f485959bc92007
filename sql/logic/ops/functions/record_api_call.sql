-- Why: keeps one exchange with a portal, secrets masked by the client that made it.
-- Called by: the gateways' onExchange, in a transaction of its own, so that it stands whatever becomes of the work.
create or replace function ops.record_api_call(p_call jsonb) returns void
language sql
set search_path = ''
as $$
  insert into ops.api_calls (tenant_id, portal, operation, entity_id, url, request, response, http_status, outcome, error_code,
                             error_message, duration_ms, called_at)
  select core.current_tenant(), c.portal, c.operation, c."entityId", c.url, c.request, c.response, c."httpStatus", c.outcome,
         c."errorCode", c."errorMessage", c."durationMs", c."calledAt"
  from jsonb_to_record(p_call) as c(
    portal text, operation text, "entityId" uuid, url text, request jsonb, response jsonb, "httpStatus" integer, outcome text,
    "errorCode" text, "errorMessage" text, "durationMs" integer, "calledAt" timestamptz)
$$;
comment on function ops.record_api_call(jsonb) is 'Keeps an exchange with a portal: {portal, operation, entityId, url, request, response, httpStatus, outcome, errorCode, durationMs, calledAt}';
