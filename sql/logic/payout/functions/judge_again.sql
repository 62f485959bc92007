-- Why: what a row would be taken for now, had it named another invoice, reference or day: by the very rules of the file, in a
-- world that is taken back. Called by: payout.link_row, payout.accept_row, under the company's lock. Changes nothing.
-- Takes the row as it stands for the question, and the attempt where that is known. A bank file that was named with the file
-- only says which attempt is meant: a person knows which invoice it is.
create or replace function payout.judge_again(p_row payout.settlement_rows, p_invoice_no bigint, p_item_id uuid, p_day date) returns payout.settlement_rows
language plpgsql
set search_path = ''
as $$
declare
  v_judged payout.settlement_rows;
begin
  for v_any_file in 0..1 loop
    begin
      if v_any_file = 1 then
        update payout.settlement_files as f set bank_file_id = null where f.tenant_id = p_row.tenant_id and f.id = p_row.file_id;
      end if;
      insert into payout.settlement_intake (tenant_id, file_id, line_no, raw_invoice_id, raw_utr, raw_amount, raw_date, raw_status, remarks,
        amount, payment_date, status, utr, invoice_no, named_item_id, is_bad, level)
      values (p_row.tenant_id, p_row.file_id, -p_row.line_no, p_row.raw_invoice_id, p_row.raw_utr, p_row.raw_amount, p_row.raw_date, p_row.raw_status, p_row.remarks,
        p_row.amount, p_day, p_row.status, p_row.utr, p_invoice_no, p_item_id, false, 1);
      perform payout.classify_settlement(p_row.file_id, 1);
      select r.* into v_judged from payout.settlement_rows as r where r.tenant_id = p_row.tenant_id and r.file_id = p_row.file_id and r.line_no = -p_row.line_no;
      raise exception using errcode = 'PK000', message = 'taken back';
    exception when sqlstate 'PK000' then
      exit when v_judged.classification <> 'WRONG_BATCH';
    end;
  end loop;
  return v_judged;
end $$;
comment on function payout.judge_again(payout.settlement_rows, bigint, uuid, date) is 'What a row of a settlement file would be taken for now';
