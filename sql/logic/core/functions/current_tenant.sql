-- Why: the one place that says whose rows a transaction may see. Called by every policy, wrapped in a select so that it
-- is evaluated once a statement. Null (no row) outside a tenant's transaction: after a transaction the setting reads ''.
create or replace function core.current_tenant() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.tenant_id', true), '')::uuid;
comment on function core.current_tenant() is 'The tenant of this transaction, or null';
