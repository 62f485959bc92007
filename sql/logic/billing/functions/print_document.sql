-- Why: a voucher with everything its print needs: the facts of billing.print_facts, the signed QR, and instants as India's
-- clocks show them; a draft where it is one. Shape: domain/print/README.md. Null where there is neither.
-- Called by: GET /api/vouchers/{id}/pdf.
create or replace function billing.print_document(p_id uuid) returns json
language sql
set search_path = ''
as $$
  select case when v.document is null then billing.print_draft(p_id) else
    (v.document || billing.print_facts(v.document) || jsonb_build_object('eWayBill', ewaybill.on_paper(p_id),
      'eInvoice', v.document -> 'eInvoice' || jsonb_build_object('signedQrCode', d.signed_qr_code,
        'ackDate', to_char(d.ack_date at time zone 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS"+05:30"'))))::json end
  from (select billing.voucher_json(p_id)::jsonb as document offset 0) as v
  left join einvoice.irn_details as d on d.tenant_id = (select core.current_tenant()) and d.invoice_id = p_id
$$;
comment on function billing.print_document(uuid) is 'A voucher or a draft with everything its print needs';
