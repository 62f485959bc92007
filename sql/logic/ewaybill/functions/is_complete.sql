-- Why: nobody asked for this bill, so a rule it breaks is no refusal: the bill waits until somebody asks. The rules are those
-- of a request by hand, and what either portal cannot do without. Called by: ewaybill.request_with_vouchers.
create or replace function ewaybill.is_complete(p_voucher billing.vouchers, p_road text) returns boolean
language plpgsql stable
set search_path = ''
as $$
declare
  v_transport jsonb := p_voucher.particulars -> 'transport';
begin
  perform ewaybill.check_transport(v_transport, false, '/transport');
  perform ewaybill.check_document(p_voucher, v_transport);
  if p_road = 'with_irn' then
    -- abroad is no place a bill goes to: it ends at the port (the portal's 4031)
    return p_voucher.supply_category not in ('EXPWP', 'EXPWOP') or p_voucher.particulars ? 'shipTo';
  end if;
  return ewaybill.payload_gaps(ewaybill.payload(p_voucher.id, v_transport)) = '{}';
exception
  when sqlstate 'PK400' or sqlstate 'PK404' or sqlstate 'PK409' or sqlstate 'PK422' then
    return false;
end $$;
comment on function ewaybill.is_complete(billing.vouchers, text) is 'Whether the e-way bill of a voucher can be asked for as the voucher stands';
