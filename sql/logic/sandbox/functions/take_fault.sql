-- Why: a planned fault strikes exactly as often as it was planned, also under parallel requests; where it was planned for one
-- taxpayer, for a while or with a probability, only then. What does not strike leaves the turn to the next.
-- Called by: every sandbox portal, once a request. Locks: the fault's row.
create or replace function sandbox.take_fault(p_portal text, p_operation text, p_gstin text default null, p_now timestamptz default clock_timestamp())
returns table (kind text, params jsonb)
language sql
set search_path = ''
as $$
  update sandbox.faults f set remaining = f.remaining - 1
  where f.id = (select n.id from sandbox.faults n
                where n.portal = p_portal and n.operation in (p_operation, '*') and n.remaining > 0
                  and coalesce(n.params ->> 'gstin' = p_gstin, not n.params ? 'gstin')
                  and coalesce((n.params ->> 'until')::timestamptz > p_now, true)
                  and random() * 100 < coalesce((n.params ->> 'probability')::numeric, 100)
                order by n.id limit 1 for update)
    and f.remaining > 0
  returning f.kind, f.params
$$;
comment on function sandbox.take_fault(text, text, text, timestamptz) is 'The next planned fault of a portal''s operation, counted as used; no row where none strikes';
