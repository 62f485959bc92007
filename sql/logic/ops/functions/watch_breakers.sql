-- Why: a provider that fails is left alone for a while, so that thousands of documents do not each find out for themselves,
-- nor meet it all at once when it comes back. Called by: ops.record_api_calls.
-- Takes [{environment, provider, answered, failures, error}] of the calls just made: whether it answered at all, and how
-- often it failed after that. Five failures within half a minute open a breaker; a failed probe opens it for twice as
-- long, five minutes at most; an answer closes it. Locks: the breakers, in order; what only goes well touches none.
create or replace function ops.watch_breakers(p_portal text, p_told jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v record;
  v_breaker ops.breakers;
  v_rest interval;
begin
  for v in
    select t.*
    from jsonb_to_recordset(coalesce(p_told, '[]')) as t(environment text, provider text, answered boolean, failures integer, error text)
    left join ops.breakers as b on b.portal = p_portal and b.environment = t.environment and b.provider = t.provider
    where t.failures > 0 or b.state <> 'closed' or b.failures > 0
    order by t.environment, t.provider
  loop
    insert into ops.breakers (portal, environment, provider) values (p_portal, v.environment, v.provider) on conflict do nothing;
    select * into v_breaker from ops.breakers as b
    where b.portal = p_portal and b.environment = v.environment and b.provider = v.provider for update;
    if v_breaker.updated_at > core.now() then
      v_breaker.state := 'closed';
      v_breaker.failures := 0;
      v_breaker.times_opened := 0;
      v_breaker.retry_at := null;
    end if;
    if v.answered then
      if v_breaker.state <> 'closed' then
        perform ops.resolve_operators_notification('portal_down', concat_ws(' ', p_portal, v.environment, v.provider));
      end if;
      v_breaker.state := 'closed';
      v_breaker.failures := 0;
      v_breaker.times_opened := 0;
      v_breaker.opened_at := null;
      v_breaker.retry_at := null;
    end if;
    if v.failures > 0 then
      if v_breaker.failures = 0 or v_breaker.failing_since <= core.now() - interval '30 seconds' then
        v_breaker.failing_since := core.now();
        v_breaker.failures := 0;
      end if;
      v_breaker.failures := v_breaker.failures + v.failures;
      v_breaker.last_error := v.error;
      if v_breaker.state = 'half_open' or v_breaker.state = 'closed' and v_breaker.failures >= 5 then
        v_rest := least(interval '5 minutes', interval '15 seconds' * 2 ^ least(v_breaker.times_opened, 6)) * (0.9 + random() * 0.1);
        v_breaker.state := 'open';
        v_breaker.times_opened := v_breaker.times_opened + 1;
        v_breaker.opened_at := coalesce(v_breaker.opened_at, core.now());
        v_breaker.retry_at := core.now() + v_rest;
        perform ops.notify_operators(
          'portal_down', concat_ws(' ', p_portal, v.environment, v.provider), 'critical',
          format('The portal %s (%s, %s) does not answer', v.provider, p_portal, v.environment),
          format('It failed %s times, lastly with %s. Documents wait and go by themselves once it answers; it is tried again at %s.',
            v_breaker.failures, v.error, to_char(v_breaker.retry_at at time zone 'Asia/Kolkata', 'HH24:MI:SS "IST"')),
          jsonb_build_object('portal', p_portal, 'environment', v.environment, 'provider', v.provider, 'error', v.error));
      end if;
    end if;
    update ops.breakers as b
    set state = v_breaker.state, failures = v_breaker.failures, failing_since = v_breaker.failing_since, opened_at = v_breaker.opened_at,
        times_opened = v_breaker.times_opened, retry_at = v_breaker.retry_at, last_error = v_breaker.last_error, updated_at = core.now()
    where b.portal = p_portal and b.environment = v.environment and b.provider = v.provider;
  end loop;
end $$;
comment on function ops.watch_breakers(text, jsonb) is 'Opens and closes the breakers of a portal by how its providers answered: [{environment, provider, answered, failures, error}]';
