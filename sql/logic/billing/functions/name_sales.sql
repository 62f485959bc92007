-- Why: sales may be sent without a type, or as a conversion of an earlier document; this gives them the one they become
-- (billing.kind_of_sale). The whole batch is looked at once, as tax invoices. Called by: billing.compute_vouchers, where one is.
create or replace function billing.name_sales(p_docs jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_sales jsonb;
  v_inputs billing.document_input[];
  v_line_inputs billing.line_input[];
  v_docs billing.resolved_document[];
  v_lines billing.voucher_line[];
begin
  select jsonb_agg(case when coalesce(item.body #>> '{document,type}', 'sale') = 'sale'
                     then jsonb_set(item.body, '{document,type}', '"tax_invoice"') else '{}' end order by item.n)
    into v_sales
  from jsonb_array_elements(p_docs) with ordinality as item(body, n);
  v_inputs := billing.read_documents(v_sales);
  v_line_inputs := billing.read_lines(v_sales);
  if billing.stands_on_others(v_sales) then
    v_line_inputs := billing.inherit_lines(v_inputs, v_line_inputs);
    v_inputs := billing.inherit_documents(v_inputs, v_line_inputs);
  end if;
  v_docs := billing.resolve_documents(v_inputs, billing.read_parties(v_inputs));
  v_lines := billing.tax_lines(v_docs, v_line_inputs);
  return (
    select jsonb_agg(case when d.ord is null then item.body
                       else jsonb_set(item.body, '{document,type}', to_jsonb(billing.kind_of_sale(d, v_lines, i.place_of_supply is not null))) end order by item.n)
    from jsonb_array_elements(p_docs) with ordinality as item(body, n)
    left join unnest(v_docs) as d on d.ord = item.n - 1
    left join unnest(v_inputs) as i on i.ord = d.ord);
end $$;
comment on function billing.name_sales(jsonb) is 'A batch whose sales without a type have the one they become';
