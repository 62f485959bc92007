-- Why: tax by rate as printed, untaxed supplies apart from taxable ones, of lines as billing.print_lines makes them.
-- Called by: billing.print_document.
create or replace function billing.print_tax_summary(p_lines jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.taxability <> 'taxable', s."gstRate", s.taxability), '[]')
  from (
    select l."gstRate", l.taxability, sum(l."taxableAmount") as "taxableAmount", sum(l."cgstAmount") as "cgstAmount",
           sum(l."sgstAmount") as "sgstAmount", sum(l."igstAmount") as "igstAmount", sum(l."cessAmount") as "cessAmount"
    from jsonb_to_recordset(p_lines) as l(taxability text, "gstRate" numeric, "taxableAmount" numeric, "cgstAmount" numeric,
      "sgstAmount" numeric, "igstAmount" numeric, "cessAmount" numeric)
    group by l."gstRate", l.taxability
  ) as s
$$;
comment on function billing.print_tax_summary(jsonb) is 'Tax by rate, of printed lines';
