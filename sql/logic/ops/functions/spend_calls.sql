-- Why: takes calls off what GSTINs have left at a portal, set-wise. Called by: claim_due, a call a document before it is
-- made; ops.record_api_calls, for those nobody reckoned with. Below zero is paid back by waiting.
-- Takes [{gstin, calls, perMinute}]; a GSTIN without limit is left alone. Locks: the budgets, in order of GSTIN.
create or replace function ops.spend_calls(p_portal text, p_spent jsonb) returns void
language sql
set search_path = ''
as $$
  insert into ops.call_budgets as b (tenant_id, portal, gstin, tokens, refilled_at)
  select core.current_tenant(), p_portal, s.gstin, full_one.tokens - s.calls, core.now()
  from jsonb_to_recordset(p_spent) as s(gstin text, calls numeric, "perMinute" numeric)
  cross join lateral ops.bucket(s."perMinute", null, null) as full_one
  where s."perMinute" > 0 and s.calls <> 0
  order by s.gstin
  on conflict (tenant_id, portal, gstin) do update
  set refilled_at = excluded.refilled_at,
      tokens = (
        select bucket.tokens - s.calls
        from jsonb_to_recordset(p_spent) as s(gstin text, calls numeric, "perMinute" numeric)
        cross join lateral ops.bucket(s."perMinute", b.tokens, b.refilled_at) as bucket
        where s.gstin = b.gstin)
$$;
comment on function ops.spend_calls(text, jsonb) is 'Takes calls off what GSTINs of the company have left: [{gstin, calls, perMinute}]';
