-- Why: what the portal would refuse of the document itself is told before anything is sent: older than 180 days (its error 820), a
-- transport document of an earlier day (362), more than 100 km within one PIN code (702). Both sides unregistered (822) cannot come
-- about: one side is always a GSTIN of ours. Called by: ewaybill.request_generation, ewaybill.is_complete.
-- Refuses: e_way_document_too_old, transport_document_before_invoice, e_way_distance_too_long_for_pincode.
create or replace function ewaybill.check_document(p_voucher billing.vouchers, p_transport jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_days numeric := (select d from gst.limit_on('e_way_bill_document_age_days', core.today()) as d);
  v_pins json;
begin
  perform ewaybill.check_goods(p_voucher);
  if p_voucher.voucher_date < core.today() - v_days::int then
    perform core.refuse('e_way_document_too_old', '/voucherId', jsonb_build_object('date', p_voucher.voucher_date, 'days', v_days::int));
  elsif (p_transport ->> 'documentDate')::date < p_voucher.voucher_date then
    perform core.refuse('transport_document_before_invoice', '/transport/documentDate',
      jsonb_build_object('documentDate', p_transport ->> 'documentDate', 'date', p_voucher.voucher_date));
  elsif (p_transport ->> 'distanceKm')::int > 100 then
    v_pins := ewaybill.payload(p_voucher.id, p_transport);
    if v_pins ->> 'fromPincode' = v_pins ->> 'toPincode' and v_pins ->> 'subSupplyType' <> '10' then
      perform core.refuse('e_way_distance_too_long_for_pincode', '/transport/distanceKm',
        jsonb_build_object('distanceKm', p_transport -> 'distanceKm', 'pincode', v_pins ->> 'fromPincode'));
    end if;
  end if;
end $$;
comment on function ewaybill.check_document(billing.vouchers, jsonb) is 'Refuses a document the portal would take no e-way bill for';
