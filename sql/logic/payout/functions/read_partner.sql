-- Why: a partner that must be there. Called by: GET /api/admin/partners/{destinationId}. Refuses: partner_not_found.
create or replace function payout.read_partner(p_destination_id text) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_partner json := payout.partner_json(p_destination_id);
begin
  if v_partner is null then
    perform core.refuse('partner_not_found', null, jsonb_build_object('destinationId', p_destination_id));
  end if;
  return v_partner;
end $$;
comment on function payout.read_partner(text) is 'A partner with the account in use, masked; refused where there is none';
