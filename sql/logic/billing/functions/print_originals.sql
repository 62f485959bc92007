-- Why: a note, a return, a receipt or an invoice names the documents it stands on, with number, date and what it takes of
-- each (rules 51 and 53(1A)(f)). Of a purchase the supplier's own number is told beside ours.
-- Called by: billing.print_document.
create or replace function billing.print_originals(p_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'title', initcap(kind.title), 'number', o.number, 'date', o.voucher_date, 'relation', took.relation, 'amount', took.amount, 'totalAmount', o.total_amount,
      'supplierNumber', o.particulars ->> 'supplierInvoiceNumber', 'supplierDate', o.particulars ->> 'supplierInvoiceDate')
    order by took.relation, o.voucher_date, o.number), '[]')
  from (
    select k.original_id, k.relation, sum(k.total_amount) as amount
    from billing.voucher_links as k
    where k.tenant_id = (select core.current_tenant()) and k.voucher_id = p_id
    group by k.original_id, k.relation
  ) as took
  join billing.vouchers as o on o.tenant_id = (select core.current_tenant()) and o.id = took.original_id
  join billing.voucher_kinds as kind on kind.voucher_type = o.voucher_type
$$;
comment on function billing.print_originals(uuid) is 'The documents a voucher stands on, as printed';
