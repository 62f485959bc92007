-- Why: what does not get through after twelve attempts is tried on, every quarter of an hour, and a person is told, once a
-- GSTIN while it lasts. Called by: einvoice.record_answers, with its answers, before they are written down.
create or replace function einvoice.tell_stuck(p_answers jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ops.notify('e_invoices_stuck', e.gstin, 'warning', format('E-invoices of %s do not get through', e.gstin),
    format('%s was tried %s times, lastly: %s. It is tried again every quarter of an hour.', min(v.number), max(e.attempts), min(a."errorMessage")),
    jsonb_build_object('gstin', e.gstin, 'errorCode', min(a."errorCode")))
  from jsonb_to_recordset(p_answers) as a("eInvoiceId" uuid, attempt integer, outcome text, "errorCode" text, "errorMessage" text)
  join einvoice.e_invoices as e on e.tenant_id = (select core.current_tenant()) and e.id = a."eInvoiceId" and e.attempts = a.attempt
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  where a.attempt = 12 and a.outcome in ('retry', 'unknown', 'resend') and e.status in ('sending', 'unknown')
  group by e.gstin;
end $$;
comment on function einvoice.tell_stuck(jsonb) is 'Tells a person of e-invoices that have been tried twelve times';
