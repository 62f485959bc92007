-- Why: what a bank was asked to pay and does not tell of within two working days needs a person, who is told once a bank file; it is
-- neither paid nor failed by that. What was told is settled by itself once nothing of the file is late any more.
-- Called by: jobs/payout/watch_payments.ts. Locks: the bank files that are late, in the order of their ids, so that of two workers the
-- second sees what the first told. Answers how many bank files were told of now, and how many were settled.
create or replace function payout.watch_payments(out told integer, out settled integer)
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_late record;
begin
  told := 0;
  for v_late in
    select n.bank_file_id, count(*) as payments, sum(n.amount) as amount, min(n.sent_to_bank_at) as sent_at,
      string_agg(n.invoice_id, ', ' order by n.line_no) filter (where n.line_no <= 50) as invoices
    from payout.payments_not_reported as n where n.tenant_id = v_tenant and n.working_days_since > 2
    group by n.bank_file_id order by n.bank_file_id
  loop
    perform from payout.bank_file_log as l where l.tenant_id = v_tenant and l.bank_file_id = v_late.bank_file_id for update;
    continue when exists (
      select from ops.notifications as n
      where n.tenant_id = v_tenant and n.kind = 'payments_not_reported' and n.key = v_late.bank_file_id and (n.resolved_at is null or n.resolved_by is not null));
    perform ops.notify('payments_not_reported', v_late.bank_file_id, 'warning',
      format('%s payments of %s are not reported by the bank', v_late.payments, v_late.bank_file_id),
      format('Sent on %s and told of in no settlement file since: %s in all (%s). They are neither paid nor failed until the bank says so: ask it for its file, and upload that.',
        (v_late.sent_at at time zone 'Asia/Kolkata')::date, v_late.amount, coalesce(v_late.invoices, '')),
      jsonb_build_object('bankFileId', v_late.bank_file_id, 'payments', v_late.payments, 'amount', v_late.amount, 'sentAt', payout.utc_text(v_late.sent_at)));
    told := told + 1;
  end loop;
  settled := 0;
  for v_late in
    select n.key from ops.notifications as n
    where n.tenant_id = v_tenant and n.kind = 'payments_not_reported' and n.resolved_at is null
      and not exists (select from payout.payments_not_reported as p where p.tenant_id = v_tenant and p.bank_file_id = n.key)
  loop
    perform ops.resolve_notification('payments_not_reported', v_late.key);
    settled := settled + 1;
  end loop;
end $$;
comment on function payout.watch_payments() is 'Tells of payments that the bank has not reported for two working days';
