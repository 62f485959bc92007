-- Why: e-way bills, newest first, a page at a time, by status or voucher. Called by: GET /api/ewaybill.
-- The status callers see (ewaybill.public_status) is written out over the stored one, which an index knows; each question has a
-- plan of its own, for a status may be that of nearly all bills or of three.
create or replace function ewaybill.bills_page(p_limit integer, p_status text default null, p_voucher_id uuid default null, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  select b.id, ewaybill.e_way_bill_json(b.id)
  from ewaybill.e_way_bills as b
  where b.tenant_id = (select core.current_tenant()) and (p_voucher_id is null or b.voucher_id = p_voucher_id)
    and (p_status is null or b.status = any (case p_status when 'pending' then array['pending', 'sending'] when 'expired' then array['expired', 'active', 'part_a'] else array[p_status] end))
    and case p_status
          when 'active' then (b.valid_until < core.now()) is not true
          when 'part_a' then (ewaybill.part_a_until(b.generated_at) < core.now()) is not true
          when 'expired' then case b.status when 'active' then b.valid_until < core.now() when 'part_a' then ewaybill.part_a_until(b.generated_at) < core.now() else true end
          else true end
    and p_status is distinct from 'sending' and (p_after is null or b.id < p_after)
  order by b.id desc
  limit p_limit
$$;
comment on function ewaybill.bills_page(integer, text, uuid, uuid) is 'E-way bills, newest first, after a given row';
