-- Why: the audit row of a delete: all that was there.
-- Called by: the audit_delete trigger of every audited table, once a statement, over the transition table old_rows.
-- Trigger arguments: the key column (id where none is given), then the columns whose values are kept out of the trail.
create or replace function audit.record_delete() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_key text := coalesce(tg_argv[0], 'id');
  v_secrets text[] := tg_argv[1:];
begin
  if not exists (select from old_rows) then
    return null;
  end if;
  insert into audit.events (tenant_id, occurred_at, actor_id, actor_kind, request_id, ip,
                            action, entity, entity_id, voucher_type, before)
  select gone.tenant_id, who.at, who.actor_id, who.actor_kind, who.request_id, who.ip,
         'delete', tg_table_schema || '.' || tg_table_name,
         (gone.row ->> v_key)::uuid, gone.row ->> 'voucher_type',
         audit.masked(gone.row - 'tenant_id', v_secrets)
  from (select r.tenant_id, jsonb_strip_nulls(to_jsonb(r)) as row from old_rows r offset 0) as gone,
       audit.acting() as who;
  return null;
end $$;
comment on function audit.record_delete() is 'Trigger: one audit event a deleted row';
