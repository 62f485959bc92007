-- Why: a password hash has no place in a trail that auditors read for eight years. By name, so that a table made next
-- year is covered without a thought. Called by: audit.record_insert, record_update, record_delete, once a statement.
-- plpgsql, and the cheap tests before the pattern, because it is on the posting path: 15 microseconds, in sql 200.
create or replace function audit.secret_columns(p_table oid) returns text[]
language plpgsql stable parallel safe
set search_path = ''
as $$
begin
  return (
    select array_agg(attname::text)
    from pg_catalog.pg_attribute
    where attrelid = p_table and attnum > 0
      and (attname like '%\_hash' or attname like '%\_encrypted' or attname like '%secret')
      and attname ~ '(password|token|key|otp|secret)_hash$|_encrypted$|(^|_)secret$');
end $$;
comment on function audit.secret_columns(oid) is 'Columns of a table whose values never enter the audit trail; null when it has none';
