-- Phase 1 of posting, read: which invoices a receipt or payment settles, and which advances an invoice uses up, as links,
-- in the order sent. A settlement is given in the invoice's own currency: its rupees are the invoice's, the currency is
-- kept as quantity. An advance without an amount is used as far as it and the invoice go; the tax taken back with it is its
-- share of what is left, so that parts come to the whole to the paisa. A link without a relation was not found or is of
-- a kind that cannot be settled so: billing.check_allocations says which.
-- Called by: billing.compute_vouchers, where a document brings allocations or advances.
create or replace function billing.read_allocations(
  p_docs jsonb, p_resolved billing.resolved_document[], p_lines billing.voucher_line[]) returns billing.voucher_link[]
language sql stable
set search_path = ''
as $$
  with named as (
    select d.voucher_id, d.ord, d.voucher_type, a.n, (a.body ->> 'voucherId')::uuid as original_id, (a.body ->> 'amount')::numeric as amount, list.relation,
           case when list.relation = 'applies' then (
             select case when d.rounds then round(sum(l.total_amount)) else sum(l.total_amount) end from unnest(p_lines) as l where l.voucher_id = d.voucher_id) end as total
    from unnest(p_resolved) as d
    cross join (values ('allocations', 'settles'), ('advances', 'applies')) as list(key, relation)
    cross join lateral jsonb_array_elements(p_docs #> array[d.ord::text, 'document', list.key]) with ordinality as a(body, n)
  ), sent as (
    select n.voucher_id, n.ord, n.n, n.original_id, n.amount, allowed.relation, n.total
    from named as n
    left join (
      select v.id, v.voucher_type from billing.vouchers as v
      where v.tenant_id = (select core.current_tenant()) and v.id = any (array(select original_id from named))
    ) as o on o.id = n.original_id
    left join billing.voucher_kind_originals as allowed
      on allowed.voucher_type = n.voucher_type and allowed.original_type = o.voucher_type and allowed.relation = n.relation
  ), settling as (
    select s.*, b.exchange_rate, b.outstanding, b.currency_outstanding,
           sum(s.amount) over (partition by s.original_id order by s.ord, s.n) as so_much
    from sent as s
    left join billing.outstanding_of(array(select original_id from sent where relation = 'settles')) as b on b.voucher_id = s.original_id
    where s.relation is distinct from 'applies'
  ), wanting as (
    select s.*, a.total_amount as rest, a.cgst_amount, a.sgst_amount, a.igst_amount, a.cess_amount,
           sum(coalesce(s.amount, a.total_amount)) over (partition by s.ord order by s.n) - coalesce(s.amount, a.total_amount) as before
    from sent as s
    join billing.left_of_advances(array(select original_id from sent where relation = 'applies')) as a on a.voucher_id = s.original_id
    where s.relation = 'applies'
  ), using_up as (
    select w.*, used.amount as used, sum(used.amount) over (partition by w.original_id order by w.ord, w.n) as so_much
    from wanting as w
    cross join lateral (select coalesce(w.amount, greatest(0, least(w.rest, w.total - w.before))) as amount) as used
  )
  select coalesce(array_agg(row(
           (select core.current_tenant()), core.uuid_v7(), k.voucher_id, null, k.original_id, null, k.relation, k.quantity,
           case when k.relation = 'applies' then k.total - k.cgst - k.sgst - k.igst - k.cess else 0 end, k.cgst, k.sgst, k.igst, k.cess, k.total)::billing.voucher_link
         order by k.ord, k.n), '{}')
  from (
    select s.ord, s.n, s.voucher_id, s.original_id, s.relation, case when s.exchange_rate is null then 0 else s.amount end as quantity,
           0 as cgst, 0 as sgst, 0 as igst, 0 as cess,
           case when s.exchange_rate is null then coalesce(s.amount, 0) else
             billing.settled_rupees(s.so_much, s.exchange_rate, s.currency_outstanding, s.outstanding)
             - billing.settled_rupees(s.so_much - s.amount, s.exchange_rate, s.currency_outstanding, s.outstanding) end as total
    from settling as s
    union all
    select u.ord, u.n, u.voucher_id, u.original_id, u.relation, 0, billing.share_of(u.cgst_amount, u.so_much, u.used, u.rest),
           billing.share_of(u.sgst_amount, u.so_much, u.used, u.rest), billing.share_of(u.igst_amount, u.so_much, u.used, u.rest),
           billing.share_of(u.cess_amount, u.so_much, u.used, u.rest), u.used
    from using_up as u
  ) as k
$$;
comment on function billing.read_allocations(jsonb, billing.resolved_document[], billing.voucher_line[]) is 'The settles and applies links of a batch';
