-- Why: a settlement file is taken once: the same bytes a second time are the same file, whoever of two sends them first.
-- Called by: domain/payout/reconcile.ts, before the file is read. Locks: the key of the bytes, so the second of two waits.
-- Refuses: bank_profile_unknown, bank_file_not_found. Answers the file, its state where it was known before,
-- and whether another person has to apply it.
create or replace function payout.open_settlement_file(
  p_file_name text, p_sha256 bytea, p_size integer, p_profile text, p_bank_file_id text, p_month text)
returns table (file_id uuid, known_status text, only_previewed boolean)
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_bank_file uuid;
  v_month text := p_month;
  v_profile text := coalesce(p_profile, (select s.bank_profile from payout.settings as s where s.tenant_id = v_tenant));
begin
  return query select f.id, f.status, false from payout.settlement_files as f where f.tenant_id = v_tenant and f.sha256 = p_sha256;
  if found then
    return;
  end if;
  if not exists (select from payout.bank_profiles as p where p.profile = v_profile) then
    perform core.refuse('bank_profile_unknown', '/profile', jsonb_build_object('profile', v_profile));
  end if;
  if p_bank_file_id is not null then
    v_bank_file := payout.find_bank_file(p_bank_file_id);
    v_month := coalesce(v_month, (select l.month from payout.bank_file_log as l where l.tenant_id = v_tenant and l.id = v_bank_file));
  end if;
  insert into payout.settlement_files (tenant_id, public_no, file_name, sha256, size, profile, bank_file_id, month, status, uploaded_by, uploaded_at)
  values (v_tenant, payout.take_public_numbers('rec', 1) + 1, p_file_name, p_sha256, p_size, v_profile, v_bank_file, v_month,
    'previewed', core.current_user_id(), core.now())
  on conflict (tenant_id, sha256) do nothing
  returning id into file_id;
  if file_id is null then
    return query select f.id, f.status, false from payout.settlement_files as f where f.tenant_id = v_tenant and f.sha256 = p_sha256;
  else
    only_previewed := (select s.apply_by_second_person from payout.settings as s where s.tenant_id = v_tenant);
    return next;
  end if;
end $$;
comment on function payout.open_settlement_file(text, bytea, integer, text, text, text) is 'Makes the row of a settlement file, or finds the one of the same bytes';
