-- Why: every new tenant is given the ledgers of ledger.chart_templates; calling it again adds what has come since.
-- A name that the tenant has given a ledger of its own is taken with the code beside it. Called by: domain/core/set_up.ts,
-- core.seed_tenants.
create or replace function ledger.seed_chart() returns void
language sql
set search_path = ''
as $$
  insert into ledger.ledgers (tenant_id, code, name, group_code)
  select core.current_tenant(), t.code,
         case when exists (select 1 from ledger.ledgers as l where l.tenant_id = core.current_tenant() and l.name = t.name and l.party_id is null)
           then t.name || ' (' || t.code || ')' else t.name end,
         t.group_code
  from ledger.chart_templates as t
  where not exists (select 1 from ledger.ledgers as l where l.tenant_id = core.current_tenant() and l.code = t.code)
  order by t.code
$$;
comment on function ledger.seed_chart() is 'Gives the tenant the ledgers of the chart template it does not have yet';
