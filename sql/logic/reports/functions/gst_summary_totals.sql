-- Why: what the GST summary comes to, head by head: tax on what we supplied, tax we owe as recipients, credit of both, and
-- the net, which is payable where positive. Which head's credit may pay which is the return's business, not told here.
-- Takes the rows of reports.gst_summary as JSON, so that they are not added up twice.
create or replace function reports.gst_summary_totals(p_rows json) returns json
language sql immutable parallel safe
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
      from json_to_recordset(p_rows) as g(direction text, igst_amount numeric, cgst_amount numeric, sgst_amount numeric, cess_amount numeric)
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
comment on function reports.gst_summary_totals(json) is 'Output tax, reverse charge, credit and net of a GST summary, head by head';
