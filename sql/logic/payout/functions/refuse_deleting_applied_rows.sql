-- Why: the rows of a settlement file that was only previewed may be replaced; those that were applied are the bank's word for
-- what was paid, and are kept as long as their file. Set-wise, for a file has up to 100,000.
-- Called by: the keep_until trigger of payout.settlement_rows. Refuses document_kept_until.
create or replace function payout.refuse_deleting_applied_rows() returns trigger
language plpgsql
set search_path = ''
set timezone = 'Asia/Kolkata'
as $$
declare
  v_keep_until date;
begin
  select max(coalesce(payout.keep_until('settlement_file', f.uploaded_at::date), 'infinity')) into v_keep_until
  from (select distinct o.tenant_id, o.file_id from old_rows as o) as o
  join payout.settlement_files as f on f.tenant_id = o.tenant_id and f.id = o.file_id
  where f.status = 'applied';
  if v_keep_until >= core.today() then
    perform core.refuse('document_kept_until', null, jsonb_build_object('keepUntil', v_keep_until));
  end if;
  return null;
end $$;
comment on function payout.refuse_deleting_applied_rows() is 'Trigger: refuses to delete rows of a settlement file that was applied and must still be kept';
