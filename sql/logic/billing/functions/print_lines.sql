-- Why: the lines as printed: tax that the recipient owes in place of the tax charged, and the number of the document a line
-- is taken from where a note takes from many. Called by: billing.print_document.
create or replace function billing.print_lines(p_document jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(line.body || coalesce(line.body -> 'reverseChargeTax', '{}') || jsonb_build_object('original', taken.number) order by line.ord), '[]')
  from jsonb_array_elements(p_document -> 'lines') with ordinality as line(body, ord)
  left join lateral (
    select o.number
    from billing.voucher_links as k
    join billing.vouchers as o on o.tenant_id = k.tenant_id and o.id = k.original_id
    where k.tenant_id = (select core.current_tenant()) and k.voucher_id = (p_document ->> 'id')::uuid and k.line_no = (line.body -> 'lineNo')::int
      and k.relation in ('adjusts', 'increases', 'returns')
      and exists (select from billing.voucher_links as other
        where other.tenant_id = k.tenant_id and other.voucher_id = k.voucher_id and other.relation = k.relation and other.original_id <> k.original_id)
    limit 1
  ) as taken on true
$$;
comment on function billing.print_lines(jsonb) is 'The lines of a document as printed';
