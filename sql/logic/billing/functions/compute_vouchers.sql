-- Why: everything posting and preview share, so that a preview cannot differ from what is posted: read, resolve, tax,
-- check. Stores nothing, locks nothing. Refusals come back beside the documents; the caller decides what to do.
-- What only some documents have (an original they stand on, entries of their own) is looked at only where one has it.
create or replace function billing.compute_vouchers(
  p_docs jsonb, out docs billing.resolved_document[], out lines billing.voucher_line[], out entries billing.entry_input[],
  out links billing.voucher_link[], out refusals billing.refusal[])
language plpgsql
set search_path = ''
as $$
declare
  v_inputs billing.document_input[] := billing.read_documents(p_docs);
  v_line_inputs billing.line_input[] := billing.read_lines(p_docs);
  v_parties billing.recipient[] := '{}';
  v_stands_on_others boolean := billing.stands_on_others(p_docs);
begin
  if jsonb_path_exists(p_docs, '$[*].document ? (@.type == "sale" || !exists (@.type))') then
    p_docs := billing.name_sales(p_docs);
    v_inputs := billing.read_documents(p_docs);
  end if;
  if v_stands_on_others then
    v_line_inputs := billing.inherit_lines(v_inputs, v_line_inputs);
    v_inputs := billing.inherit_documents(v_inputs, v_line_inputs);
  end if;
  if v_stands_on_others or jsonb_path_exists(p_docs, '$[*].document.party') then
    v_parties := billing.read_parties(v_inputs);
  end if;
  docs := billing.resolve_documents(v_inputs, v_parties);
  lines := billing.tax_lines(docs, v_line_inputs);
  if v_stands_on_others then
    lines := billing.fit_to_originals(v_line_inputs, docs, lines);
  end if;
  entries := '{}';
  links := '{}';
  refusals := billing.check_documents(v_inputs, docs, lines) || billing.check_lines(docs, v_line_inputs, lines);
  if v_stands_on_others then
    links := billing.draw_links(docs, v_line_inputs, lines);
    refusals := refusals || billing.check_links(docs, v_line_inputs, links);
  end if;
  if jsonb_path_exists(p_docs, '$[*].document ? (exists (@.toGodownId) || exists (@.lines[*].godownId))') then
    refusals := refusals || inventory.check_godowns(docs, v_line_inputs);
  end if;
  if jsonb_path_exists(p_docs, '$[*].document ? (exists (@.entries) || exists (@.amount) || exists (@.allocations) || exists (@.advances) || exists (@.accountId))') then
    entries := billing.read_entries(p_docs, docs);
    links := links || billing.read_allocations(p_docs, docs, lines);
    refusals := refusals || billing.check_entries(docs, entries);
  end if;
  if links <> '{}' then
    refusals := refusals || billing.check_allocations(docs, lines, entries, links);
  end if;
end $$;
comment on function billing.compute_vouchers(jsonb) is 'Documents, line rows, entries, links and refusals of a batch; nothing is stored';
