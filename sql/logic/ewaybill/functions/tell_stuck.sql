-- Why: what does not get through after twelve attempts is tried on, every quarter of an hour, and a person is told, once a
-- GSTIN while it lasts. Called by: ewaybill.record_answers, with its answers, before they are written down.
create or replace function ewaybill.tell_stuck(p_answers jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ops.notify('e_way_bills_stuck', b.gstin, 'warning', format('E-way bills of %s do not get through', b.gstin),
    format('%s was tried %s times, lastly: %s. It is tried again every quarter of an hour.', min(v.number), max(b.attempts), min(a."errorMessage")),
    jsonb_build_object('gstin', b.gstin, 'errorCode', min(a."errorCode")))
  from jsonb_to_recordset(p_answers) as a("eWayBillId" uuid, attempt integer, outcome text, "errorCode" text, "errorMessage" text)
  join ewaybill.e_way_bills as b on b.tenant_id = (select core.current_tenant()) and b.id = a."eWayBillId" and b.attempts = a.attempt
  join billing.vouchers as v on v.tenant_id = b.tenant_id and v.id = b.voucher_id
  where a.attempt = 12 and a.outcome in ('retry', 'unknown', 'resend') and b.status in ('sending', 'unknown')
  group by b.gstin;
end $$;
comment on function ewaybill.tell_stuck(jsonb) is 'Tells a person of e-way bills that have been tried twelve times';
