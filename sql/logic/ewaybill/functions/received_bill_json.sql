-- Why: a bill others made on our GSTIN, as callers see it, with what was asked of it.
create or replace function ewaybill.received_bill_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_strip_nulls(json_build_object(
    'id', r.id, 'direction', 'received', 'gstin', r.gstin, 'status', r.status, 'ewbNumber', r.ewb_number, 'generatedAt', r.generated_at, 'validUntil', r.valid_until,
    'generatedBy', r.generated_by, 'fromGstin', r.from_gstin, 'fromName', r.from_name, 'toGstin', r.to_gstin, 'documentNumber', r.document_number,
    'documentDate', r.document_date, 'totalAmount', r.total_amount, 'hsn', r.hsn, 'rejectableUntil', case when r.status = 'active' then ewaybill.rejectable_until(r) end,
    'rejectedAt', r.rejected_at, 'listedAt', r.listed_at, 'changes', ewaybill.changes_json(null, r.id, null)))
  from ewaybill.received_bills as r
  where r.tenant_id = (select core.current_tenant()) and r.id = p_id
$$;
comment on function ewaybill.received_bill_json(uuid) is 'A received e-way bill as JSON';
