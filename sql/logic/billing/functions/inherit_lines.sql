-- Why: a line that stands on a line of an earlier voucher takes from it what it leaves unsaid; a document that names its
-- original and no lines takes all that is left of it (what adds to its original must say how much). The line it stands on is the one it names, else the one of the same
-- item or HSN, the same words before others. An untold discount is the original's, in proportion. A conversion takes the
-- rate of tax of its item as it is today; a challan's line may have none, and 0 there is no rate. Called by: billing.compute_vouchers. Not found: original_line_no stays null.
create or replace function billing.inherit_lines(p_inputs billing.document_input[], p_lines billing.line_input[])
returns billing.line_input[]
language sql stable
set search_path = ''
as $$
  with sent as (
    select l.ord, l.line_no, l.item_id, l.description, l.hsn, l.quantity, l.unit, l.rate, l.discount, l.gst_rate, l.cess_rate, l.taxability,
           l.retail_price, l.godown_id, coalesce(l.original_id, d.original_id) as original_id, l.original_line_no, d.voucher_type
    from unnest(p_lines) as l
    join unnest(p_inputs) as d on d.ord = l.ord
    union all
    select d.ord, row_number() over (partition by d.ord order by remaining.line_no)::int, null, null, null, remaining.quantity, null, null, 0, null, null, null,
           null, null, d.original_id, remaining.line_no, d.voucher_type
    from unnest(p_inputs) as d
    cross join lateral billing.left_of_lines(array[d.original_id]) as remaining
    where d.original_id is not null and remaining.quantity > 0 and not exists (select 1 from unnest(p_lines) as l where l.ord = d.ord)
      and exists (
        select 1
        from billing.vouchers as v
        join billing.voucher_kind_originals as k on k.original_type = v.voucher_type and k.voucher_type = d.voucher_type and k.relation <> 'increases'
        where v.tenant_id = (select core.current_tenant()) and v.id = d.original_id)
  )
  select coalesce(array_agg(row(
           s.ord, s.line_no, coalesce(s.item_id, o.item_id), coalesce(s.description, o.description), coalesce(s.hsn, o.hsn), s.quantity,
           coalesce(s.unit, o.unit), coalesce(s.rate, o.rate),
           case when s.rate is null and s.discount = 0 and o.quantity > 0 then round(o.own_discount * s.quantity / o.quantity, 2) else s.discount end,
           coalesce(s.gst_rate, case when o.relation = 'fulfils' then item.gst_rate end, case when not o.rate_untold then o.gst_rate end),
           coalesce(s.cess_rate, case when o.relation = 'fulfils' then item.cess_rate end, o.cess_rate),
           coalesce(s.taxability, o.taxability), coalesce(s.retail_price, o.retail_price), coalesce(s.godown_id, o.godown_id),
           s.original_id, o.line_no, case when o.relation in ('adjusts', 'increases') then o.law_of end)::billing.line_input order by s.ord, s.line_no), '{}')
  from sent as s
  left join lateral (
    select l.*, round(l.discount / coalesce(v.exchange_rate, 1), 2) as own_discount, allowed.relation, v.rate_date as law_of,
           coalesce(allowed.relation = 'fulfils' and v.voucher_type = 'delivery_challan' and l.taxability = 'taxable' and l.gst_rate = 0, false) as rate_untold
    from billing.voucher_lines as l
    join billing.vouchers as v on v.tenant_id = l.tenant_id and v.id = l.voucher_id
    left join billing.voucher_kind_originals as allowed on allowed.voucher_type = s.voucher_type and allowed.original_type = v.voucher_type
    where l.tenant_id = (select core.current_tenant()) and l.voucher_id = s.original_id
      and case
        when s.original_line_no is not null then l.line_no = s.original_line_no
        when s.item_id is not null then l.item_id = s.item_id
        when s.hsn is not null then l.hsn = s.hsn
        else true
      end
    order by lower(l.description) = lower(s.description) desc nulls last, l.line_no = s.line_no desc, l.line_no
    limit 1
  ) as o on true
  left join billing.items as item on item.tenant_id = (select core.current_tenant()) and item.id = coalesce(s.item_id, o.item_id) and o.relation = 'fulfils'
$$;
comment on function billing.inherit_lines(billing.document_input[], billing.line_input[]) is 'Lines of a batch with what the lines they stand on know; all that is left where a document brings none';
