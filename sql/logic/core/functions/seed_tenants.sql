-- Why: a release may bring ledgers that documents are booked on, and kinds that need a series: companies that are there
-- already must have them before the release serves. Called by: db:migrate, as the owner, after logic and reference rows.
-- Locks: nothing. The application's roles may not.
create or replace function core.seed_tenants() returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid;
  v_tenants integer := 0;
begin
  for v_tenant in select t.id from core.tenants as t order by t.id loop
    perform core.enter(jsonb_build_object('tenantId', v_tenant, 'actorKind', 'job', 'requestId', 'db:migrate'));
    perform ledger.seed_chart(), billing.seed_numbering(), payout.seed_tenant();
    v_tenants := v_tenants + 1;
  end loop;
  perform core.enter('{}');
  return v_tenants;
end $$;
comment on function core.seed_tenants() is 'Gives every tenant the standard ledgers and default series it does not have yet; answers how many tenants there are';
