-- Why: a planned fault strikes exactly as often as it was planned, also under parallel requests; where it was planned for one
-- taxpayer, for a while or with a probability, only then. What does not strike leaves the turn to the next. Where calls a
-- minute are limited, the call too many is answered 429 until the minute is over.
-- Called by: every sandbox portal, once a request. Locks: the fault's row; the count of the minute.
create or replace function sandbox.take_fault(p_portal text, p_operation text, p_gstin text default null, p_now timestamptz default clock_timestamp())
returns table (kind text, params jsonb)
language plpgsql
set search_path = ''
as $$
declare
  v_limit numeric := sandbox.setting('callsPerMinute');
  v_minute timestamptz := date_trunc('minute', p_now);
  v_calls integer;
begin
  if v_limit > 0 then
    insert into sandbox.calls as c (portal, gstin, minute, calls) values (p_portal, coalesce(p_gstin, ''), v_minute, 1)
    on conflict (portal, gstin, minute) do update set calls = c.calls + 1
    returning c.calls into v_calls;
    if v_calls > v_limit then
      return query select 'http_429', jsonb_build_object('retryAfter', ceil(extract(epoch from v_minute + interval '1 minute' - p_now))::int);
      return;
    end if;
  end if;
  return query
    update sandbox.faults f set remaining = f.remaining - 1
    where f.id = (select n.id from sandbox.faults n
                  where n.portal = p_portal and n.operation in (p_operation, '*') and n.remaining > 0
                    and coalesce(n.params ->> 'gstin' = p_gstin, not n.params ? 'gstin')
                    and coalesce((n.params ->> 'until')::timestamptz > p_now, true)
                    and random() * 100 < coalesce((n.params ->> 'probability')::numeric, 100)
                  order by n.id limit 1 for update)
      and f.remaining > 0
    returning f.kind, f.params;
end $$;
comment on function sandbox.take_fault(text, text, text, timestamptz) is 'The next planned fault of a portal''s operation, counted as used; no row where none strikes';
