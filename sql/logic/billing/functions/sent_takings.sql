-- Why: one list of sent_amounts. A preview has no links yet and shows what was sent.
create or replace function billing.sent_takings(p_voucher billing.voucher, p_key text) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object(
      'voucherId', o.id, 'type', o.voucher_type, 'number', o.number, 'amount', coalesce(round((sent.body ->> 'amount')::numeric, 2), taken.total_amount),
      'settledAmount', case when p_key = 'allocations' then taken.total_amount end,
      'taxAmount', case when p_key = 'advances' then taken.tax end) order by sent.n)
  from jsonb_array_elements((p_voucher).particulars -> p_key) with ordinality as sent(body, n)
  cross join lateral (
    select v.id, v.voucher_type, v.number from billing.vouchers as v
    where v.tenant_id = (p_voucher).tenant_id and v.id = (sent.body ->> 'voucherId')::uuid
    limit 1
  ) as o
  left join lateral (
    select k.total_amount, k.cgst_amount + k.sgst_amount + k.igst_amount + k.cess_amount as tax
    from billing.voucher_links as k
    where k.tenant_id = (p_voucher).tenant_id and k.voucher_id = (p_voucher).id and k.original_id = o.id and k.relation in ('settles', 'applies')
    order by k.id
    offset (select count(*) from jsonb_array_elements((p_voucher).particulars -> p_key) with ordinality as before(body, n)
            where before.n < sent.n and before.body ->> 'voucherId' = sent.body ->> 'voucherId')
    limit 1
  ) as taken on true
$$;
comment on function billing.sent_takings(billing.voucher, text) is 'The allocations or advances of a document with what they took';
