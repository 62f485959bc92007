-- Phase 1 of posting, read: the lines of a batch as rows, numbered from 1 within their document.
create or replace function billing.read_lines(p_docs jsonb) returns billing.line_input[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(row(
           (item.ord - 1)::int, entry.line_no::int, line."itemId", nullif(trim(line.description), ''), line.hsn, line.quantity,
           upper(line.unit), line.rate, coalesce(line.discount, 0), line."gstRate", line."cessRate", line.taxability,
           line."retailPrice", line."godownId", line."originalVoucherId", line."originalLineNo", null)::billing.line_input), '{}')
  from jsonb_array_elements(p_docs) with ordinality as item(body, ord)
  cross join lateral jsonb_array_elements(item.body -> 'document' -> 'lines') with ordinality as entry(body, line_no)
  cross join lateral jsonb_to_record(entry.body) as line(
    "itemId" uuid, description text, hsn text, quantity numeric, unit text, rate numeric, discount numeric,
    "gstRate" numeric, "cessRate" numeric, taxability text, "retailPrice" numeric, "godownId" uuid,
    "originalVoucherId" uuid, "originalLineNo" integer)
$$;
comment on function billing.read_lines(jsonb) is 'The lines of a posting call as rows';
