-- Why: what an invoice of a partner for a month would say today, whole, with nothing stored: the preview, and what
-- payout.generate_invoice stores. Its public number is not taken yet, so its invoice_id is null and its status not_generated.
-- Refuses: payout_month_in_future, partner_blocked, partner_not_registered, company_not_set_up, no_eligible_payouts,
-- gst_base_not_positive, and what payout.checked_number refuses.
create or replace function payout.draw_up_invoice(p_partner payout.partners, p_month text, p_invoice_number text) returns payout.invoices
language plpgsql stable
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_today date := core.today();
  v_sums record;
  v payout.invoices;
begin
  if p_month > to_char(v_today, 'YYYY-MM') then
    perform core.refuse('payout_month_in_future', '/month', jsonb_build_object('month', p_month));
  elsif p_partner.blocked_at is not null then
    perform core.refuse('partner_blocked', null, jsonb_build_object('destinationId', p_partner.destination_id, 'reason', p_partner.blocked_reason));
  elsif p_partner.gst_number is null or p_partner.gst_status <> 'active' then
    perform core.refuse('partner_not_registered', null, jsonb_build_object('destinationId', p_partner.destination_id,
      'gstStatus', case when p_partner.gst_number is null then 'none' else p_partner.gst_status end));
  end if;
  select * into v_sums from payout.calculate_payouts(p_month, array[p_partner.destination_id]);
  if not found then
    perform core.refuse('no_eligible_payouts', '/month', jsonb_build_object('month', p_month));
  elsif v_sums.company_gstin is null then
    perform core.refuse('company_not_set_up');
  elsif v_sums.gst_base_amount <= 0 then
    perform core.refuse('gst_base_not_positive', '/month', jsonb_build_object('month', p_month, 'gstBaseAmount', v_sums.gst_base_amount));
  end if;
  v.tenant_id := v_tenant;
  v.partner_id := p_partner.id;
  v.destination_id := p_partner.destination_id;
  v.invoice_date := v_today;
  v.month := p_month;
  v.financial_year := v_sums.financial_year;
  v.series_year := payout.financial_year(to_char(v_today, 'YYYY-MM'));
  v.invoice_number := case
    when coalesce(btrim(p_invoice_number), '') = '' then payout.suggest_number(p_partner.gst_number, p_month, v_today)
    else payout.checked_number(p_partner.gst_number, v_today, p_invoice_number) end;
  v.partner_name := p_partner.partner_name;
  v.partner_gstin := p_partner.gst_number;
  v.partner_state_code := v_sums.partner_state_code;
  v.partner_address := concat_ws(', ', p_partner.address, nullif(concat_ws(' - ', p_partner.city, p_partner.pincode), ''));
  v.partner_email := p_partner.email;
  v.company_gstin := v_sums.company_gstin;
  v.company := billing.print_company(v_sums.company_gstin) - 'bank';
  v.place_of_supply := v_sums.place_of_supply;
  v.bank_account_id := (
    select a.id from payout.bank_accounts as a
    where a.tenant_id = v_tenant and a.partner_id = p_partner.id and a.superseded_at is null);
  v.sac := (select r.sac from payout.commission_rates as r where r.valid_from <= v_today order by r.valid_from desc limit 1);
  v.trail_amount := v_sums.trail_amount;
  v.upfront_amount := v_sums.upfront_amount;
  v.gst_base_amount := v_sums.gst_base_amount;
  v.gst_rate := v_sums.gst_rate;
  v.cgst_amount := v_sums.cgst_amount;
  v.sgst_amount := v_sums.sgst_amount;
  v.igst_amount := v_sums.igst_amount;
  v.gst_amount := v_sums.gst_amount;
  v.total_amount := v_sums.total_amount;
  v.payable_basis := v_sums.payable_basis;
  v.payable_amount := v_sums.payable_amount;
  v.status := 'not_generated';
  v.digitally_signed := false;
  v.settled_amount := 0;
  return v;
end $$;
comment on function payout.draw_up_invoice(payout.partners, text, text) is 'The invoice of a partner for a month as it would be today; stores nothing';
