-- Why: an auditor reads what changed, not the forty columns that did not.
-- Called by: audit.record_update. Both null when nothing changed; a side that is null is a row that was not there.
-- Both are states of a row of one table, so they have the same columns.
create or replace function audit.changed_columns(p_before jsonb, p_after jsonb, out before jsonb, out after jsonb)
language sql immutable parallel safe
set search_path = ''
as $$
  select jsonb_object_agg(key, p_before -> key) filter (where p_before is not null),
         jsonb_object_agg(key, p_after -> key) filter (where p_after is not null)
  from jsonb_object_keys(coalesce(p_after, p_before)) as key
  where (p_before -> key) is distinct from (p_after -> key) and key not in ('updated_at', 'last_used_at', 'tenant_id')
$$;
comment on function audit.changed_columns(jsonb, jsonb) is 'The columns that differ between two states of a row, as they were and as they became';
