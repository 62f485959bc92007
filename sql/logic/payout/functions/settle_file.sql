-- Why: a settlement file does what it says whole or not at all. A preview is the same done and taken back, of which what each row
-- was taken for stays. Called by: domain/payout/reconcile.ts, after the rows were taken in; payout.apply_previewed.
-- Locks: the company's settlements (advisory 19), so of two files with one UTR the second finds the first's; then the
-- bank files that are not sent.
-- Refuses: settlement_file_mangled, settlement_file_has_no_rows, settlement_file_too_long.
-- Its own total disagreeing with its rows: held, nothing is done.
create or replace function payout.settle_file(p_file_id uuid, p_preview boolean) returns text
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_control numeric;
  v_sum numeric;
  v_count integer;
  v_held text;
  v_totals jsonb;
  v_rows payout.settlement_rows[];
begin
  perform pg_catalog.pg_advisory_xact_lock(19, pg_catalog.hashtext(v_tenant::text));
  perform payout.check_mangled(p_file_id);
  select f.totals into v_totals from payout.settlement_files as f where f.tenant_id = v_tenant and f.id = p_file_id;
  v_control := case when v_totals = '{}' then payout.take_control_total(p_file_id) else (v_totals ->> 'controlTotal')::numeric end;
  select sum(w.amount), count(*) into v_sum, v_count from payout.settlement_intake as w where w.tenant_id = v_tenant and w.file_id = p_file_id;
  if v_count = 0 then
    perform core.refuse('settlement_file_has_no_rows');
  elsif v_count > 100000 then
    perform core.refuse('settlement_file_too_long', null, jsonb_build_object('rows', v_count, 'limit', 100000));
  elsif v_control <> coalesce(v_sum, 0) then
    v_held := 'its own total is ' || v_control || ', its rows come to ' || coalesce(v_sum, 0);
  end if;
  -- those that may still be taken back
  perform from payout.bank_file_log as l where l.tenant_id = v_tenant and l.status in ('generated', 'approved') order by l.id for update;
  if p_preview or v_held is not null then
    begin
      v_totals := payout.settle_levels(p_file_id, v_control);
      v_rows := array(select r from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = p_file_id);
      raise exception using errcode = 'PK000', message = 'taken back';
    exception when sqlstate 'PK000' then
      insert into payout.settlement_rows select r.* from unnest(v_rows) as r;
    end;
  else
    v_totals := payout.settle_levels(p_file_id, v_control);
  end if;
  delete from payout.settlement_intake as w where w.tenant_id = v_tenant and w.file_id = p_file_id;
  update payout.settlement_files as f
  set status = case when v_held is not null then 'held' when p_preview then 'previewed' else 'applied' end, held_because = v_held, totals = v_totals,
    applied_by = case when v_held is null and not p_preview then core.current_user_id() end,
    applied_at = case when v_held is null and not p_preview then core.now() end
  where f.tenant_id = v_tenant and f.id = p_file_id;
  return case when v_held is not null then 'held' when p_preview then 'previewed' else 'applied' end;
end $$;
comment on function payout.settle_file(uuid, boolean) is 'Settles the rows that were taken in of a file, or previews that; answers the file''s state';
