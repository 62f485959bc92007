-- Why: what became of an invoice, in order, as its partner may know it: made, signed, each attempt to pay it and how that ended,
-- cancelled. Days of the bank have no time. Called by: payout.read_invoice.
create or replace function payout.invoice_timeline(p payout.invoices) returns json
language sql stable
set search_path = ''
as $$
  with happened (event, at, day, step, facts) as (
    select 'generated', p.created_at, null::date, 0, '{}'::jsonb
    union all
    select 'signed', p.signed_at, null, 1, '{}' where p.digitally_signed
    union all
    select step.event, step.at, step.day, 2 + 3 * t.attempt_no + step.step, jsonb_strip_nulls(step.facts)
    from payout.payout_items as t
    join payout.bank_file_log as f on f.tenant_id = t.tenant_id and f.id = t.bank_file_id
    cross join lateral (values
      ('in_bank_file', f.generated_at, null::date, 0, jsonb_build_object('attempt', t.attempt_no)),
      ('sent_to_bank', f.sent_to_bank_at, null, 1, '{}'),
      (case t.status when 'FAILED' then 'failed' when 'CANCELLED' then 'withdrawn' else 'paid' end,
       case when t.status in ('FAILED', 'CANCELLED') then t.updated_at end, t.payment_date, 2,
       jsonb_build_object('utrNumber', t.utr_number, 'amount', nullif(t.settled_amount, 0), 'reason', case when t.status = 'FAILED' then t.remarks end)),
      ('returned', null, t.return_date, 3, jsonb_build_object('utrNumber', t.return_utr, 'reason', p.return_reason))
    ) as step (event, at, day, step, facts)
    where t.tenant_id = p.tenant_id and t.invoice_id = p.id and (step.at is not null or step.day is not null)
      and (step.event <> 'paid' or t.status in ('SUCCESS', 'RETURNED') or t.settled_amount > 0)
    union all
    select 'cancelled', p.cancelled_at, null, 100000, jsonb_build_object('reason', p.cancel_reason) where p.status = 'cancelled'
  )
  select json_agg(jsonb_build_object('event', h.event, 'date', coalesce(h.day, (h.at at time zone 'Asia/Kolkata')::date),
                                     'at', payout.utc_text(h.at)) || h.facts order by h.step)
  from happened as h
$$;
comment on function payout.invoice_timeline(payout.invoices) is 'What happened to an invoice, in order: [{event, date, at, …}]';
