-- Why: a preview that is out of date, or was made under the wrong bank file or layout, is made anew of the same bytes; until it is
-- applied nothing stands on it. Called by: domain/payout/reconcile.ts, before the rows are taken in again. Locks: the file.
-- Refuses: bank_profile_unknown, bank_file_not_found. Answers whether it can be previewed; applied it cannot.
create or replace function payout.preview_afresh(p_file_id uuid, p_profile text, p_bank_file_id text, p_month text) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_profile text := coalesce(p_profile, (select s.bank_profile from payout.settings as s where s.tenant_id = v_tenant));
  v_bank_file uuid;
begin
  perform from payout.settlement_files as f
  where f.tenant_id = v_tenant and f.id = p_file_id and f.status <> 'applied' for update;
  if not found then
    return false;
  elsif not exists (select from payout.bank_profiles as p where p.profile = v_profile) then
    perform core.refuse('bank_profile_unknown', '/profile', jsonb_build_object('profile', v_profile));
  elsif p_bank_file_id is not null then
    v_bank_file := payout.find_bank_file(p_bank_file_id);
  end if;
  delete from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = p_file_id;
  update payout.settlement_files as f
  set profile = v_profile, bank_file_id = v_bank_file, status = 'previewed', held_because = null, totals = '{}',
    month = coalesce(p_month, (select l.month from payout.bank_file_log as l where l.tenant_id = v_tenant and l.id = v_bank_file)),
    uploaded_by = core.current_user_id(), uploaded_at = core.now()
  where f.tenant_id = v_tenant and f.id = p_file_id;
  return true;
end $$;
comment on function payout.preview_afresh(uuid, text, text, text) is 'Makes a settlement file that is not applied ready to be previewed again';
