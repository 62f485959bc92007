-- Why: a party written into the document itself, normalised: GSTIN without blanks and in capitals, the State from the
-- GSTIN where none is given, the kind of registration from the kind of GSTIN where none is said.
create or replace function billing.inline_party(p_party jsonb) returns billing.recipient
language sql stable
set search_path = ''
as $$
  select trim(sent.name), sent.gstin, given.state_code,
         coalesce(sent.registration_type, case gst.gstin_kind(sent.gstin)
           when 'uin' then 'uin' when 'tds' then 'tds' when 'tcs' then 'tcs' else case when sent.gstin is null then 'unregistered' else 'regular' end
         end),
         billing.party_match_key(sent.gstin, sent.name, given.state_code),
         jsonb_strip_nulls(p_party || jsonb_build_object('gstin', sent.gstin, 'stateCode', given.state_code))
  from (select p_party ->> 'name' as name, p_party ->> 'registrationType' as registration_type,
               nullif(upper(regexp_replace(p_party ->> 'gstin', '[\s-]', '', 'g')), '') as gstin) as sent
  cross join lateral (select coalesce(p_party ->> 'stateCode', left(sent.gstin, 2)) as state_code) as given
  where p_party is not null
$$;
comment on function billing.inline_party(jsonb) is 'A document''s own party object as a recipient; null where there is none';
