-- Why: what the portal would refuse of an extension is told before anything is sent, by its own rules (384, 390, 385, and
-- 821: the last extension ends 360 days after the making, and no other follows).
-- The window itself is ewaybill.request_change's, since a planned one waits for it. Called by: ewaybill.check_change, ewaybill.plan_extension.
-- Refuses: e_way_extension_is_the_transporters, e_way_distance_too_long, e_way_extension_too_long, and what ewaybill.check_transport refuses.
create or replace function ewaybill.check_extension(p_bill ewaybill.e_way_bills, p_request jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_transporter text := p_bill.transport ->> 'transporterId';
  v_left integer := (p_request ->> 'remainingKm')::int;
  v_days numeric := (select d from gst.limit_on('e_way_bill_days_in_all', core.today()) as d);
begin
  if v_transporter <> p_bill.gstin then
    perform core.refuse('e_way_extension_is_the_transporters', null, jsonb_build_object('transporterId', v_transporter));
  elsif v_left > p_bill.distance_km then
    perform core.refuse('e_way_distance_too_long', '/remainingKm', jsonb_build_object('remainingKm', v_left, 'distanceKm', p_bill.distance_km));
  elsif (p_bill.valid_until at time zone 'Asia/Kolkata')::date >= (p_bill.generated_at at time zone 'Asia/Kolkata')::date + v_days::int then
    perform core.refuse('e_way_extension_too_long', null, jsonb_build_object('generatedAt', p_bill.generated_at, 'validUntil', p_bill.valid_until, 'days', v_days));
  end if;
  if p_request -> 'inTransit' is null then
    perform ewaybill.check_transport((p_bill.transport - 'transporterId') || p_request, true, '');
  end if;
end $$;
comment on function ewaybill.check_extension(ewaybill.e_way_bills, jsonb) is 'Refuses an extension the portal would not take, but for its window';
