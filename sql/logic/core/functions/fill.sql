-- Why: a refusal's sentence is written once, in core.refusals, and its {facts} are filled where it is given;
-- an instant among them as people in India write it (25 Nov 2026, 15:59 IST). What a caller sent may look like one only.
create or replace function core.fill(p_message text, p_facts jsonb) returns text
language sql stable parallel safe
set search_path = ''
as $$
  select coalesce(
    (select string_agg(
       case when piece.ord % 2 = 1 then piece.text else case
         when p_facts ->> piece.text ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$'
             and pg_input_is_valid(p_facts ->> piece.text, 'timestamptz')
           then to_char((p_facts ->> piece.text)::timestamptz at time zone 'Asia/Kolkata', 'FMDD Mon YYYY, HH24:MI "IST"')
         else coalesce(p_facts ->> piece.text, '{' || piece.text || '}') end end,
       '' order by piece.ord)
     from regexp_split_to_table(p_message, '[{}]') with ordinality as piece(text, ord)),
    p_message)
$$;
comment on function core.fill(text, jsonb) is 'A refusal''s sentence with its {facts} filled in';
