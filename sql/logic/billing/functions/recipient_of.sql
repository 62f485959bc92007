-- Why: the recipient is the party of a partyId, or the one in the body; what the body leaves unsaid about its kind of
-- registration, the master knows (an SEZ unit looks like any taxpayer by its GSTIN).
create or replace function billing.recipient_of(
  p_party_id uuid, p_by_id billing.parties, p_by_key billing.parties, p_inline billing.recipient) returns billing.recipient
language sql stable
set search_path = ''
as $$
  select case when p_party_id is not null then
    row((p_by_id).name, (p_by_id).gstin, (p_by_id).state_code, (p_by_id).registration_type, (p_by_id).match_key,
        jsonb_strip_nulls(jsonb_build_object(
          'name', (p_by_id).name, 'gstin', (p_by_id).gstin, 'address', (p_by_id).address, 'city', (p_by_id).city,
          'pincode', (p_by_id).pincode, 'stateCode', (p_by_id).state_code,
          'registrationType', (p_by_id).registration_type)))::billing.recipient
  else
    row((p_inline).name, (p_inline).gstin, (p_inline).state_code,
        coalesce((p_inline).party ->> 'registrationType', (p_by_key).registration_type, (p_inline).registration_type),
        (p_inline).match_key, (p_inline).party)::billing.recipient
  end
$$;
comment on function billing.recipient_of(uuid, billing.parties, billing.parties, billing.recipient) is 'The recipient of a document: the party of its partyId, else its own party object';
