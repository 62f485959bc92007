-- Why: the numbers a series gave, newest first, a page at a time by key. Called by: GET /api/numbering-series/{id}/history.
create or replace function billing.numbering_history_page(p_series_id uuid, p_limit integer, p_before uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select h.id, json_build_object('id', h.id, 'number', h.number, 'sequence', h.sequence, 'period', h.period, 'voucherId', h.voucher_id,
                                 'generatedAt', h.generated_at, 'generatedBy', h.generated_by)
  from billing.numbering_history as h
  where h.tenant_id = (select core.current_tenant()) and h.series_id = p_series_id
    and (p_before is null or (h.period, h.sequence) < (
      select b.period, b.sequence from billing.numbering_history as b where b.tenant_id = h.tenant_id and b.id = p_before))
  order by h.period desc, h.sequence desc
  limit p_limit
$$;
comment on function billing.numbering_history_page(uuid, integer, uuid) is 'Numbers of a series, newest first, before a given row';
