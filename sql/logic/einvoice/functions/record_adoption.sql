-- Why: writes down whether what a person brought was believed: then the e-invoice is registered, with what was signed and who
-- signed it, unless it came to be something else meanwhile. Called by: jobs/einvoice/adopt.ts. Locks: the adoption, the e-invoice.
-- Takes {outcome: adopted|refused, irn, ackNo, ackAt, signingKeyId, errorCode, errorMessage}.
create or replace function einvoice.record_adoption(p_adoption_id uuid, p_answer jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_adoption einvoice.adoptions;
  v_invoice einvoice.e_invoices;
begin
  update einvoice.adoptions as a
  set status = p_answer ->> 'outcome', error_code = p_answer ->> 'errorCode', error_message = p_answer ->> 'errorMessage', finished_at = core.now()
  where a.tenant_id = core.current_tenant() and a.id = p_adoption_id and a.status = 'requested'
  returning * into v_adoption;
  if not found or v_adoption.status = 'refused' then
    return;
  end if;
  update einvoice.e_invoices as e
  set status = 'generated', irn = p_answer ->> 'irn', ack_no = p_answer ->> 'ackNo', ack_date = (p_answer ->> 'ackAt')::timestamptz,
      attempts = e.attempts + 1, error_code = null, error_message = null, refused_by = null, refused_payload = null, lease_until = null,
      updated_at = core.now()
  where e.tenant_id = v_adoption.tenant_id and e.id = v_adoption.e_invoice_id and e.status in ('pending', 'unknown', 'failed')
  returning * into v_invoice;
  if not found then
    update einvoice.adoptions as a
    set status = 'refused', error_code = 'e_invoice_not_adoptable', error_message = 'the e-invoice came to be something else meanwhile'
    where a.tenant_id = v_adoption.tenant_id and a.id = p_adoption_id;
    return;
  end if;
  insert into einvoice.submissions (tenant_id, e_invoice_id, invoice_id, attempt, submission_status, supplier_gstin, invoice_date, irn, submitted_at, answered_at)
  select v_invoice.tenant_id, v_invoice.id, v.id, v_invoice.attempts, 'adopted', v_invoice.gstin, v.voucher_date, v_invoice.irn, v_adoption.requested_at, core.now()
  from billing.vouchers as v where v.tenant_id = v_invoice.tenant_id and v.id = v_invoice.voucher_id;
  insert into einvoice.irn_details (tenant_id, e_invoice_id, invoice_id, irn, ack_no, ack_date, signed_invoice, signed_qr_code, signature_verified, signing_key_id)
  values (v_invoice.tenant_id, v_invoice.id, v_invoice.voucher_id, v_invoice.irn, v_invoice.ack_no, v_invoice.ack_date, v_adoption.signed_invoice,
          v_adoption.signed_qr_code, true, p_answer ->> 'signingKeyId');
  perform ewaybill.settle_with_irn(jsonb_build_array(jsonb_build_object('eInvoiceId', v_invoice.id, 'attempt', v_invoice.attempts, 'outcome', 'generated')));
end $$;
comment on function einvoice.record_adoption(uuid, jsonb) is 'Records whether what a person brought of a document was believed';
