-- Why: the audit row of an insert, written by the database for one row and for a thousand alike.
-- Called by: the audit_insert trigger of every audited table, once a statement, over the transition table new_rows.
-- Trigger arguments: the key column (id where none is given), then the columns whose values are kept out of the trail. On the posting path: one insert, no look-up a row.
create or replace function audit.record_insert() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_key text := coalesce(tg_argv[0], 'id');
  v_secrets text[] := nullif(tg_argv[1:], '{}');
begin
  if not exists (select from new_rows) then
    return null;
  end if;
  insert into audit.events (tenant_id, occurred_at, actor_id, actor_kind, request_id, ip,
                            action, entity, entity_id, voucher_type, after)
  select stored.tenant_id, who.at, who.actor_id, who.actor_kind, who.request_id, who.ip,
         'insert', tg_table_schema || '.' || tg_table_name,
         (stored.row ->> v_key)::uuid, stored.row ->> 'voucher_type',
         case when v_secrets is null then stored.kept else audit.masked(stored.kept, v_secrets) end
  from (select r.tenant_id, r.row, r.row - '{tenant_id,created_at,updated_at}'::text[] as kept
        from (select n.tenant_id, jsonb_strip_nulls(to_jsonb(n)) as row from new_rows as n offset 0) as r) as stored,
       audit.acting() as who;
  return null;
end $$;
comment on function audit.record_insert() is 'Trigger: one audit event an inserted row';
