-- Why: somebody asks for e-invoices now, one or a thousand: those that failed are tried again, those that are due later or wait
-- for a person are due at once, those that stand are left alone. Each has its own answer, and none stops another.
-- Called by: POST /api/einvoice/bulk-generate, einvoice.request_generation. Locks: the e-invoices, in the order of their ids.
-- Answers in the order asked: the status, or the refusal's code, message and facts (e_invoice_not_applicable,
-- voucher_is_cancelled, e_invoice_cancelled); found: false where there is no such voucher.
create or replace function einvoice.request_many(p_voucher_ids uuid[])
returns table (voucher_id uuid, found boolean, status text, code text, message text, facts jsonb)
language sql
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
  with asked as (
    select w.id, w.at, v.id is not null as found, v.number, v.e_invoice_reason as reason, v.e_invoice_applicability as applicability, v.status as voucher_status
    from unnest(p_voucher_ids) with ordinality as w(id, at)
    left join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = w.id
  ), locked as materialized (
    select e.tenant_id, e.id, e.voucher_id, e.status
    from einvoice.e_invoices as e
    where e.tenant_id = (select core.current_tenant()) and e.voucher_id = any (p_voucher_ids)
    order by e.id
    for update
  ), judged as (
    select a.*, l.id as e_invoice_id, l.status,
           case when a.applicability <> 'required' then 'e_invoice_not_applicable' when a.voucher_status = 'cancelled' then 'voucher_is_cancelled'
                when l.status = 'cancelled' then 'e_invoice_cancelled' end as code,
           jsonb_strip_nulls(jsonb_build_object('reason', case when a.applicability <> 'required' then a.reason end,
                                                'number', case when a.applicability = 'required' then a.number end)) as facts
    from asked as a left join locked as l on l.voucher_id = a.id
  ), moved as (
    update einvoice.e_invoices as e
    set status = case when e.status = 'failed' then 'pending' else e.status end, next_attempt_at = core.now(), held_at = null, repeats = 0, updated_at = core.now()
    from (select distinct j.e_invoice_id from judged as j where j.code is null and j.status in ('pending', 'failed', 'unknown')) as asked_for
    where e.tenant_id = (select core.current_tenant()) and e.id = asked_for.e_invoice_id
    returning e.id, e.status
  )
  select j.id, j.found, case when j.code is null then einvoice.public_status(coalesce(m.status, j.status)) end, j.code, core.fill(r.message, j.facts), j.facts
  from judged as j
  left join moved as m on m.id = j.e_invoice_id
  left join core.refusals as r on r.code = j.code
  order by j.at
$$;
comment on function einvoice.request_many(uuid[]) is 'Makes the e-invoices of vouchers due now and answers each: its status, or why not';
