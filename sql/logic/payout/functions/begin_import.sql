-- Why: the same bytes are one import, also where two people send them at once. Called by: domain/payout/payouts_import.ts.
-- Locks: payout.lock_imports. Answers the import and whether it was there before.
create or replace function payout.begin_import(p_file_name text, p_sha256 bytea) returns table (id uuid, is_known boolean)
language plpgsql
set search_path = ''
as $$
begin
  perform payout.lock_imports();
  return query select i.id, true from payout.payout_imports as i where i.tenant_id = core.current_tenant() and i.sha256 = p_sha256;
  if not found then
    return query
    insert into payout.payout_imports as i (tenant_id, file_name, sha256, imported_by, imported_at)
    values (core.current_tenant(), p_file_name, p_sha256, core.current_user_id(), core.now())
    returning i.id, false;
  end if;
end $$;
comment on function payout.begin_import(text, bytea) is 'The import of a file, made or found';
