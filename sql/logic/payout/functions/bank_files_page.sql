-- Why: bank files, newest first, a page at a time, by status or month. Called by: GET /api/admin/bank-files.
create or replace function payout.bank_files_page(p_limit integer, p_status text default null, p_month text default null, p_after bigint default null)
returns table (public_no bigint, document json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select f.public_no, payout.bank_file_json(f.id)
  from payout.bank_file_log as f
  where f.tenant_id = (select core.current_tenant()) and (p_status is null or f.status = p_status)
    and (p_month is null or f.month = p_month) and (p_after is null or f.public_no < p_after)
  order by f.public_no desc
  limit p_limit
$$;
comment on function payout.bank_files_page(integer, text, text, bigint) is 'Bank files, newest first, after a given one';
