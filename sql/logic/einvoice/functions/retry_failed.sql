-- Why: a refused e-invoice whose reason may have gone is tried again by itself, and no other: the portal blocks taxpayers that
-- repeat what it refused. It goes again where a registration came since, where our own validator refused it and now would not,
-- where the document is another one by now (the company's address was mended) and passes, and a few times where the refusal is
-- of the passing kind (einvoice.passing_refusals), each time after four times the pause.
-- Called by: jobs/einvoice/retry_failed.ts. Locks: the e-invoices, skipping what others hold. Answers how many are due again.
-- More than p_limit are looked at in turns, in no order, so that none that stays refused stands before the others for good.
create or replace function einvoice.retry_failed(p_limit integer default 500) returns integer
language sql
set search_path = ''
as $$
  with failed as (
    select e.tenant_id, e.id, e.voucher_id, e.gstin, e.refused_by, e.refused_payload, e.error_code, e.repeats, e.updated_at
    from einvoice.e_invoices as e
    where e.tenant_id = (select core.current_tenant()) and e.status = 'failed' and e.refused_by is not null
    order by random()
    limit p_limit
    for update skip locked
  ), built as (
    select f.*, p.payload, row_number() over () as ordinal,
           f.refused_by = 'validator' or einvoice.document_hash(p.payload) is distinct from f.refused_payload as is_other
    from failed as f
    cross join lateral (select einvoice.payload(f.voucher_id) as payload offset 0) as p
    where f.refused_by in ('validator', 'portal')
  ), faulty as (
    select distinct f.ordinal
    from (select array_agg(case when b.is_other then b.payload end order by b.ordinal) as payloads, array_agg(b.gstin order by b.ordinal) as gstins from built as b) as batch
    cross join lateral einvoice.validate_payloads(batch.payloads, batch.gstins) as f
  ), again as (
    select b.id, 0 as repeats from built as b where b.is_other and b.ordinal not in (select y.ordinal from faulty as y)
    union
    select f.id, f.repeats + 1
    from failed as f
    join einvoice.passing_refusals as p on p.code = f.error_code and f.repeats < p.repeats
    where f.refused_by = 'portal' and f.updated_at <= core.now() - interval '25 minutes' * 4 ^ f.repeats
    union
    select f.id, f.repeats
    from failed as f
    where f.refused_by = 'registration' and exists (
      select from einvoice.registrations as r
      where r.tenant_id = f.tenant_id and r.gstin = f.gstin and r.is_active and r.created_at > f.updated_at)
  ), moved as (
    update einvoice.e_invoices as e
    set status = 'pending', repeats = a.repeats, next_attempt_at = core.now(), updated_at = core.now()
    from (select id, max(repeats) as repeats from again group by id) as a
    where e.tenant_id = (select core.current_tenant()) and e.id = a.id
    returning e.id
  )
  select count(*)::int from moved
$$;
comment on function einvoice.retry_failed(integer) is 'Makes refused e-invoices due again whose reason may have gone, and answers how many';
