-- Why: the words the law puts on a document, from gst.endorsements: at the top what a composition dealer says, below it the
-- endorsement of a zero-rated supply, tax under reverse charge, and the declaration of who is outside e-invoicing above
-- its limit (rule 46(s)).
-- Called by: billing.print_document.
create or replace function billing.print_words(p_document jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'preamble', max(e.wording) filter (where e.supply_category = 'composition' and kind.voucher_type = 'bill_of_supply'
      and (own.registration_type = 'composition' or c.composition)),
    'reverseChargeWords', max(e.wording) filter (where e.supply_category = 'reverse_charge' and (p_document -> 'reverseCharge')::boolean),
    'endorsement', max(e.wording) filter (where e.supply_category = p_document ->> 'supplyCategory'),
    'declaration', max(e.wording) filter (where e.supply_category = 'e_invoice_exempt' and kind.document_code = 'INV' and c.e_invoice_exempt
      and p_document #>> '{eInvoice,applicability}' = 'not_applicable' and c.aggregate_turnover > (
        select l.turnover_above from gst.e_invoice_limits as l where l.valid_from <= (p_document ->> 'date')::date order by l.valid_from desc limit 1)))
  from gst.endorsements as e
  join billing.voucher_kinds as kind on kind.voucher_type = p_document ->> 'type'
  join core.company_gstins as own on own.tenant_id = (select core.current_tenant()) and own.gstin = p_document ->> 'companyGstin'
  join core.companies as c on c.tenant_id = own.tenant_id and c.id = own.company_id
$$;
comment on function billing.print_words(jsonb) is 'The words the law puts on a document';
