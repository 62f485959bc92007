-- Why: the portal reads a document only where it keeps to the form INV-01 (einvoice.payload_fields); what does not is
-- refused with 5002 and the sentence of the form. A field that is null is not given, unknown fields are let pass, and
-- lengths count UTF-16 units, as there. Called by: einvoice.validate_payloads.
create or replace function einvoice.check_schema(p_payloads json[]) returns table (ordinal bigint, code text, pointer text, message text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with recursive nodes as (
    select p.ordinal, '' as pointer, '/' as path, 'object' as kind, p.payload::jsonb as value
    from unnest(p_payloads) with ordinality as p(payload, ordinal)
    union all
    select n.ordinal, n.pointer || '/' || child.name, f.path, f.kind, child.value
    from nodes as n
    cross join lateral (
      select o.key as name, o.key as field, o.value from jsonb_each(case when n.kind = 'object' and jsonb_typeof(n.value) = 'object' then n.value else '{}' end) as o
      where o.value <> 'null'
      union all
      select (a.at - 1)::text, '*', a.value
      from jsonb_array_elements(case when n.kind = 'array' and jsonb_typeof(n.value) = 'array' then n.value else '[]' end) with ordinality as a(value, at)
    ) as child
    join einvoice.payload_fields as f on f.parent = n.path and f.name = child.field
    where n.kind in ('object', 'array')
  ), faults as (
    select n.ordinal, n.pointer, fault.text, fault.facts
    from nodes as n
    left join einvoice.payload_fields as f on f.path = n.path
    cross join lateral (select n.value #>> '{}' as text, jsonb_typeof(n.value) = n.kind as fits) as v
    cross join lateral (
      select case
          when not v.fits then 'must be a' || case when n.kind in ('object', 'array') then 'n' else '' end || ' ' || n.kind
          when n.kind = 'array' and jsonb_array_length(n.value) not between coalesce(f.min_items, 0) and coalesce(f.max_items, 2147483647)
            then format('must have %s to %s entries', coalesce(f.min_items, 0), coalesce(f.max_items::text, 'any number of'))
          when n.kind = 'number' and v.text::numeric not between f.minimum and f.maximum then format('must be between %s and %s', f.minimum, f.maximum)
          when n.kind = 'string' and length(v.text) + case when octet_length(v.text) > length(v.text) then regexp_count(v.text, '[\U00010000-\U0010FFFF]') else 0 end not between coalesce(f.min_length, 0) and coalesce(f.max_length, 2147483647)
            then format('must be a string with a minimum length of %s and a maximum length of %s', f.min_length, f.max_length)
          when n.kind = 'string' and v.text <> all (f.allowed) then 'must be one of ' || array_to_string(f.allowed, ', ')
          when n.kind = 'string' and v.text !~ f.pattern then 'must match the regular expression ' || f.pattern
        end as text,
        jsonb_build_object('given', case when n.kind in ('string', 'number') then left(v.text, 200) end) as facts
    ) as fault
    where fault.text is not null
    union all
    select n.ordinal, n.pointer || '/' || f.name, 'must be given, it is required', '{}'
    from nodes as n
    join einvoice.payload_fields as f on f.parent = n.path and f.required
    where n.kind = 'object' and jsonb_typeof(n.value) = 'object' and coalesce(n.value -> f.name, 'null') = 'null'
    union all
    -- The form does not say it, the portal does: no request above 2 MB is read.
    select p.ordinal, '', 'must not be larger than 2097152 bytes', jsonb_build_object('bytes', octet_length(p.payload::text))
    from unnest(p_payloads) with ordinality as p(payload, ordinal)
    where octet_length(p.payload::text) > 2097152
  )
  select f.ordinal, '5002', f.pointer,
         'The field ' || coalesce(nullif(replace(regexp_replace(substr(f.pointer, 2), '/([0-9]+)', '[\1]', 'g'), '/', '.'), ''), 'Invoice') || ' ' || f.text,
         jsonb_strip_nulls(f.facts)
  from faults as f
  order by f.ordinal, f.pointer
$$;
comment on function einvoice.check_schema(json[]) is 'What a batch of documents breaks of the form INV-01, in the portal''s sentences';
