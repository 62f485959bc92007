-- Why: the recipient is the party of a partyId, or the one in the body; what the body leaves unsaid about its kind of
-- registration, the master knows (an SEZ unit looks like any taxpayer by its GSTIN). A party on record was checked when it was put there.
create or replace function billing.recipient_of(
  p_party_id uuid, p_by_id billing.parties, p_by_key billing.parties, p_inline billing.recipient) returns setof billing.recipient
language sql stable
begin atomic
  select coalesce((p_inline).name, (p_by_id).name), coalesce((p_inline).gstin, (p_by_id).gstin), (p_inline).gstin_kind, (p_inline).gstin_fault,
         coalesce((p_inline).state_code, (p_by_id).state_code),
         case when p_party_id is not null and (p_inline).party is null then (p_by_id).registration_type
           else coalesce((p_inline).party ->> 'registrationType', (p_by_key).registration_type, (p_inline).registration_type) end,
         coalesce((p_inline).match_key, (p_by_id).match_key),
         coalesce((p_inline).party, case when p_party_id is not null then jsonb_strip_nulls(jsonb_build_object(
           'name', (p_by_id).name, 'gstin', (p_by_id).gstin, 'address', (p_by_id).address, 'city', (p_by_id).city,
           'pincode', (p_by_id).pincode, 'stateCode', (p_by_id).state_code, 'registrationType', (p_by_id).registration_type)) end);
end;
comment on function billing.recipient_of(uuid, billing.parties, billing.parties, billing.recipient) is 'The recipient of a document: the party of its partyId, else its own party object';
