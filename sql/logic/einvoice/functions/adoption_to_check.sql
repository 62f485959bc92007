-- Why: what the job needs to verify what a person brought. No row once it is settled. Called by: jobs/einvoice/adopt.ts.
create or replace function einvoice.adoption_to_check(p_adoption_id uuid)
returns table (signed_invoice text, signed_qr_code text, gstin text, buyer_gstin text, document_type text, number text, voucher_date date,
               financial_year text, total text, payload text)
language sql stable
set search_path = ''
as $$
  select a.signed_invoice, a.signed_qr_code, e.gstin, coalesce(v.party_gstin, 'URP'), k.document_code, v.number, v.voucher_date, v.financial_year,
         v.total_amount::text, einvoice.payload(v.id)::text
  from einvoice.adoptions as a
  join einvoice.e_invoices as e on e.tenant_id = a.tenant_id and e.id = a.e_invoice_id
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  join billing.voucher_kinds as k on k.voucher_type = v.voucher_type
  where a.tenant_id = (select core.current_tenant()) and a.id = p_adoption_id and a.status = 'requested'
$$;
comment on function einvoice.adoption_to_check(uuid) is 'An open adoption with what its document must say';
