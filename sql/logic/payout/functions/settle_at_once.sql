-- Why: thousands of rows, which the planner has never counted (they are this transaction's), are joined by hashes and not looked up
-- one by one; few are looked up. Called by: payout.settle_levels. As payout.settle_level.
create or replace function payout.settle_at_once(p_file_id uuid, p_level integer) returns uuid[]
language sql
set search_path = ''
set enable_nestloop = off
set enable_mergejoin = off
set work_mem = '64MB'
as $$
  select payout.settle_level(p_file_id, p_level)
$$;
comment on function payout.settle_at_once(uuid, integer) is 'Classifies and applies a level of many rows of a settlement file';
