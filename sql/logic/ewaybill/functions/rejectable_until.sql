-- Why: a received bill may be rejected for so many hours from its making (gst.limits), and while it is valid, whichever ends first.
create or replace function ewaybill.rejectable_until(p_bill ewaybill.received_bills) returns timestamptz
language sql stable
set search_path = ''
as $$
  select least(p_bill.generated_at + l.hours * interval '1 hour', p_bill.valid_until)
  from gst.limit_on('e_way_bill_rejection_hours', (p_bill.generated_at at time zone 'Asia/Kolkata')::date) as l(hours)
$$;
comment on function ewaybill.rejectable_until(ewaybill.received_bills) is 'Until when a received bill may be rejected';
