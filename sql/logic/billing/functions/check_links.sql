-- Phase 4 of posting, check: what is wrong with documents that stand on earlier ones, as codes of core.refusals. Of a line
-- no more is taken back, fulfilled or returned than is left of it, counting the documents of the batch before it.
-- Sources: CGST Act s.34 (notes: never more than the original, at its rate, until 30 November after the year), rule 53(1A).
create or replace function billing.check_links(
  p_docs billing.resolved_document[], p_inputs billing.line_input[], p_links billing.voucher_link[]) returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  with named as materialized (
    select i.ord, i.original_id, true as has_lines from unnest(p_inputs) as i where i.original_id is not null group by i.ord, i.original_id
    union all
    select d.ord, d.original_id, false from unnest(p_docs) as d
    where d.original_id is not null and not exists (select 1 from unnest(p_inputs) as i where i.ord = d.ord)
  ), standing as materialized (
    select d.ord, n.original_id, n.has_lines, d.voucher_type, d.voucher_date, d.party_id, d.flow, o.voucher_type as original_type,
           o.status as original_status, o.voucher_date as original_date, o.number as original_number, o.party_id as original_party_id,
           o.particulars as original_particulars, allowed.relation,
           row(o.place_of_supply, o.supply_category, o.reverse_charge, o.currency, o.exchange_rate)
             is distinct from row(d.place_of_supply, d.supply_category, d.reverse_charge, d.currency, d.exchange_rate) as differs,
           make_date(left(o.financial_year, 4)::int + 1, floor(deadline.mmdd / 100)::int, (deadline.mmdd % 100)::int) as last_day
    from named as n
    join unnest(p_docs) as d on d.ord = n.ord
    left join billing.vouchers as o on o.tenant_id = (select core.current_tenant()) and o.id = n.original_id
    left join billing.voucher_kind_originals as allowed
      on allowed.voucher_type = d.voucher_type and allowed.original_type = o.voucher_type and allowed.relation not in ('settles', 'applies')
    left join lateral gst.limit_on('credit_note_until_month_and_day', d.voucher_date) as deadline(mmdd) on true
  ), taking as materialized (
    select d.ord, k.*, rest.quantity as left_quantity, rest.taxable_amount as left_taxable, rest.cgst_amount as left_cgst,
           rest.sgst_amount as left_sgst, rest.igst_amount as left_igst, rest.cess_amount as left_cess,
           sum(k.quantity) over earlier as so_many, sum(k.taxable_amount) over earlier as so_much,
           sum(k.cgst_amount) over earlier as so_much_cgst, sum(k.sgst_amount) over earlier as so_much_sgst,
           sum(k.igst_amount) over earlier as so_much_igst, sum(k.cess_amount) over earlier as so_much_cess
    from unnest(p_links) as k
    join unnest(p_docs) as d on d.voucher_id = k.voucher_id
    join billing.left_of_lines(array(select distinct l.original_id from unnest(p_links) as l)) as rest
      on rest.voucher_id = k.original_id and rest.line_no = k.original_line_no
    window earlier as (partition by k.original_id, k.original_line_no order by d.ord, k.line_no)
  )
  select coalesce(array_agg(row(fault.ord, fault.place, fault.codes, fault.facts)::billing.refusal), '{}')
  from (
    select s.ord, '' as place, array_remove(array[
             case when s.original_type is null then 'original_unknown' end,
             case when s.original_type is not null and s.relation is null then 'original_of_another_kind' end,
             case when s.original_status = 'cancelled' then 'original_is_cancelled' end,
             case when s.voucher_date < s.original_date then 'date_before_original' end,
             case when s.relation in ('adjusts', 'increases') and s.party_id is distinct from s.original_party_id then 'party_differs_from_original' end,
             case when s.relation in ('adjusts', 'increases') and s.party_id is not distinct from s.original_party_id and s.differs then 'originals_differ' end,
             case when s.relation = 'adjusts' and s.flow = 'outward' and s.voucher_date > s.last_day then 'credit_note_too_late' end,
             case when s.relation = 'fulfils' and (s.original_particulars ->> 'validUntil')::date < s.voucher_date then 'proforma_expired' end,
             case when s.relation in ('fulfils', 'returns') and not s.has_lines then 'already_converted' end,
             case when s.relation = 'increases' and not s.has_lines then 'lines_missing' end,
             case when s.relation = 'adjusts' and not s.has_lines then 'exceeds_original' end
           ], null) as codes,
           jsonb_build_object('originalVoucherId', s.original_id, 'voucherType', s.voucher_type, 'originalType', s.original_type, 'number', s.original_number,
             'date', s.voucher_date, 'originalDate', s.original_date, 'lastDay', s.last_day, 'validUntil', s.original_particulars ->> 'validUntil',
             'lineNo', null, 'left', 0) as facts
    from standing as s
    union all
    select i.ord, '/lines/' || (i.line_no - 1), array['original_line_unknown'], jsonb_build_object('originalVoucherId', i.original_id)
    from unnest(p_inputs) as i
    join standing as s on s.ord = i.ord and s.original_id = i.original_id and s.relation is not null
    where i.original_id is not null and i.original_line_no is null
    union all
    select t.ord, '/lines/' || (t.line_no - 1), array_remove(array[
             case when t.relation in ('fulfils', 'returns') and t.so_many > t.left_quantity then 'already_converted' end,
             case when t.relation = 'adjusts' and (t.so_many > t.left_quantity or t.so_much > t.left_taxable or t.so_much_cgst > t.left_cgst
                    or t.so_much_sgst > t.left_sgst or t.so_much_igst > t.left_igst or t.so_much_cess > t.left_cess) then 'exceeds_original' end,
             case when t.relation in ('adjusts', 'increases') and i.gst_rate is distinct from o.gst_rate then 'rate_differs_from_original' end
           ], null),
           jsonb_build_object('lineNo', t.original_line_no, 'left', case when t.relation = 'adjusts' then t.left_taxable else trim_scale(t.left_quantity) end,
             'number', s.original_number,
             'gstRate', trim_scale(i.gst_rate), 'originalRate', trim_scale(o.gst_rate))
    from taking as t
    join unnest(p_inputs) as i on i.ord = t.ord and i.line_no = t.line_no
    join standing as s on s.ord = t.ord and s.original_id = t.original_id
    join billing.voucher_lines as o on o.tenant_id = t.tenant_id and o.voucher_id = t.original_id and o.line_no = t.original_line_no
  ) as fault
  where fault.codes <> '{}'
$$;
comment on function billing.check_links(billing.resolved_document[], billing.line_input[], billing.voucher_link[]) is 'Faults of documents that stand on earlier ones';
