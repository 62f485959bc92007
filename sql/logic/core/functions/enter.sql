-- Why: makes a transaction a tenant's, for this transaction only, so that a pooled connection carries nothing over.
-- Called by: db/tenant.ts (withTenant) and, for calls that are a transaction of their own, by billing.post_vouchers.
create or replace function core.enter(p_context jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('app.tenant_id', coalesce(p_context ->> 'tenantId', ''), true),
          set_config('app.user_id', coalesce(p_context ->> 'userId', ''), true),
          set_config('app.actor_kind', coalesce(p_context ->> 'actorKind', ''), true),
          set_config('app.request_id', coalesce(p_context ->> 'requestId', ''), true),
          set_config('app.ip', coalesce(p_context ->> 'ip', ''), true),
          set_config('app.now', coalesce(p_context ->> 'now', ''), true);
end $$;
comment on function core.enter(jsonb) is 'Sets tenant, actor, request and (for an injected clock) the time of this transaction: {tenantId, userId, actorKind, requestId, ip, now}';
