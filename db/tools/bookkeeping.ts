/** The runner's own schema: what was applied, and by which text. Neither the app nor the worker ever looks here. */
export const bookkeeping = `
create schema if not exists migrations;
comment on schema migrations is 'What the migration runner has applied; nobody else writes here';

create table if not exists migrations.applied (
  number integer not null primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default clock_timestamp(),
  took_ms integer not null
);
comment on table migrations.applied is 'Migrations in force, each with the sha256 of the text that ran';

create table if not exists migrations.logic_files (path text not null primary key, checksum text not null);
comment on table migrations.logic_files is 'Files of sql/logic in force, each with the sha256 of its text';

create table if not exists migrations.reference_files (path text not null primary key, checksum text not null);
comment on table migrations.reference_files is 'Files of sql/reference in force, each with the sha256 of its text';

create or replace function migrations.drop_what_is_free(p_drops text[]) returns text[]
language plpgsql set search_path = '' as $$
declare
  v_drop text;
  v_left text[] := '{}';
begin
  foreach v_drop in array p_drops loop
    begin
      execute v_drop;
    exception when dependent_objects_still_exist then
      v_left := v_left || v_drop;
    end;
  end loop;
  return v_left;
end $$;
comment on function migrations.drop_what_is_free(text[]) is
  'Runs each drop; answers those that something else still leans on';
revoke all on function migrations.drop_what_is_free(text[]) from public;
`;
