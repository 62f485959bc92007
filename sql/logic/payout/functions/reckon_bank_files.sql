-- Why: a bank file is reconciled once the bank has said of every line how it ended. Called by: payout.settle_file and whatever
-- decides on an exception. Changes files that were approved or sent, and are not reconciled yet.
create or replace function payout.reckon_bank_files(p_bank_file_ids uuid[]) returns void
language sql
set search_path = ''
as $$
  update payout.bank_file_log as l set status = told.status
  from (
    select f.id, case when exists (
        select from payout.payout_items as t
        where t.tenant_id = (select core.current_tenant()) and t.bank_file_id = f.id and t.status in ('EXPORTED', 'PENDING', 'ON_HOLD'))
      then 'part_reconciled' else 'reconciled' end as status
    from unnest(p_bank_file_ids) as f (id)) as told
  where l.tenant_id = (select core.current_tenant()) and l.id = told.id and l.status in ('approved', 'sent_to_bank', 'part_reconciled')
    and l.status <> told.status
    and exists (
      select from payout.payout_items as t
      where t.tenant_id = l.tenant_id and t.bank_file_id = l.id and (t.status not in ('EXPORTED', 'ON_HOLD', 'CANCELLED') or t.settled_amount > 0))
$$;
comment on function payout.reckon_bank_files(uuid[]) is 'Sets bank files to part_reconciled or reconciled, as their lines stand';
