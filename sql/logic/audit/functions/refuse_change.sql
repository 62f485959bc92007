-- Why: history is appended to. No grant allows a change; this stops the owner and a superuser's slip as well.
-- Called by: the append_only trigger of every history table, once a statement, also where no row is hit.
create or replace function audit.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception using
    errcode = '42501',
    message = format('%I.%I is append-only: %s is refused', tg_table_schema, tg_table_name, lower(tg_op));
end $$;
comment on function audit.refuse_change() is 'Trigger: refuses update, delete and truncate of a history table';
