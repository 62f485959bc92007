-- Why: leaves out of a batch the documents whose idempotency key was used before (billing.replay_vouchers answers
-- them), keeping each remaining document's place in the batch as ord.
create or replace function billing.documents_to_post(p_docs jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(item.body || jsonb_build_object('ord', item.ord - 1) order by item.ord), '[]')
  from jsonb_array_elements(p_docs) with ordinality as item(body, ord)
  where not exists (
    select 1 from core.idempotency_keys as used
    where used.tenant_id = (select core.current_tenant()) and used.key = item.body ->> 'idempotencyKey')
$$;
comment on function billing.documents_to_post(jsonb) is 'The documents of a batch that were not posted before, each with its ord';
