-- Why: what must hold of a party by itself, raised at the first fault. A document's recipient is checked by the same
-- rules in billing.check_documents, which gathers all faults of a batch instead.
create or replace function billing.check_party(p_party billing.recipient) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if (p_party).gstin_fault is not null then
    perform core.refuse((p_party).gstin_fault, '/gstin', jsonb_build_object('gstin', (p_party).gstin));
  elsif not gst.gstin_is_of_state((p_party).gstin, (p_party).gstin_kind, (p_party).state_code) then
    perform core.refuse('gstin_of_another_state', '/stateCode', jsonb_build_object('gstin', (p_party).gstin, 'stateCode', (p_party).state_code));
  elsif (p_party).gstin is null and (p_party).registration_type not in ('unregistered', 'overseas') then
    perform core.refuse('registration_needs_gstin', '/gstin', jsonb_build_object('registrationType', (p_party).registration_type));
  elsif (p_party).gstin is not null and (p_party).registration_type in ('unregistered', 'overseas') then
    perform core.refuse('gstin_of_unregistered', '/registrationType', jsonb_build_object('gstin', (p_party).gstin));
  elsif (p_party).state_code is not null and not exists (select 1 from gst.states where code = (p_party).state_code and coalesce(valid_to >= core.today(), true)) then
    perform core.refuse('state_unknown', '/stateCode', jsonb_build_object('stateCode', (p_party).state_code));
  end if;
end $$;
comment on function billing.check_party(billing.recipient) is 'Raises the first fault of a party: GSTIN, State, registration';
