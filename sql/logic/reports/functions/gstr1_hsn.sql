-- Why: table 12 of GSTR-1: one list until April 2025, from the period in which gst.limits says so one of supplies to
-- registered recipients and one of all others, exports among these.
create or replace function reports.gstr1_hsn(p_gstin text, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select case when count(*) = 0 then null
    when (select is_split > 0 from gst.limit_on('hsn_summary_is_split', p_from) as is_split)
      then json_build_object('hsn_b2b', json_agg(r.body order by r.num) filter (where r.half = 'B2B'), 'hsn_b2c', json_agg(r.body order by r.num) filter (where r.half = 'B2C'))
    else json_build_object('data', json_agg(r.body order by r.num))
  end
  from (
    select s.half, s.num, json_build_object('num', s.num, 'hsn_sc', s.hsn, 'desc', s.description, 'uqc', s.uqc, 'qty', round(s.quantity, 2),
             'rt', trim_scale(s.gst_rate), 'txval', s.taxable, 'iamt', s.igst, 'camt', s.cgst, 'samt', s.sgst, 'csamt', s.cess) as body
    from (
      select h.half, h.hsn, h.uqc, h.gst_rate, min(left(h.description, 30)) as description, sum(h.quantity) as quantity, sum(h.taxable_amount) as taxable,
             sum(h.igst_amount) as igst, sum(h.cgst_amount) as cgst, sum(h.sgst_amount) as sgst, sum(h.cess_amount) as cess,
             row_number() over (partition by h.half order by h.hsn, h.uqc, h.gst_rate) as num
      from (
        select x.*, case when split.is_split > 0 then x.party_class else '' end as half
        from reports.hsn_summary(p_from, p_to, p_gstin) as x
        left join lateral gst.limit_on('hsn_summary_is_split', p_from) as split(is_split) on true
      ) as h
      group by h.half, h.hsn, h.uqc, h.gst_rate
    ) as s
  ) as r
$$;
comment on function reports.gstr1_hsn(text, date, date) is 'hsn of GSTR-1';
