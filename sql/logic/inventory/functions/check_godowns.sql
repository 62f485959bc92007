-- Why: a document may only name godowns of the company, on a line or as the receiver of a transfer.
-- Called by: billing.compute_vouchers, where a document names one at all.
create or replace function inventory.check_godowns(p_docs billing.resolved_document[], p_inputs billing.line_input[])
returns billing.refusal[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(named.ord, named.place, array['godown_unknown'], jsonb_build_object('godownId', named.id))::billing.refusal), '{}')
  from (
    select i.ord, '/lines/' || (i.line_no - 1) || '/godownId' as place, i.godown_id as id from unnest(p_inputs) as i where i.godown_id is not null
    union all
    select d.ord, '/toGodownId', (d.particulars ->> 'toGodownId')::uuid from unnest(p_docs) as d where d.particulars ? 'toGodownId'
  ) as named
  where not exists (select from inventory.godowns as g where g.tenant_id = (select core.current_tenant()) and g.id = named.id)
$$;
comment on function inventory.check_godowns(billing.resolved_document[], billing.line_input[]) is 'Faults of documents that name a godown the company does not have';
