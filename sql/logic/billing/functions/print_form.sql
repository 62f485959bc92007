-- Why: the words a kind's print has, and the labels of its copies (rule 48: three of goods, two of services, none of an
-- e-invoice; rule 55 of a challan). A draft has no copies. Called by: billing.print_document.
create or replace function billing.print_form(p_document jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'template', form.template, 'numberLabel', form.number_label, 'partyLabel', form.party_label, 'secondLabel', form.second_label,
    'showsTax', form.shows_tax, 'statement', form.statement, 'flow', kind.flow,
    'copies', case
      when p_document ->> 'status' = 'draft' or p_document #>> '{eInvoice,applicability}' = 'required' then '[]'
      when p_document @? '$.lines[*] ? (!(@.hsn starts with "99"))' then coalesce(to_jsonb(form.copies_of_goods), '[]')
      else coalesce(to_jsonb(form.copies_of_services), '[]') end)
  from billing.print_forms as form
  join billing.voucher_kinds as kind on kind.voucher_type = form.voucher_type
  where form.voucher_type = p_document ->> 'type'
$$;
comment on function billing.print_form(jsonb) is 'The words and copies of a document''s print';
