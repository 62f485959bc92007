-- Why: a refusal's sentence is written once, in core.refusals, and its {facts} are filled where it is given.
create or replace function core.fill(p_message text, p_facts jsonb) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select coalesce(
    (select string_agg(
       case when piece.ord % 2 = 1 then piece.text else coalesce(p_facts ->> piece.text, '{' || piece.text || '}') end,
       '' order by piece.ord)
     from regexp_split_to_table(p_message, '[{}]') with ordinality as piece(text, ord)),
    p_message)
$$;
comment on function core.fill(text, jsonb) is 'A refusal''s sentence with its {facts} filled in';
