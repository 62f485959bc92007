-- Why: a GSTIN's calls at a portal, as a bucket that fills with time: a sixth of a minute's calls at once, the rest spread
-- over it, so that no minute ever sees more than the limit. Called by: ops.call_ways, ops.spend_calls.
create or replace function ops.bucket(p_per_minute numeric, p_tokens numeric, p_refilled_at timestamptz, out a_second numeric, out tokens numeric)
language sql stable
set search_path = ''
as $$
  select p_per_minute / 72,
         least(size, coalesce(p_tokens + p_per_minute / 72 * greatest(extract(epoch from core.now() - p_refilled_at), 0), size))
  from (select greatest(1, floor(p_per_minute / 6)) as size) as s
$$;
comment on function ops.bucket(numeric, numeric, timestamptz) is 'What a bucket of calls holds by now, and how fast it fills; null tokens: a full one';
