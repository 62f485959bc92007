-- Why: a level of a file, classified and done. Called by: payout.settle_levels.
create or replace function payout.settle_level(p_file_id uuid, p_level integer) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_lines integer[];
begin
  perform payout.classify_settlement(p_file_id, p_level);
  if p_level > 0 then
    v_lines := array(
      select w.line_no from payout.settlement_intake as w
      where w.tenant_id = (select core.current_tenant()) and w.file_id = p_file_id and w.level = p_level);
  end if;
  perform payout.apply_settlement(p_file_id, v_lines);
end $$;
comment on function payout.settle_level(uuid, integer) is 'Classifies and applies a level of a settlement file';
