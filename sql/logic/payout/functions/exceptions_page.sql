-- Why: what people must decide on, the newest first, a page at a time. Called by: GET /api/admin/exceptions.
-- p_statuses: of OPEN, ASSIGNED, RESOLVED; null all. Refuses: reconciliation_unknown.
create or replace function payout.exceptions_page(
  p_limit integer, p_statuses text[] default null, p_classification text default null, p_reconciliation_id text default null,
  p_after_at timestamptz default null, p_after uuid default null)
returns table (id uuid, created_at timestamptz, document json)
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_file uuid;
begin
  if p_reconciliation_id is not null then
    select f.id into v_file from payout.settlement_files as f
    where f.tenant_id = v_tenant and f.public_no = substring(lower(p_reconciliation_id) from '^(?:rec_)?([1-9][0-9]{0,17})$')::bigint;
    if not found then
      perform core.refuse('reconciliation_unknown', '/reconciliationId', jsonb_build_object('reconciliationId', p_reconciliation_id));
    end if;
  end if;
  return query
    with page as materialized (
      select e.* from payout.settlement_exceptions as e
      where e.tenant_id = v_tenant and (p_statuses is null or e.status = any (p_statuses))
        and (p_classification is null or e.classification = p_classification) and (v_file is null or e.file_id = v_file)
        and (p_after is null or (e.created_at, e.id) < (p_after_at, p_after))
      order by e.created_at desc, e.id desc
      limit p_limit
    )
    select e.id, e.created_at, payout.exception_json(e) from page as e order by e.created_at desc, e.id desc;
end $$;
comment on function payout.exceptions_page(integer, text[], text, text, timestamptz, uuid) is 'Exceptions of settlement files, the newest first, after a given one';
