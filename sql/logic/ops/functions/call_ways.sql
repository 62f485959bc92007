-- Why: which way a document of each GSTIN may go right now: the providers configured for its registration's environment,
-- in order of preference, those that are resting, and how many calls the GSTIN has left.
-- Called by: the claim_due and next_due of einvoice and ewaybill.
-- Takes the portal and the installation's sites, {"<environment>": [{"provider", "callsPerMinute"}, …]}; an environment that
-- is not named cannot be told of now (configured null); none at all: every way is open. A registration with a host of its
-- own knows one provider, that host.
create or replace function ops.call_ways(p_portal text, p_sites jsonb)
returns table (gstin text, environment text, configured text[], usable text[], send_to text, room integer, per_minute numeric,
               opens_at timestamptz, has_room_at timestamptz)
language sql stable rows 4
set search_path = ''
as $$
  with registered as (
    select r.gstin, r.environment, r.provider, r.base_url from einvoice.registrations as r
    where p_portal = 'irp' and r.tenant_id = (select core.current_tenant()) and r.is_active
    union all
    select r.gstin, r.environment, r.provider, r.base_url from ewaybill.registrations as r
    where p_portal = 'ewb' and r.tenant_id = (select core.current_tenant()) and r.is_active
  ), sites as (
    select r.gstin, s.ordinal, coalesce(r.base_url, s.site ->> 'provider') as provider, (s.site ->> 'callsPerMinute')::numeric as per_minute, r.environment
    from registered as r
    cross join lateral jsonb_array_elements(p_sites -> r.environment) with ordinality as s(site, ordinal)
    where case when r.base_url is null then r.provider is null or r.provider = s.site ->> 'provider' else s.ordinal = 1 end
  ), standing as (
    select s.gstin, array_agg(s.provider order by s.ordinal) as configured,
           array_agg(s.provider order by s.ordinal) filter (where b.state is distinct from 'open' and b.state is distinct from 'half_open') as usable,
           nullif(min(s.per_minute), 0) as per_minute, min(b.retry_at) as opens_at
    from sites as s
    left join ops.breakers as b on b.portal = p_portal and b.environment = s.environment and b.provider = s.provider and b.updated_at <= core.now()
    group by s.gstin
  )
  select g.gstin, r.environment,
         case when p_sites is null or r.gstin is null or p_sites ? r.environment then coalesce(s.configured, '{}') end,
         coalesce(s.usable, '{}'), s.usable[1],
         case when pause.at > core.now() then 0 when s.per_minute is null then 2147483647 else floor(greatest(bucket.tokens, 0))::integer end,
         s.per_minute, s.opens_at,
         greatest(pause.at, case when bucket.tokens < 1 then core.now() + (1 - bucket.tokens) / bucket.a_second * interval '1 second' end)
  from core.company_gstins as g
  left join registered as r on r.gstin = g.gstin
  left join standing as s on s.gstin = g.gstin
  left join ops.call_budgets as b on b.tenant_id = g.tenant_id and b.portal = p_portal and b.gstin = g.gstin
  cross join lateral (select case when b.asked_at < core.now() then b.not_before end as at) as pause
  left join lateral ops.bucket(s.per_minute, b.tokens, b.refilled_at) as bucket on s.per_minute is not null
  where g.tenant_id = (select core.current_tenant())
$$;
comment on function ops.call_ways(text, jsonb) is 'For each GSTIN of the company: the providers of its registration, those that are not resting, the one to send to, and the calls it has left';
