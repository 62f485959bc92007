-- Why: what the portal says to goods and totals of a bill: the total may fall short of its parts by two rupees, and may be more.
-- Called by: sandbox.ewb_refusals.
create or replace function sandbox.ewb_goods_refusals(p_bill jsonb) returns setof text
language sql stable
set search_path = ''
as $$
  with b as (
    select coalesce(p_bill -> 'itemList', '[]') as items, (p_bill ->> 'totalValue')::numeric as value, (p_bill ->> 'cgstValue')::numeric as cgst,
           (p_bill ->> 'sgstValue')::numeric as sgst, (p_bill ->> 'igstValue')::numeric as igst, (p_bill ->> 'cessValue')::numeric as cess,
           coalesce((p_bill ->> 'cessNonAdvolValue')::numeric, 0) as cess_fixed, coalesce((p_bill ->> 'otherValue')::numeric, 0) as other, (p_bill ->> 'totInvValue')::numeric as total,
           p_bill ->> 'fromStateCode' = p_bill ->> 'toStateCode' as intra
  ), i as (
    select count(*) as n, bool_or(item ->> 'hsnCode' !~ '^99') as has_goods, bool_and(item ->> 'hsnCode' ~ '^[0-9]{4,8}$') as hsn_fits, bool_and(item ->> 'hsnCode' ~ '^[0-9]{5,8}$') as six_digits,
           bool_and(coalesce((item ->> 'cgstRate')::numeric, 0) = coalesce((item ->> 'sgstRate')::numeric, 0)) as halves,
           bool_and((item ->> 'taxableAmount')::numeric >= 0) as has_values, bool_and(coalesce(item ->> 'qtyUnit', 'OTH') ~ '^[A-Z]{3}$') as units
    from b cross join lateral jsonb_array_elements(b.items) as item
  )
  select rule.code
  from b
  cross join i
  cross join lateral (values
    ('233', i.n > 0), ('724', i.n = 0 or i.has_goods), ('216', i.n = 0 or i.hsn_fits), ('251', i.n = 0 or i.halves), ('234', i.n = 0 or i.has_values), ('217', i.n = 0 or i.units),
    ('283', i.n = 0 or i.six_digits or not exists (select from sandbox.irp_taxpayers as t where t.gstin = p_bill ->> 'fromGstin' and t.turnover > 50000000)),
    ('704', coalesce(b.cgst, 0) + coalesce(b.sgst, 0) + coalesce(b.igst, 0) = 0
      or not exists (select from sandbox.irp_taxpayers as t where t.gstin = p_bill ->> 'fromGstin' and t.taxpayer_type = 'CMP')),
    ('624', b.intra or coalesce(b.cgst, 0) + coalesce(b.sgst, 0) = 0 or p_bill ->> 'transactionType' <> '1'),
    ('640', b.total is not null), ('627', coalesce(b.value, 0) >= 0), ('628', coalesce(b.total, 0) >= 0), ('629', coalesce(b.igst, 0) >= 0),
    ('630', coalesce(b.cgst, 0) >= 0), ('631', coalesce(b.sgst, 0) >= 0), ('632', coalesce(b.cess, 0) >= 0), ('633', b.cess_fixed >= 0),
    ('623', not b.intra or coalesce(b.igst, 0) = 0 or p_bill ->> 'transactionType' <> '1'),
    ('620', b.total is null or b.total >= coalesce(b.value, 0) + coalesce(b.cgst, 0) + coalesce(b.sgst, 0) + coalesce(b.igst, 0) + coalesce(b.cess, 0) + b.cess_fixed + b.other - 2)
  ) as rule(code, holds)
  where rule.holds is distinct from true
$$;
comment on function sandbox.ewb_goods_refusals(jsonb) is 'The portal''s codes for goods and totals of a bill';
