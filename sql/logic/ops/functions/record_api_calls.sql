-- Why: keeps what was said to a portal and answered, secrets masked by the client that said it, and draws what follows: a
-- provider that fails rests (ops.watch_breakers), calls are taken off their GSTIN's budget, a GSTIN the portal wants fewer
-- calls of is left alone until the moment it names. Answers which of these rest now: "<environment> <provider>" and GSTINs.
-- Called by: domain/portals/exchanges.ts, with the answers they led to or by themselves.
-- Takes calls in the order in which they ended: [{operation, entityId, environment, provider, gstin, url, request, response,
-- httpStatus, outcome, errorCode, durationMs, calledAt, isFault, retryAfterMs}], and what they cost beyond what was taken off
-- when they were claimed: [{gstin, calls, perMinute}].
create or replace function ops.record_api_calls(p_portal text, p_calls jsonb, p_spent jsonb default '[]') returns text[]
language plpgsql
set search_path = ''
as $$
declare
  v_told jsonb;
begin
  insert into ops.api_calls (tenant_id, portal, operation, entity_id, environment, provider, gstin, url, request, response, http_status,
                             outcome, error_code, error_message, duration_ms, called_at)
  select core.current_tenant(), p_portal, c.operation, c."entityId", c.environment, c.provider, c.gstin, c.url, c.request, c.response,
         c."httpStatus", c.outcome, c."errorCode", c."errorMessage", c."durationMs", c."calledAt"
  from jsonb_to_recordset(p_calls) as c(
    operation text, "entityId" uuid, environment text, provider text, gstin text, url text, request jsonb, response jsonb,
    "httpStatus" integer, outcome text, "errorCode" text, "errorMessage" text, "durationMs" integer, "calledAt" timestamptz);

  select jsonb_agg(t) into v_told
  from (
    select c.environment, c.provider, bool_or(not c."isFault") as answered,
           count(*) filter (where c."isFault" and c.ordinal > coalesce(c.last_answer, 0)) as failures,
           (array_agg(c."errorCode" order by c.ordinal desc) filter (where c."isFault"))[1] as error
    from (
      select r.*, max(r.ordinal) filter (where not r."isFault") over (partition by r.environment, r.provider) as last_answer
      from rows from (jsonb_to_recordset(p_calls) as (environment text, provider text, "errorCode" text, "isFault" boolean))
        with ordinality as r(environment, provider, "errorCode", "isFault", ordinal)) as c
    where c.provider is not null
    group by c.environment, c.provider
  ) as t;

  perform ops.spend_calls(p_portal, p_spent);
  insert into ops.call_budgets as b (tenant_id, portal, gstin, tokens, refilled_at, not_before, asked_at)
  select core.current_tenant(), p_portal, c.gstin, 0, core.now(), core.now() + max(coalesce(c."retryAfterMs", 10000)) * interval '1 millisecond', core.now()
  from jsonb_to_recordset(p_calls) as c(gstin text, "errorCode" text, "retryAfterMs" numeric)
  where c."errorCode" = 'rate_limited'
  group by c.gstin
  order by c.gstin
  on conflict (tenant_id, portal, gstin) do update set not_before = excluded.not_before, asked_at = excluded.asked_at;

  perform ops.watch_breakers(p_portal, v_told);
  return array(
    select b.environment || ' ' || b.provider from ops.breakers as b
    join jsonb_to_recordset(coalesce(v_told, '[]')) as t(environment text, provider text) on t.environment = b.environment and t.provider = b.provider
    where b.portal = p_portal and b.state <> 'closed' and b.updated_at <= core.now()
    union all
    select distinct c.gstin from jsonb_to_recordset(p_calls) as c(gstin text, "errorCode" text) where c."errorCode" = 'rate_limited');
end $$;
comment on function ops.record_api_calls(text, jsonb, jsonb) is 'Keeps exchanges with a portal, and draws what follows for its breakers and the budgets of the GSTINs; the providers and GSTINs that rest now';
