-- Why: the answers of the documents that were refused, by their place in the batch as it was sent.
create or replace function billing.refused_vouchers(p_docs jsonb, p_refusals billing.refusal[])
returns table (ord integer, outcome text, voucher_id uuid, answer text, status integer)
language sql stable
set search_path = ''
as $$
  select coalesce((p_docs -> f.ord ->> 'ord')::int, f.ord), 'refused', null::uuid, said.errors::text, said.status
  from (select distinct r.ord from unnest(p_refusals) as r) as f
  cross join lateral billing.refusals_json(p_refusals, f.ord) as said
$$;
comment on function billing.refused_vouchers(jsonb, billing.refusal[]) is 'The answers of refused documents';
