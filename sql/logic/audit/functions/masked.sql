-- Why: a password hash has no place in a trail that auditors read for eight years: that it changed is recorded, what it
-- was is not. Called by: the audit triggers, which name their table's secrets (sql/checks/every_mutation_is_audited.sql
-- fails on one that is not named). Without secrets it is p_row.
create or replace function audit.masked(p_row jsonb, p_secrets text[]) returns jsonb
language plpgsql immutable parallel safe
set search_path = ''
as $$
begin
  if cardinality(p_secrets) = 0 then
    return p_row;
  end if;
  return p_row || coalesce(
    (select jsonb_object_agg(name, '•') from unnest(p_secrets) as name where p_row ->> name is not null), '{}');
end $$;
comment on function audit.masked(jsonb, text[]) is 'A row with the values of its secret columns replaced by •';
