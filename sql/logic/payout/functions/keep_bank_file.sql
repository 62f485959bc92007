-- Why: the bytes of a bank file are made once and kept. Before that the amounts, read back from the text, are held against the
-- lines: a file whose sum is another than its lines' is never kept. Where a company asks for no second person it is approved.
-- Called by: domain/payout/bank_export.ts, in the transaction of payout.make_bank_files. Refuses nothing: what does not hold is a fault.
create or replace function payout.keep_bank_file(
  p_id uuid, p_content_encrypted text, p_content_sha256 bytea, p_content_size integer, p_amounts text[]) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_lines integer;
  v_total numeric;
  v_differ integer;
begin
  select count(*), sum(t.amount), count(*) filter (where t.amount::text is distinct from r.amount)
    into v_lines, v_total, v_differ
  from payout.payout_items as t
  left join unnest(p_amounts) with ordinality as r (amount, line_no) on r.line_no = t.line_no
  where t.tenant_id = (select core.current_tenant()) and t.bank_file_id = p_id;
  update payout.bank_file_log as f
  set content_encrypted = p_content_encrypted, content_sha256 = p_content_sha256, content_size = p_content_size,
    items_sha256 = payout.items_sha256(f.id),
    status = case when f.approvals_needed = 0 then 'approved' else f.status end,
    approved_at = case when f.approvals_needed = 0 then core.now() end
  where f.tenant_id = (select core.current_tenant()) and f.id = p_id and f.content_encrypted is null
    and v_differ = 0 and v_lines = cardinality(p_amounts) and f.total_invoices = v_lines and f.total_amount = v_total;
  if not found then
    raise exception 'the bank file does not add up: % lines of %, % of them written otherwise', v_lines, v_total, v_differ;
  end if;
end $$;
comment on function payout.keep_bank_file(uuid, text, bytea, integer, text[]) is 'Keeps a bank file''s bytes once its amounts, read back from them, are its lines''';
