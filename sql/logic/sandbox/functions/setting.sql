-- Why: what a tester may set of the world, with what is usual where nothing is set.
-- Called by: the sandbox portals' functions. Set by: PUT /sandbox/settings.
create or replace function sandbox.setting(p_name text) returns numeric
language sql stable
set search_path = ''
as $$
  select coalesce((select s.value from sandbox.settings as s where s.name = p_name), case p_name
    when 'crossingLagSeconds' then 0 when 'callsPerMinute' then 0 when 'readWindowHours' then 48 when 'cancelWindowHours' then 24
    when 'irpTokenMinutes' then 60 when 'ewbTokenMinutes' then 360 when 'reportingDays' then 30 when 'ewbDocumentDays' then 180 end)
$$;
comment on function sandbox.setting(text) is 'callsPerMinute, crossingLagSeconds, readWindowHours, cancelWindowHours, irpTokenMinutes, ewbTokenMinutes, reportingDays, ewbDocumentDays';
