-- Why: everything posting and preview share, so that a preview cannot differ from what is posted: read, resolve, tax,
-- check. Stores nothing, locks nothing. Refusals come back beside the documents; the caller decides what to do.
create or replace function billing.compute_vouchers(
  p_docs jsonb, out docs billing.resolved_document[], out lines billing.voucher_line[], out refusals billing.refusal[])
language plpgsql
set search_path = ''
as $$
declare
  v_inputs billing.document_input[] := billing.read_documents(p_docs);
  v_line_inputs billing.line_input[] := billing.read_lines(p_docs);
begin
  docs := billing.resolve_documents(v_inputs);
  lines := billing.tax_lines(docs, v_line_inputs);
  refusals := billing.check_documents(v_inputs, docs, lines) || billing.check_lines(docs, v_line_inputs, lines);
end $$;
comment on function billing.compute_vouchers(jsonb) is 'Documents, line rows and refusals of a batch; nothing is stored';
