-- Why: all a document violates, at once and in the portal's words, as the real portal answers.
-- Called by: the sandbox portal (generate). The payload has passed the INV-01 schema, so its types can be relied upon.
create or replace function sandbox.irp_refusals(p_gstin text, p_payload jsonb, p_now timestamptz)
returns table (code text, message text)
language sql stable
set search_path = ''
as $$
  select distinct r.code, replace(replace(replace(replace(e.message, '{0}', case when e.message like '%{1}%' then said.first else coalesce(r.subject, '') end),
    '{1}', said.second), '{party}', said.first), '{n}', said.second)
  from (select * from sandbox.irp_party_refusals(p_gstin, p_payload, p_now)
        union all select * from sandbox.irp_pin_refusals(p_payload)
        union all select * from sandbox.irp_place_refusals(p_payload)
        union all select * from sandbox.irp_item_refusals(p_gstin, p_payload)
        union all select * from sandbox.irp_total_refusals(p_payload)) as r
  join sandbox.irp_errors e on e.code = r.code
  -- Some sentences name two things, which stand in the subject side by side.
  cross join lateral (select split_part(coalesce(r.subject, ''), ' ', 1) as first, split_part(coalesce(r.subject, ''), ' ', 2) as second) as said
  order by 1, 2
$$;
comment on function sandbox.irp_refusals(text, jsonb, timestamptz) is 'Every rule of the portal a payload breaks: code and sentence; no row means it may be registered';
