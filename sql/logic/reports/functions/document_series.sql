-- Why: table 13 of GSTR-1: the documents issued over some days, a row a run of numbers without a hole, with how many of
-- them were cancelled. As it stood at an instant where p_at says one: numbers given and documents cancelled until then.
-- Challans are told apart by their purpose (gst.challan_purposes). Called by: reports.gstr1_return.
create or replace function reports.document_series(p_from date, p_to date, p_gstin text default null, p_at timestamptz default null)
returns table (nature integer, document text, series text, "from" text, "to" text, total bigint, cancelled bigint, net bigint)
language sql stable parallel safe
begin atomic
  with given as (
    select coalesce(kind.table_13, purpose.table_13) as nature, h.tenant_id, h.series_id, h.period, h.sequence,
           v.status = 'cancelled' and (p_at is null or v.cancelled_at <= p_at) as is_cancelled
    from billing.vouchers as v
    join billing.voucher_kinds as kind on kind.voucher_type = v.voucher_type
    join billing.numbering_history as h on h.tenant_id = v.tenant_id and h.voucher_id = v.id and (p_at is null or h.generated_at <= p_at)
    left join gst.challan_purposes as purpose on purpose.purpose = v.particulars ->> 'purpose' and v.voucher_type = 'delivery_challan'
    where v.tenant_id = (select core.current_tenant()) and v.company_gstin = (select reports.registration(p_gstin))
      and v.voucher_date between p_from and p_to and coalesce(kind.table_13, purpose.table_13) is not null
  ), run as (
    select g.nature, g.tenant_id, g.series_id, g.period, min(g.sequence) as first, max(g.sequence) as last,
           count(*) as total, count(*) filter (where g.is_cancelled) as cancelled
    from (select given.*, given.sequence - row_number() over (partition by given.nature, given.series_id, given.period order by given.sequence) as island from given) as g
    group by g.nature, g.tenant_id, g.series_id, g.period, g.island
  )
  select run.nature, n.title, s.name, first.number, last.number, run.total, run.cancelled, run.total - run.cancelled
  from run
  join reports.document_natures as n on n.nature = run.nature
  join billing.numbering_series as s on s.tenant_id = run.tenant_id and s.id = run.series_id
  join billing.numbering_history as first
    on first.tenant_id = run.tenant_id and first.series_id = run.series_id and first.period = run.period and first.sequence = run.first
  join billing.numbering_history as last
    on last.tenant_id = run.tenant_id and last.series_id = run.series_id and last.period = run.period and last.sequence = run.last
  order by run.nature, s.name, run.period, run.first;
end;
comment on function reports.document_series(date, date, text, timestamptz) is 'Documents issued, in runs of numbers without a hole (table 13 of GSTR-1)';
