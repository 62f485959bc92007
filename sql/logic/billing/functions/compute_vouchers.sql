-- Why: everything posting and preview share, so that a preview cannot differ from what is posted: read, resolve, tax,
-- check. Stores nothing, locks nothing. Refusals come back beside the documents; the caller decides what to do.
create or replace function billing.compute_vouchers(
  p_docs jsonb,
  out docs billing.resolved_document[], out vouchers billing.vouchers[], out lines billing.voucher_lines[],
  out refusals billing.refusal[])
language plpgsql
set search_path = ''
as $$
declare
  v_inputs billing.document_input[] := array(select d from billing.read_documents(p_docs) as d);
  v_line_inputs billing.line_input[] := array(select l from billing.read_lines(p_docs) as l);
begin
  docs := array(select d from billing.resolve_documents(v_inputs) as d);
  lines := array(select l from billing.tax_lines(docs, v_line_inputs) as l);
  vouchers := array(select v from billing.draw_up_vouchers(docs, lines) as v);
  refusals := array(
    select f from billing.check_documents(v_inputs, docs, vouchers) as f
    union all
    select f from billing.check_lines(docs, v_line_inputs, lines) as f);
end $$;
comment on function billing.compute_vouchers(jsonb) is 'Documents, voucher rows, line rows and refusals of a batch; nothing is stored';
