-- Phase 6 of posting, write: parties where they are new, numbers under the lock, vouchers, lines, numbering history.
-- Called by: billing.post_vouchers. Locks: see billing.ensure_parties and billing.take_numbers. Answers the rows stored.
create or replace function billing.write_vouchers(
  p_docs billing.resolved_document[], p_vouchers billing.vouchers[], p_lines billing.voucher_lines[])
returns billing.vouchers[]
language plpgsql
set search_path = ''
as $$
declare
  v_parties jsonb := (select jsonb_object_agg(p.match_key, p.party_id) from billing.ensure_parties(p_docs) as p);
  v_numbers billing.taken_number[] := array(select n from billing.take_numbers(p_docs) as n);
  v_stored billing.vouchers[];
begin
  with stored as (
    insert into billing.vouchers (
      tenant_id, id, voucher_type, status, number, financial_year, voucher_date, company_gstin, supplier_state, party_id,
      party_name, party_gstin, party_state, registration_type, party, supply_category, place_of_supply, supply_type,
      reverse_charge, currency, reference, narration, taxable_amount, cgst_amount, sgst_amount, igst_amount, cess_amount,
      round_off, total_amount, e_invoice_applicability, e_invoice_reason, e_way_bill_applicability, e_way_bill_reason,
      created_by, created_at, updated_at)
    select v.tenant_id, v.id, v.voucher_type, v.status, n.number, v.financial_year, v.voucher_date, v.company_gstin,
      v.supplier_state, (v_parties ->> d.match_key)::uuid, v.party_name, v.party_gstin, v.party_state, v.registration_type,
      v.party, v.supply_category, v.place_of_supply, v.supply_type, v.reverse_charge, v.currency, v.reference, v.narration,
      v.taxable_amount, v.cgst_amount, v.sgst_amount, v.igst_amount, v.cess_amount, v.round_off, v.total_amount,
      v.e_invoice_applicability, v.e_invoice_reason, v.e_way_bill_applicability, v.e_way_bill_reason,
      v.created_by, v.created_at, v.updated_at
    from unnest(p_docs) as d
    join unnest(p_vouchers) as v on v.id = d.voucher_id
    join unnest(v_numbers) as n on n.voucher_id = d.voucher_id
    order by d.ord
    returning vouchers
  )
  select array_agg(stored.vouchers) into v_stored from stored;

  insert into billing.voucher_lines
  select (l).* from unnest(p_lines) as l where exists (select 1 from unnest(v_numbers) as n where n.voucher_id = l.voucher_id);

  insert into billing.numbering_history (tenant_id, series_id, period, sequence, number, voucher_id, generated_at, generated_by)
  select core.current_tenant(), n.series_id, n.period, n.sequence, n.number, n.voucher_id, core.now(), core.current_user_id()
  from unnest(v_numbers) as n
  order by n.series_id, n.period, n.sequence;
  return v_stored;
end $$;
comment on function billing.write_vouchers(billing.resolved_document[], billing.vouchers[], billing.voucher_lines[]) is 'Stores accepted documents under their new numbers and answers the voucher rows';
