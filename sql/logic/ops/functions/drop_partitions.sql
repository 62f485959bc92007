-- Why: what a DBA says may go, goes: months of calls to portals older than pakka.api_calls_kept_months, a setting of the
-- database (alter database pakka set pakka.api_calls_kept_months = '96'). Unset, which is how it is delivered: nothing goes.
-- Called by: the job ops.make_partitions every night. At least twelve months stay, whatever a session says of the setting.
-- Security definer: only the owner may drop a partition. Locks: the parent, for the moment it takes.
create or replace function ops.drop_partitions() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_months integer := nullif(current_setting('pakka.api_calls_kept_months', true), '')::integer;
  v_oldest text := 'api_calls_' || to_char(core.today() - make_interval(months => greatest(v_months, 12)), 'YYYY_MM');
  v_dropped integer := 0;
  v_name text;
begin
  if v_months is null then
    return 0;
  end if;
  for v_name in
    select c.relname::text
    from pg_catalog.pg_inherits as i
    join pg_catalog.pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'ops.api_calls'::regclass and c.relname ~ '^api_calls_[0-9]{4}_[0-9]{2}$' and c.relname::text collate "C" < v_oldest
    order by c.relname
  loop
    execute format('drop table ops.%I', v_name);
    v_dropped := v_dropped + 1;
  end loop;
  return v_dropped;
end $$;
comment on function ops.drop_partitions() is 'Drops months of ops.api_calls older than the database''s setting pakka.api_calls_kept_months; how many, none where it is not set';
