-- Why: one exception with the decisions on it, in order, and what of the row paid what. Called by: GET /api/admin/exceptions/:id.
-- Refuses: settlement_exception_not_found.
create or replace function payout.read_exception(p_exception_id uuid) returns json
language plpgsql stable
set search_path = ''
as $$
declare
  v_exception payout.settlement_exceptions;
begin
  select e.* into v_exception from payout.settlement_exceptions as e where e.tenant_id = core.current_tenant() and e.id = p_exception_id;
  if not found then
    perform core.refuse('settlement_exception_not_found', null, jsonb_build_object('exceptionId', p_exception_id));
  end if;
  -- Joined as text, since jsonb would put the keys in an order of its own.
  return (left(payout.exception_json(v_exception)::text, -1) || ',' || substr(json_build_object(
    'decisions', coalesce((
      select json_agg(json_build_object('resolution', d.resolution, 'takenFor', d.taken_for, 'became', d.became, 'amount', d.amount, 'invoiceId', i.invoice_id,
        'utrNumber', d.utr, 'reason', d.reason, 'by', payout.person_json(d.resolved_by), 'at', payout.utc_text(d.resolved_at)) order by d.resolved_at, d.id)
      from payout.settlement_resolutions as d left join payout.invoices as i on i.tenant_id = d.tenant_id and i.id = d.invoice_id
      where d.tenant_id = v_exception.tenant_id and d.exception_id = v_exception.id), '[]'),
    'allocations', coalesce((
      select json_agg(json_build_object('kind', a.kind, 'amount', a.amount, 'by', payout.person_json(a.allocated_by), 'at', payout.utc_text(a.allocated_at)) order by a.allocated_at, a.id)
      from payout.settlement_allocations as a
      where a.tenant_id = v_exception.tenant_id and a.file_id = v_exception.file_id and a.line_no = v_exception.line_no), '[]'))::text, 2))::json;
end $$;
comment on function payout.read_exception(uuid) is 'An exception of a settlement file, with what was decided on it';
