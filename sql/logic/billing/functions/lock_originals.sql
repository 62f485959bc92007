-- Why: what is left of a voucher to take back, settle or turn into a sale must not be given twice: whoever stands on it
-- waits here for whoever else does. Called by: billing.post_vouchers, before anything is computed.
-- Locks: vouchers by id.
create or replace function billing.lock_originals(p_docs jsonb) returns void
language sql
set search_path = ''
as $$
  select v.id
  from billing.vouchers as v
  where v.tenant_id = core.current_tenant()
    and v.id = any (array(
      select (id #>> '{}')::uuid
      from (
        select jsonb_path_query(p_docs, '$[*].document.**.originalVoucherId')
        union all
        select jsonb_path_query(p_docs, '$[*].document.*[*].voucherId')
      ) as named(id)
      where jsonb_typeof(id) = 'string'
    ))
  order by v.id
  for no key update
$$;
comment on function billing.lock_originals(jsonb) is 'Locks the vouchers that the documents of a batch stand on';
