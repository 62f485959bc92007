-- Why: who did something is shown by name. Called by: payout.bank_file_json. null for nobody, or a job.
create or replace function payout.person_json(p_user_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', u.id, 'name', u.display_name)
  from core.users as u where u.tenant_id = (select core.current_tenant()) and u.id = p_user_id
$$;
comment on function payout.person_json(uuid) is 'A person of the company: {id, name}';
