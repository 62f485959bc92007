-- Why: what kind of document it is, by which rule, on which earlier ones it stands and until when that was possible.
-- Called by: billing.explain_vouchers.
create or replace function billing.explain_kind(p_vouchers billing.voucher[], p_links billing.voucher_link[]) returns setof billing.explained_figure
language sql stable
set search_path = ''
as $$
  select v.id, array[0, 1], '/type', null::numeric, to_jsonb(v.voucher_type),
         coalesce(kind.law, kind.title) || case when original.last_day is null then ''
           else '; in time, as ' || v.voucher_date || ' is not after ' || original.last_day end,
         coalesce(substring(kind.law from '\((.*)\)$'), 'CGST Act s.31'),
         jsonb_strip_nulls(jsonb_build_object('flow', kind.flow, 'tax', kind.tax, 'originals', original.list, 'reason', v.particulars -> 'reason', 'lastDay', original.last_day)),
         null::numeric, null::numeric
  from unnest(p_vouchers) as v
  join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
  left join lateral (
    select jsonb_agg(jsonb_build_object('voucherId', o.id, 'type', o.voucher_type, 'number', o.number, 'date', o.voucher_date, 'relation', taken.relation,
             'taxableAmount', taken.taxable, 'totalAmount', taken.total) order by o.voucher_date, o.number, taken.relation) as list,
           min(make_date(left(o.financial_year, 4)::int + 1, floor(deadline.mmdd / 100)::int, (deadline.mmdd % 100)::int))
             filter (where v.voucher_type = 'credit_note' and taken.relation = 'adjusts') as last_day
    from (
      select k.original_id, k.relation, sum(k.taxable_amount) as taxable, sum(k.total_amount) as total
      from unnest(p_links) as k where k.voucher_id = v.id group by k.original_id, k.relation
    ) as taken
    join billing.vouchers as o on o.tenant_id = v.tenant_id and o.id = taken.original_id
    left join lateral gst.limit_on('credit_note_until_month_and_day', v.voucher_date) as deadline(mmdd) on true
  ) as original on true
$$;
comment on function billing.explain_kind(billing.voucher[], billing.voucher_link[]) is 'The rule behind a document itself, and the facts of the documents it stands on';
