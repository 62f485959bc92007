-- Why: a ledger as JSON, for reads and as the answer of ledger.put_ledger. Null where the tenant has none of that id.
create or replace function ledger.ledger_json(p_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('id', l.id, 'name', l.name, 'code', l.code, 'group', l.group_code, 'groupName', g.name, 'nature', g.nature,
           'partyId', l.party_id, 'isStandard', t.code is not null, 'createdAt', l.created_at)
  from ledger.ledgers as l
  join ledger.groups as g on g.code = l.group_code
  left join ledger.chart_templates as t on t.code = l.code
  where l.tenant_id = (select core.current_tenant()) and l.id = p_id
$$;
comment on function ledger.ledger_json(uuid) is 'A ledger as JSON';
