-- Why: a consolidated e-way bill with what its print needs. Its QR says the same of it as that of a bill.
-- Shape: domain/print/eway.ts. Null where there is no such bill. Called by: GET /api/ewaybill/consolidated/{number}/pdf.
create or replace function ewaybill.print_trip(p_number text) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'title', 'Consolidated e-Way Bill', 'number', c.consolidated_number, 'status', 'posted', 'date', (c.generated_at at time zone 'Asia/Kolkata')::date,
    'generatedAt', ewaybill.india_time(c.generated_at), 'company', billing.print_company(c.gstin),
    'transport', c.transport || jsonb_strip_nulls(jsonb_build_object('vehicleNumber', ewaybill.vehicle_number(c.transport ->> 'vehicleNumber'))), 'fromStateName', s.name,
    'bills', members.list, 'totalAmount', members.total,
    'qr', c.consolidated_number || '/' || c.gstin || '/' || to_char(c.generated_at at time zone 'Asia/Kolkata', 'DD-MM-YYYY HH24:MI:SS')))
  from ewaybill.consolidated_bills as c
  left join gst.states as s on s.code = c.transport ->> 'fromState'
  cross join lateral (
    select json_agg(json_build_object('number', b.ewb_number, 'documentNumber', p.payload ->> 'docNo', 'documentDate', p.payload ->> 'docDate', 'toName', p.payload ->> 'toTrdName',
             'toPlace', p.payload ->> 'toPlace', 'totalAmount', v.total_amount, 'generatedAt', ewaybill.india_time(b.generated_at),
             'validUntil', ewaybill.india_time(b.valid_until), 'state', ewaybill.public_status(b.status, b.valid_until, b.generated_at)) order by b.ewb_number) as list,
           sum(v.total_amount) as total
    from ewaybill.consolidated_members as m
    join ewaybill.e_way_bills as b on b.tenant_id = m.tenant_id and b.id = m.e_way_bill_id
    join billing.vouchers as v on v.tenant_id = b.tenant_id and v.id = b.voucher_id
    cross join lateral (select ewaybill.payload(b.voucher_id, b.first_transport) as payload) as p
    where m.tenant_id = c.tenant_id and m.consolidated_bill_id = c.id
  ) as members
  where c.tenant_id = (select core.current_tenant()) and c.consolidated_number = p_number
$$;
comment on function ewaybill.print_trip(text) is 'A consolidated e-way bill with everything its print needs; null: none';
