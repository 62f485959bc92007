-- Why: one count for every instance of the API. A caller with a high rate takes several at once, so that counting is not
-- a round trip a request. Fixed minutes: a new one starts at zero.
-- Called by: domain/core/rate.ts. Locks: the caller's row. Answers how many were given and when the minute ends.
create or replace function core.take_requests(
  p_caller text, p_limit integer, p_wanted integer, out granted integer, out seconds_left integer
)
language plpgsql
set search_path = ''
as $$
declare
  v_now constant timestamptz := core.now();
  v_minute constant timestamptz := date_trunc('minute', v_now);
  v_taken integer;
begin
  insert into core.rate_windows as held (tenant_id, caller, starts_at, taken)
  values ((select core.current_tenant()), p_caller, v_minute, p_wanted)
  on conflict (tenant_id, caller) do update set
    taken = case when held.starts_at = v_minute then held.taken + p_wanted else p_wanted end,
    starts_at = v_minute
  where held.starts_at <> v_minute or held.taken < p_limit
  returning taken into v_taken;
  granted := case when v_taken is null then 0 else greatest(0, least(p_wanted, p_limit - (v_taken - p_wanted))) end;
  seconds_left := ceil(extract(epoch from v_minute + interval '1 minute' - v_now));
end $$;
comment on function core.take_requests(text, integer, integer) is 'Takes up to p_wanted of a caller''s p_limit requests of this minute: how many were granted, seconds until the next minute';
