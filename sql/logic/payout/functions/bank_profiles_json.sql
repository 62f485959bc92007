-- Why: people choose a layout by its bank and see its columns. Called by: payout.preview_bank_file, domain/payout/export_preview.ts.
create or replace function payout.bank_profiles_json() returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('profile', p.profile, 'bank', p.bank, 'fileName', p.file_name, 'source', p.source,
      'columns', (select jsonb_agg(c.name order by c.position) from payout.bank_profile_columns as c
                  where c.profile = p.profile and c.direction = 'out'))
    order by p.profile <> 'generic_v1', p.profile), '[]')
  from payout.bank_profiles as p
$$;
comment on function payout.bank_profiles_json() is 'The layouts of bank files with the columns of each';
