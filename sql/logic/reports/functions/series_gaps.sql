-- Why: what a GST officer asks for: numbers that are missing, given twice, or given by two series, as of any instant; no
-- row where every number ever given is accounted for. hole: missing between a series' first number and its last.
-- overlap: two series of one registration whose ranges share numbers. reuse: one number on two documents of a year.
-- unrecorded: a document whose number no series gave. As it is now, the counters are looked at too.
create or replace function reports.series_gaps(p_at timestamptz default null)
returns table (problem text, voucher_type text, series text, period text, "from" text, "to" text, count bigint)
language sql stable
begin atomic
  with given as (
    select h.tenant_id, h.series_id, h.period, h.sequence, h.number, h.voucher_id, v.company_gstin, v.financial_year, v.voucher_date, v.voucher_type, v.number as printed
    from billing.numbering_history as h
    join billing.vouchers as v on v.tenant_id = h.tenant_id and v.id = h.voucher_id
    where h.tenant_id = (select core.current_tenant()) and (p_at is null or h.generated_at <= p_at)
  ), range as (
    select g.tenant_id, g.series_id, g.period, min(g.sequence) as first, max(g.sequence) as last, min(g.voucher_date) as day,
           min(g.company_gstin) as company_gstin, min(g.financial_year) as financial_year
    from given as g
    group by g.tenant_id, g.series_id, g.period
  ), stretch as (
    select g.series_id, g.period, g.voucher_date as day, lag(g.sequence, 1, s.start_number - 1) over (partition by g.series_id, g.period order by g.sequence) + 1 as first, g.sequence - 1 as last
    from given as g
    join billing.numbering_series as s on s.tenant_id = g.tenant_id and s.id = g.series_id
    union all
    select c.series_id, c.period, r.day, r.last + 1, c.next_number - 1
    from billing.numbering_counters as c
    join range as r on r.tenant_id = c.tenant_id and r.series_id = c.series_id and r.period = c.period
    where c.tenant_id = (select core.current_tenant()) and p_at is null
  )
  select 'hole', s.voucher_type, s.name, h.period, billing.series_number(s, h.first, h.day), billing.series_number(s, h.last, h.day), h.last - h.first + 1
  from stretch as h
  join billing.numbering_series as s on s.tenant_id = (select core.current_tenant()) and s.id = h.series_id
  where h.last >= h.first
  union all
  select 'overlap', s.voucher_type, s.name || ', ' || s2.name, a.period, billing.series_number(s, greatest(a.first, b.first), a.day),
         billing.series_number(s, least(a.last, b.last), a.day), least(a.last, b.last) - greatest(a.first, b.first) + 1
  from range as a
  join range as b on b.company_gstin = a.company_gstin and b.financial_year = a.financial_year and a.series_id < b.series_id
    and a.first <= b.last and b.first <= a.last
  join billing.numbering_series as s on s.tenant_id = a.tenant_id and s.id = a.series_id
  join billing.numbering_series as s2 on s2.tenant_id = b.tenant_id and s2.id = b.series_id
  where upper(billing.series_number(s, greatest(a.first, b.first), a.day)) = upper(billing.series_number(s2, greatest(a.first, b.first), b.day))
  union all
  select 'reuse', min(g.voucher_type), null, g.financial_year, upper(g.number), upper(g.number), count(distinct g.voucher_id)
  from given as g
  group by g.company_gstin, g.financial_year, upper(g.number)
  having count(distinct g.voucher_id) > 1
  union all
  select 'unrecorded', v.voucher_type, null, v.financial_year, v.number, v.number, 1
  from billing.vouchers as v
  left join billing.numbering_history as h on h.tenant_id = v.tenant_id and h.voucher_id = v.id
  where v.tenant_id = (select core.current_tenant()) and v.number is not null and h.number is distinct from v.number and (p_at is null or v.created_at <= p_at)
  order by 1, 2, 3, 4, 5;
end;
comment on function reports.series_gaps(timestamptz) is 'Numbers missing, overlapping, reused or unrecorded; none where every number is accounted for';
