-- Why: which sessions somebody used in the last p_used and which end, or ended, before p_before: so that the next call
-- finds one that serves. Called by: domain/portals/refresh.ts. A refused sign-in that still holds is left alone.
create or replace function ops.sessions_to_refresh(p_before timestamptz, p_used interval)
returns table (office text, gstin text, provider text, refresh_at timestamptz)
language sql stable
set search_path = ''
as $$
  select s.office, r.gstin, s.provider, s.refresh_at
  from ops.portal_sessions as s
  join (
    select 'irp' as office, id, gstin from einvoice.registrations where tenant_id = (select core.current_tenant()) and is_active
    union all
    select 'ewb', id, gstin from ewaybill.registrations where tenant_id = (select core.current_tenant()) and is_active
  ) as r on r.office = s.office and r.id = s.registration_id
  where s.tenant_id = (select core.current_tenant()) and s.token_encrypted is not null
    and s.refresh_at < p_before and s.last_used_at > core.now() - p_used
  order by s.refresh_at
$$;
comment on function ops.sessions_to_refresh(timestamptz, interval) is 'Sessions at portals that end soon and were used lately';
