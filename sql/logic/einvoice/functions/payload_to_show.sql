-- Why: of a document that is not registered there is no INV-01 to show; one drawn up for the asking would hold what the portal
-- knows nothing of. Called by: GET /api/einvoice/{voucherId}/payload. Refuses: e_invoice_not_applicable.
create or replace function einvoice.payload_to_show(p_voucher_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_none json := einvoice.not_required_json(p_voucher_id);
begin
  if v_none is not null then
    perform core.refuse('e_invoice_not_applicable', null, jsonb_build_object('reason', v_none ->> 'reason'));
  end if;
  return einvoice.payload(p_voucher_id);
end $$;
comment on function einvoice.payload_to_show(uuid) is 'The INV-01 document of a voucher that is registered';
