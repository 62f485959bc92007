-- Why: what a bank's file must look like is a layout's rows, never code. Called by: domain/payout/reconcile.ts.
-- columns: [{name, source, required}] in their order; source null: kept as it came and not read.
create or replace function payout.settlement_form(p_file_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('profile', p.profile, 'delimiter', coalesce(p.delimiter, ','), 'header', p.header, 'columns', (
    select jsonb_agg(jsonb_build_object('name', c.name, 'source', c.source, 'required', c.required) order by c.position)
    from payout.bank_profile_columns as c where c.profile = p.profile and c.direction = 'in'))
  from payout.settlement_files as f
  join payout.bank_profiles as p on p.profile = f.profile
  where f.tenant_id = (select core.current_tenant()) and f.id = p_file_id
$$;
comment on function payout.settlement_form(uuid) is 'The layout a settlement file is read by: {delimiter, header, columns}';
