-- Why: a repeated request gets the answer it got the first time, byte for byte; the same key with another body is a
-- mistake of the caller's and is refused. Called by: billing.post_vouchers.
create or replace function billing.replay_vouchers(p_docs jsonb)
returns table (ord integer, outcome text, voucher_id uuid, answer text, status integer)
language sql stable
set search_path = ''
as $$
  select (item.ord - 1)::int,
         case when same.request then 'replayed' else 'refused' end,
         case when same.request then (used.answer::json ->> 'id')::uuid end,
         case when same.request then used.answer else
           json_build_array(json_build_object('pointer', '', 'code', known.code, 'message', known.message, 'facts', '{}'::json))::text end,
         case when same.request then used.status else known.status end
  from jsonb_array_elements(p_docs) with ordinality as item(body, ord)
  join core.idempotency_keys as used
    on used.tenant_id = (select core.current_tenant()) and used.key = item.body ->> 'idempotencyKey'
  cross join lateral (select used.request_hash = item.body ->> 'requestHash' as request) as same
  join core.refusals as known on known.code = 'idempotency_key_reused'
$$;
comment on function billing.replay_vouchers(jsonb) is 'Answers for the documents of a batch whose idempotency key was used before';
