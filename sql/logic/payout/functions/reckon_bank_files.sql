-- Why: a bank file is reconciled once the bank has said of every line how it ended. Called by: payout.settle_levels and whatever
-- decides on an exception. Changes files that were approved or sent, and are not reconciled yet.
create or replace function payout.reckon_bank_files(p_bank_file_ids uuid[]) returns void
language sql
set search_path = ''
as $$
  update payout.bank_file_log as l set status = told.status
  from (
    select t.bank_file_id, case when bool_or(t.status in ('EXPORTED', 'PENDING', 'ON_HOLD')) then 'part_reconciled' else 'reconciled' end as status
    from payout.payout_items as t
    where t.tenant_id = (select core.current_tenant()) and t.bank_file_id = any (p_bank_file_ids)
    group by t.bank_file_id
    having bool_or(t.status not in ('EXPORTED', 'ON_HOLD', 'CANCELLED') or t.settled_amount > 0)) as told
  where l.tenant_id = (select core.current_tenant()) and l.id = told.bank_file_id and l.status in ('approved', 'sent_to_bank', 'part_reconciled')
    and l.status <> told.status
$$;
comment on function payout.reckon_bank_files(uuid[]) is 'Sets bank files to part_reconciled or reconciled, as their lines stand';
