-- Why: a payment that failed or came back is tried again in the next bank file, once what stopped it is mended: where it was the
-- partner's details, only after they were changed. What each attempt met with stays in payout.payout_items.
-- Called by: POST /api/admin/retry-failed. Locks: the company's settlements (advisory 19), which change these invoices in an order of
-- their own, then the invoices in the order of their ids. Refuses: reconciliation_unknown.
-- p_reconciliation_id: all that this settlement file told of as failed or returned, or a person decided to be so on its rows. Answers {retried, refused}, an entry each.
create or replace function payout.retry_invoices(p_public_nos bigint[], p_reconciliation_id text) returns json
language plpgsql volatile
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_file uuid;
  v_answer json;
begin
  perform pg_catalog.pg_advisory_xact_lock(19, pg_catalog.hashtext(v_tenant::text));
  if p_reconciliation_id is not null then
    select f.id into v_file from payout.settlement_files as f
    where f.tenant_id = v_tenant and f.public_no = substring(lower(p_reconciliation_id) from '^(?:rec_)?([1-9][0-9]{0,17})$')::bigint;
    if not found then
      perform core.refuse('reconciliation_unknown', '/reconciliationId', jsonb_build_object('reconciliationId', p_reconciliation_id));
    end if;
    p_public_nos := array(
      select i.public_no from payout.settlement_rows as r
      join payout.invoices as i on i.tenant_id = v_tenant and i.id = r.invoice_id
      where r.tenant_id = v_tenant and r.file_id = v_file and i.status in ('failed', 'returned')
        and r.classification in (select c.classification from payout.settlement_classes as c where c.bucket in ('failed', 'returned'))
        and (p_public_nos is null or i.public_no = any (p_public_nos))
      union
      select i.public_no from payout.settlement_exceptions as e
      join payout.payout_items as t on t.tenant_id = v_tenant and t.id = e.item_id
      join payout.invoices as i on i.tenant_id = v_tenant and i.id = t.invoice_id
      where e.tenant_id = v_tenant and e.file_id = v_file and e.status = 'RESOLVED' and i.status in ('failed', 'returned')
        and (p_public_nos is null or i.public_no = any (p_public_nos))
      order by 1);
  end if;
  perform from payout.invoices as i where i.tenant_id = v_tenant and i.public_no = any (p_public_nos) order by i.id for update;

  with judged as materialized (
    select n.ord, n.public_no, i.id, case
        when i.id is null then 'invoice_unknown'
        when last.status in ('EXPORTED', 'PENDING', 'ON_HOLD') then 'invoice_attempt_open'
        when i.status not in ('failed', 'returned') then 'invoice_not_failed'
        when i.failure_class = 'partner' and a.id is not distinct from last.bank_account_id then 'bank_details_not_changed' end as code,
      jsonb_build_object('invoiceId', 'inv_' || n.public_no, 'status', i.status,
        'reason', coalesce(i.return_reason, i.payment_failure_reason)) as facts
    from unnest(p_public_nos) with ordinality as n (public_no, ord)
    left join payout.invoices as i on i.tenant_id = v_tenant and i.public_no = n.public_no
    left join payout.bank_accounts as a on a.tenant_id = v_tenant and a.partner_id = i.partner_id and a.superseded_at is null
    left join lateral (
      select t.status, t.bank_account_id from payout.payout_items as t
      where t.tenant_id = v_tenant and t.invoice_id = i.id order by t.attempt_no desc limit 1) as last on true
  ), retried as (
    update payout.invoices as i
    set status = 'submitted', bank_file_id = null, payment_status = null, payment_date = null, utr_number = null,
      payment_failure_reason = null, failure_class = null, updated_at = core.now()
    from judged as j where i.tenant_id = v_tenant and i.id = j.id and j.code is null
    returning i.public_no, i.invoice_id, i.invoice_number, i.destination_id, i.payable_amount - i.settled_amount as amount
  )
  select json_build_object(
    'retried', coalesce((select json_agg(json_build_object('invoiceId', r.invoice_id, 'invoiceNumber', r.invoice_number,
      'destinationId', r.destination_id, 'amount', r.amount, 'status', 'submitted') order by r.public_no) from retried as r), '[]'),
    'refused', coalesce((select json_agg(json_build_object('invoiceId', 'inv_' || j.public_no, 'code', j.code, 'message', core.fill(f.message, j.facts)) order by j.ord)
      from judged as j join core.refusals as f on f.code = j.code), '[]'))
    into v_answer;
  return v_answer;
end $$;
comment on function payout.retry_invoices(bigint[], text) is 'Puts failed and returned payments back among those that wait for a bank file; says of the others why not';
