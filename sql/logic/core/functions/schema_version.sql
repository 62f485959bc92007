-- Why: readiness says which migration and which text of the logic the database is at, so that an operator can see a
-- release that was deployed without its migration. Security definer because only the runner looks into its own schema;
-- it shows two names and nothing else. Called by: domain/core/health.ts.
create or replace function core.schema_version(out migration text, out logic text)
language sql stable security definer
set search_path = ''
as $$
  select (select a.name from migrations.applied a order by a.number desc limit 1),
         (select left(encode(sha256(convert_to(string_agg(f.path || f.checksum, ',' order by f.path), 'UTF8')), 'hex'), 12)
          from migrations.logic_files f)
$$;
comment on function core.schema_version() is 'The last migration applied, and a short checksum over the logic in force';
