-- Why: the invoice of a partner for a month: its figures, number and details as they are now, and from now on. Called by:
-- domain/payout/partner_invoices.ts, which prints it and keeps the print in the same transaction (payout.keep_original).
-- Locks: the partner, so that of two at once one is made and numbers follow each other; the GSTIN, which two destinations may
-- share; last the company's public numbers, where alone two partners meet.
-- Refuses: partner_not_found, partner_invoice_exists (with the invoice), and what payout.draw_up_invoice refuses.
create or replace function payout.generate_invoice(p_destination_id text, p_month text, p_invoice_number text default null)
returns payout.invoices
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_partner payout.partners;
  v payout.invoices;
begin
  select p.* into v_partner from payout.partners as p
  where p.tenant_id = v_tenant and p.destination_id = p_destination_id for no key update;
  if not found then
    perform core.refuse('partner_not_found', null, jsonb_build_object('destinationId', p_destination_id));
  end if;
  select i.* into v from payout.invoices as i
  where i.tenant_id = v_tenant and i.partner_id = v_partner.id and i.month = p_month and i.status <> 'cancelled';
  if found then
    perform core.refuse('partner_invoice_exists', '/month',
      jsonb_build_object('month', p_month, 'invoiceNumber', v.invoice_number, 'invoice', payout.invoice_json(v)));
  end if;
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended(format('invoice numbers of %s %s', v_tenant, v_partner.gst_number), 0));
  v := payout.draw_up_invoice(v_partner, p_month, p_invoice_number);
  v.public_no := payout.take_public_numbers('inv', 1) + 1;
  insert into payout.invoices as i (
    tenant_id, public_no, partner_id, destination_id, invoice_number, invoice_date, month, financial_year, series_year,
    partner_name, partner_gstin, partner_state_code, partner_address, partner_email, company_gstin, company, place_of_supply,
    bank_account_id, sac, trail_amount, upfront_amount, gst_base_amount, gst_rate, cgst_amount, sgst_amount, igst_amount,
    gst_amount, total_amount, payable_basis, payable_amount, status, created_at, updated_at)
  values (
    v_tenant, v.public_no, v.partner_id, v.destination_id, v.invoice_number, v.invoice_date, v.month, v.financial_year, v.series_year,
    v.partner_name, v.partner_gstin, v.partner_state_code, v.partner_address, v.partner_email, v.company_gstin, v.company, v.place_of_supply,
    v.bank_account_id, v.sac, v.trail_amount, v.upfront_amount, v.gst_base_amount, v.gst_rate, v.cgst_amount, v.sgst_amount, v.igst_amount,
    v.gst_amount, v.total_amount, v.payable_basis, v.payable_amount, 'generated', core.now(), core.now())
  returning i.* into v;
  return v;
end $$;
comment on function payout.generate_invoice(text, text, text) is 'Makes the invoice of a partner for a month, numbered and frozen';
