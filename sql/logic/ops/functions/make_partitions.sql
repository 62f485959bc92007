-- Why: calls to portals are kept by the month, so that an old month is put away as a whole and the newest stays small. This
-- makes the months ahead, Indian ones. Called by: the job ops.make_partitions every night, and every db:migrate.
-- Security definer: only the owner may attach a partition; it takes a count and makes tables named by the calendar.
-- A month that was not made in time went to ops.api_calls_other and is brought home here. Locks: the parent, shared; the
-- other one, for the moment it takes. A partition has row-level security of its own and no policy: asked directly it is empty.
create or replace function ops.make_partitions(p_months integer default 3) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_made integer := 0;
  v_month timestamp;
  v_name text;
  v_from timestamptz;
  v_until timestamptz;
begin
  perform pg_advisory_xact_lock(72553, 32);
  for v_month in
    select m from generate_series(date_trunc('month', core.today()::timestamp), date_trunc('month', core.today()::timestamp) + make_interval(months => least(p_months, 24)), '1 month') as m
  loop
    v_name := 'api_calls_' || to_char(v_month, 'YYYY_MM');
    continue when to_regclass('ops.' || v_name) is not null;
    v_from := v_month at time zone 'Asia/Kolkata';
    v_until := (v_month + interval '1 month') at time zone 'Asia/Kolkata';
    execute format('create table ops.%I (like ops.api_calls including defaults including constraints)', v_name);
    alter table ops.api_calls_other no force row level security;
    execute format('with late as (delete from ops.api_calls_other where called_at >= %L and called_at < %L returning *) insert into ops.%I select * from late', v_from, v_until, v_name);
    alter table ops.api_calls_other force row level security;
    execute format('alter table ops.%I enable row level security, force row level security', v_name);
    execute format('alter table ops.api_calls attach partition ops.%I for values from (%L) to (%L)', v_name, v_from, v_until);
    v_made := v_made + 1;
  end loop;
  return v_made;
end $$;
comment on function ops.make_partitions(integer) is 'Makes the months of ops.api_calls from the present one to so many ahead; how many it made';
