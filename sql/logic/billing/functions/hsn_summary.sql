-- Why: tax by HSN, rate and unit, as printed below the lines that billing.print_lines makes.
-- Called by: billing.print_document.
create or replace function billing.hsn_summary(p_lines jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.hsn, s."gstRate", s.unit), '[]')
  from (
    select l.hsn, l."gstRate", l.taxability, l.unit, sum(l.quantity) as quantity, sum(l."taxableAmount") as "taxableAmount",
           sum(l."cgstAmount") as "cgstAmount", sum(l."sgstAmount") as "sgstAmount", sum(l."igstAmount") as "igstAmount", sum(l."cessAmount") as "cessAmount"
    from jsonb_to_recordset(p_lines) as l(hsn text, taxability text, "gstRate" numeric, unit text, quantity numeric, "taxableAmount" numeric,
      "cgstAmount" numeric, "sgstAmount" numeric, "igstAmount" numeric, "cessAmount" numeric)
    group by l.hsn, l."gstRate", l.taxability, l.unit
  ) as s
$$;
comment on function billing.hsn_summary(jsonb) is 'Tax by HSN, rate and unit, of printed lines';
