-- Why: what the GST summary comes to, head by head: tax on what we supplied, tax we owe as recipients, credit of both, and
-- the net, which is payable where positive. Which head's credit may pay which is the return's business, not told here.
create or replace function reports.gst_summary_totals(p_from date, p_to date, p_gstin text default null) returns json
language sql stable parallel safe
set search_path = ''
as $$
  with head as (
    select coalesce(sum(s.igst_amount) filter (where owed), 0.00) as owed_igst, coalesce(sum(s.cgst_amount) filter (where owed), 0.00) as owed_cgst,
           coalesce(sum(s.sgst_amount) filter (where owed), 0.00) as owed_sgst, coalesce(sum(s.cess_amount) filter (where owed), 0.00) as owed_cess,
           coalesce(sum(s.igst_amount) filter (where reversed), 0.00) as reverse_igst, coalesce(sum(s.cgst_amount) filter (where reversed), 0.00) as reverse_cgst,
           coalesce(sum(s.sgst_amount) filter (where reversed), 0.00) as reverse_sgst, coalesce(sum(s.cess_amount) filter (where reversed), 0.00) as reverse_cess,
           coalesce(sum(s.igst_amount) filter (where credit), 0.00) as credit_igst, coalesce(sum(s.cgst_amount) filter (where credit), 0.00) as credit_cgst,
           coalesce(sum(s.sgst_amount) filter (where credit), 0.00) as credit_sgst, coalesce(sum(s.cess_amount) filter (where credit), 0.00) as credit_cess
    from (
      select g.*, g.direction = 'outward' as owed, g.direction = 'inward_reverse_charge' as reversed, g.direction in ('inward', 'inward_reverse_charge') as credit
      from reports.gst_summary(p_from, p_to, p_gstin) as g
    ) as s
  )
  select json_build_object(
    'output', json_build_object('igstAmount', owed_igst, 'cgstAmount', owed_cgst, 'sgstAmount', owed_sgst, 'cessAmount', owed_cess),
    'reverseCharge', json_build_object('igstAmount', reverse_igst, 'cgstAmount', reverse_cgst, 'sgstAmount', reverse_sgst, 'cessAmount', reverse_cess),
    'inputCredit', json_build_object('igstAmount', credit_igst, 'cgstAmount', credit_cgst, 'sgstAmount', credit_sgst, 'cessAmount', credit_cess),
    'net', json_build_object('igstAmount', owed_igst + reverse_igst - credit_igst, 'cgstAmount', owed_cgst + reverse_cgst - credit_cgst,
      'sgstAmount', owed_sgst + reverse_sgst - credit_sgst, 'cessAmount', owed_cess + reverse_cess - credit_cess))
  from head
$$;
comment on function reports.gst_summary_totals(date, date, text) is 'Output tax, reverse charge, credit and net of some days, head by head';
