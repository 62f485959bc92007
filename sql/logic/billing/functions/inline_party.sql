-- Why: a party written into the document itself, normalised: GSTIN without blanks and in capitals, the State from the
-- GSTIN where none is given, the kind of registration from the kind of GSTIN where none is said.
create or replace function billing.inline_party(p_party jsonb) returns setof billing.recipient
language sql stable
begin atomic
  select trim(sent.name), sent.gstin, read.kind, read.fault, given.state_code,
         coalesce(sent.registration_type, case
           when read.kind in ('uin', 'tds', 'tcs') then read.kind when sent.gstin is null then 'unregistered' else 'regular' end),
         billing.party_match_key(sent.gstin, sent.name, given.state_code),
         jsonb_strip_nulls(p_party || jsonb_build_object('gstin', sent.gstin, 'stateCode', given.state_code))
  from (select p_party ->> 'name' as name, p_party ->> 'registrationType' as registration_type,
               nullif(upper(regexp_replace(p_party ->> 'gstin', '[\s-]', '', 'g')), '') as gstin
        offset 0) as sent
  cross join lateral (select coalesce(p_party ->> 'stateCode', left(sent.gstin, 2)) as state_code) as given
  cross join lateral gst.read_gstin(sent.gstin) as read
  where p_party is not null;
end;
comment on function billing.inline_party(jsonb) is 'A document''s own party object as a recipient; no row where there is none';
