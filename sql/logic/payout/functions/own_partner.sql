-- Why: whose invoices are asked for. Called by: a partner's list and preview. Refuses: partner_not_found.
create or replace function payout.own_partner(p_destination_id text) returns payout.partners
language plpgsql stable
set search_path = ''
as $$
declare
  v_partner payout.partners;
begin
  select p.* into v_partner from payout.partners as p
  where p.tenant_id = (select core.current_tenant()) and p.destination_id = p_destination_id;
  if not found then
    perform core.refuse('partner_not_found', null, jsonb_build_object('destinationId', p_destination_id));
  end if;
  return v_partner;
end $$;
comment on function payout.own_partner(text) is 'The partner of a destination; refused where there is none';
