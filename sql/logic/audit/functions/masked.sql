-- Why: that a secret changed is recorded, what it was is not. Called by: the audit triggers. No secrets: p_row itself.
create or replace function audit.masked(p_row jsonb, p_secrets text[]) returns jsonb
language sql immutable parallel safe
as $$
  select case when p_secrets is null or not p_row ?| p_secrets then p_row else
    p_row || (select jsonb_object_agg(name, '•') from unnest(p_secrets) as name where p_row ->> name is not null)
  end
$$;
comment on function audit.masked(jsonb, text[]) is 'A row with the values of its secret columns replaced by •';
