-- Why: a provider that rested long enough gets one call, whatever the company and whoever else asks; should its worker die,
-- another may try after two minutes. Called by: claim_due, for a row it holds. Locks: the breaker.
create or replace function ops.begin_probe(p_portal text, p_environment text, p_provider text) returns boolean
language sql
set search_path = ''
as $$
  with begun as (
    update ops.breakers
    set state = 'half_open', retry_at = core.now() + interval '2 minutes', updated_at = core.now()
    where portal = p_portal and environment = p_environment and provider = p_provider and state <> 'closed' and retry_at <= core.now()
    returning 1
  )
  select exists (select from begun)
$$;
comment on function ops.begin_probe(text, text, text) is 'Whether the caller may try a provider that rests; nobody else may then, for a while';
