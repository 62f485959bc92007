-- Why: goods on the road under a validity that ends: whoever planned its extension is told what became of it.
-- Called by: ewaybill.begin_planned, ewaybill.watch_extensions, ewaybill.record_change.
create or replace function ewaybill.notify_extension(p_bill ewaybill.e_way_bills, p_kind text, p_why text) returns void
language sql
set search_path = ''
as $$
  select ops.resolve_notification('e_way_extension_at_risk', p_bill.id::text) where p_kind <> 'e_way_extension_at_risk';
  select ops.notify(p_kind, p_bill.id::text, case p_kind when 'e_way_extension_at_risk' then 'warning' else 'critical' end,
    'E-way bill ' || p_bill.ewb_number || case p_kind when 'e_way_extension_at_risk' then ' is not extended yet' else ' was not extended' end,
    'Its validity ends ' || to_char(p_bill.valid_until at time zone 'Asia/Kolkata', 'DD-MM-YYYY HH24:MI') || ' IST; it can be extended until '
      || to_char(w.closes_at at time zone 'Asia/Kolkata', 'DD-MM-YYYY HH24:MI') || ' IST. ' || coalesce(p_why, ''),
    jsonb_build_object('eWayBillId', p_bill.id, 'ewbNumber', p_bill.ewb_number, 'validUntil', p_bill.valid_until, 'closesAt', w.closes_at))
  from ewaybill.extension_window(p_bill.valid_until) as w
$$;
comment on function ewaybill.notify_extension(ewaybill.e_way_bills, text, text) is 'Tells a person of an extension at risk or lost';
