-- Why: what stands on a voucher and what it stands on, from either side, once a document and relation.
-- Called by: billing.render_vouchers.
create or replace function billing.related_vouchers(p_tenant_id uuid, p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', v.id, 'type', v.voucher_type, 'number', v.number, 'date', v.voucher_date, 'status', v.status,
           'relation', near.relation, 'totalAmount', v.total_amount) order by v.voucher_date, v.number, near.relation), '[]')
  from (
    select distinct original_id as other, relation from billing.voucher_links where tenant_id = p_tenant_id and voucher_id = p_id
    union
    select distinct voucher_id, case relation when 'adjusts' then 'adjusted_by' when 'increases' then 'increased_by' when 'fulfils' then 'fulfilled_by'
             when 'returns' then 'returned_by' when 'settles' then 'settled_by' when 'applies' then 'applied_by' end
    from billing.voucher_links where tenant_id = p_tenant_id and original_id = p_id
  ) as near
  join billing.vouchers as v on v.tenant_id = p_tenant_id and v.id = near.other
$$;
comment on function billing.related_vouchers(uuid, uuid) is 'Related documents of a voucher from either side, as JSON';
