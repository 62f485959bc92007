-- Why: what a print needs beyond the document itself, stored or a draft: the words of its kind, the company and its bank,
-- names of States, lines and summaries as printed, the documents it stands on, and the words the law wants (rules 46 to 55).
-- Shape: domain/print/README.md. Called by: billing.print_document, billing.print_draft.
create or replace function billing.print_facts(p_document jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select billing.print_words(p_document) || jsonb_build_object(
    'form', form.words - 'copies',
    'copies', form.words -> 'copies',
    'company', billing.print_company(p_document ->> 'companyGstin'),
    'party', billing.print_place(nullif(p_document -> 'party', 'null')),
    'shipTo', billing.print_place(p_document -> 'shipTo'),
    'dispatchFrom', billing.print_place(p_document -> 'dispatchFrom'),
    'placeOfSupplyName', pos.name,
    'taxHeadLabel', case when pos.is_union_territory then 'UTGST' else 'SGST' end,
    'lines', form.lines,
    'taxSummary', billing.print_tax_summary(form.lines),
    'hsnSummary', billing.hsn_summary(form.lines),
    'originals', billing.print_originals((p_document ->> 'id')::uuid),
    'export', billing.print_export(p_document),
    'purposeTitle', purpose.title,
    'cancelledAt', to_char((p_document ->> 'cancelledAt')::timestamptz at time zone 'Asia/Kolkata', 'YYYY-MM-DD'))
  from (select billing.print_form(p_document) as words, billing.print_lines(p_document) as lines offset 0) as form
  left join gst.states as pos on pos.code = p_document ->> 'placeOfSupply'
  left join gst.challan_purposes as purpose on purpose.purpose = p_document ->> 'purpose'
$$;
comment on function billing.print_facts(jsonb) is 'What a print needs beyond its document';
