-- Why: what a GST officer asks for: numbers that are missing, given twice, or given by two series, as of any instant; no
-- row where every number ever given is accounted for. hole: missing between a series' first number and its last; as it is
-- now, up to where the counter stands. overlap: two series of one registration whose ranges share numbers. unrecorded: a
-- document whose number no series gave it; reuse: and that its series gave to another one of the year. Two documents of a
-- year cannot bear one number (vouchers_number_is_unique_a_gstin_a_year), so nothing else is looked for.
create or replace function reports.series_gaps(p_at timestamptz default null)
returns table (problem text, voucher_type text, series text, period text, "from" text, "to" text, count bigint)
language sql stable
begin atomic
  with stretch as (
    select h.series_id, h.period, h.voucher_id, lag(h.sequence, 1, s.start_number - 1) over (partition by h.series_id, h.period order by h.sequence) + 1 as first,
           h.sequence - 1 as last
    from billing.numbering_history as h
    join billing.numbering_series as s on s.tenant_id = h.tenant_id and s.id = h.series_id
    where h.tenant_id = (select core.current_tenant()) and (p_at is null or h.generated_at <= p_at)
    union all
    select c.series_id, c.period, newest.voucher_id, newest.sequence + 1, c.next_number - 1
    from billing.numbering_counters as c
    cross join lateral (
      select h.voucher_id, h.sequence from billing.numbering_history as h
      where h.tenant_id = c.tenant_id and h.series_id = c.series_id and h.period = c.period
      order by h.sequence desc limit 1) as newest
    where c.tenant_id = (select core.current_tenant()) and p_at is null
  ), range as (
    select g.series_id, g.period, g.first, g.last, v.company_gstin, v.financial_year, v.voucher_date as day
    from (
      select h.tenant_id, h.series_id, h.period, min(h.sequence) as first, max(h.sequence) as last
      from billing.numbering_history as h
      where h.tenant_id = (select core.current_tenant()) and (p_at is null or h.generated_at <= p_at)
      group by h.tenant_id, h.series_id, h.period) as g
    join billing.numbering_history as h on h.tenant_id = g.tenant_id and h.series_id = g.series_id and h.period = g.period and h.sequence = g.first
    join billing.vouchers as v on v.tenant_id = h.tenant_id and v.id = h.voucher_id
  ), unrecorded as (
    select v.voucher_type, v.company_gstin, v.financial_year, v.number, h.number as given
    from billing.vouchers as v
    left join billing.numbering_history as h on h.tenant_id = v.tenant_id and h.voucher_id = v.id
    where v.tenant_id = (select core.current_tenant()) and v.number is not null and h.number is distinct from v.number and (p_at is null or v.created_at <= p_at)
  )
  select 'hole', s.voucher_type, s.name, h.period, billing.series_number(s, h.first, v.voucher_date), billing.series_number(s, h.last, v.voucher_date), h.last - h.first + 1
  from stretch as h
  join billing.numbering_series as s on s.tenant_id = (select core.current_tenant()) and s.id = h.series_id
  join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = h.voucher_id
  where h.last >= h.first
  union all
  select 'overlap', s.voucher_type, s.name || ', ' || s2.name, a.period, billing.series_number(s, greatest(a.first, b.first), a.day),
         billing.series_number(s, least(a.last, b.last), a.day), least(a.last, b.last) - greatest(a.first, b.first) + 1
  from range as a
  join range as b on b.company_gstin = a.company_gstin and b.financial_year = a.financial_year and a.series_id < b.series_id
    and a.first <= b.last and b.first <= a.last
  join billing.numbering_series as s on s.tenant_id = (select core.current_tenant()) and s.id = a.series_id
  join billing.numbering_series as s2 on s2.tenant_id = (select core.current_tenant()) and s2.id = b.series_id
  where upper(billing.series_number(s, greatest(a.first, b.first), a.day)) = upper(billing.series_number(s2, greatest(a.first, b.first), b.day))
  union all
  select 'unrecorded', u.voucher_type, null, u.financial_year, u.number, u.number, 1
  from unrecorded as u
  union all
  select 'reuse', min(u.voucher_type), null, u.financial_year, u.given, u.given, count(*) + count(distinct other.id)
  from unrecorded as u
  join billing.vouchers as other on other.tenant_id = (select core.current_tenant()) and other.company_gstin = u.company_gstin
    and other.financial_year = u.financial_year and other.number = u.given
  group by u.company_gstin, u.financial_year, u.given
  order by 1, 2, 3, 4, 5;
end;
comment on function reports.series_gaps(timestamptz) is 'Numbers missing, overlapping, reused or unrecorded; none where every number is accounted for';
