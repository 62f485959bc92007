-- Why: which bank files a settlement file is about: the one it was uploaded for, else those of the attempts it names.
-- Called by: payout.settlement_totals, payout.settle_file.
create or replace function payout.settled_bank_files(p_file_id uuid) returns uuid[]
language sql stable
set search_path = ''
as $$
  select coalesce(
    (select array[f.bank_file_id] from payout.settlement_files as f
     where f.tenant_id = (select core.current_tenant()) and f.id = p_file_id and f.bank_file_id is not null),
    array(
      select distinct t.bank_file_id
      from payout.settlement_rows as r
      join payout.payout_items as t on t.tenant_id = r.tenant_id and t.id = r.item_id
      where r.tenant_id = (select core.current_tenant()) and r.file_id = p_file_id
      order by t.bank_file_id))
$$;
comment on function payout.settled_bank_files(uuid) is 'The bank files a settlement file is about, by id';
