-- Why: the audit row of an update: only the columns that changed, as they were and as they became; a row that did not
-- change (or only its updated_at or last_used_at) leaves none. A row whose key itself changed is paired with nothing and leaves two
-- events, whole: the one that went and the one that came.
-- Called by: the audit_update trigger of every audited table, once a statement, over old_rows and new_rows.
-- Trigger arguments: the key column (id where none is given), then the columns whose values are kept out of the trail.
create or replace function audit.record_update() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_key text := coalesce(tg_argv[0], 'id');
  v_secrets text[] := tg_argv[1:];
begin
  if not exists (select from new_rows) then
    return null;
  end if;
  insert into audit.events (tenant_id, occurred_at, actor_id, actor_kind, request_id, ip,
                            action, entity, entity_id, voucher_type, before, after)
  select coalesce(was.tenant_id, became.tenant_id), who.at, who.actor_id, who.actor_kind, who.request_id, who.ip,
         'update', tg_table_schema || '.' || tg_table_name,
         coalesce(was.key, became.key)::uuid, coalesce(became.row, was.row) ->> 'voucher_type',
         audit.masked(changed.before, v_secrets), audit.masked(changed.after, v_secrets)
  -- each row as JSON once: offset 0 keeps the two uses of it apart from the making
  from (select o.tenant_id, o.row ->> v_key as key, o.row from (select r.tenant_id, to_jsonb(r) as row from old_rows r offset 0) as o) as was
  full join (select n.tenant_id, n.row ->> v_key as key, n.row from (select r.tenant_id, to_jsonb(r) as row from new_rows r offset 0) as n) as became
         on became.tenant_id = was.tenant_id and became.key = was.key
  cross join lateral audit.changed_columns(was.row, became.row) as changed
  cross join audit.acting() as who
  where changed.before is not null or changed.after is not null;
  return null;
end $$;
comment on function audit.record_update() is 'Trigger: one audit event a changed row, with the changed columns only';
