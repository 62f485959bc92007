-- Why: some banks end a file with its total: a row without an invoice, UTR, date and status, or with a word for total in place of
-- one. It is no payment. Called by: payout.settle_file. Takes that row out of the intake; answers its amount, null without one.
create or replace function payout.take_control_total(p_file_id uuid) returns numeric
language sql
set search_path = ''
as $$
  delete from payout.settlement_intake as w
  where w.tenant_id = (select core.current_tenant()) and w.file_id = p_file_id
    and w.line_no = (select max(l.line_no) from payout.settlement_intake as l where l.tenant_id = w.tenant_id and l.file_id = w.file_id)
    and w.invoice_no is null and w.payment_date is null and w.status is null and w.amount is not null
    and btrim(coalesce(w.raw_invoice_id, '')) ~* '^(|(grand )?total:?)$' and btrim(coalesce(w.raw_utr, '')) ~* '^(|(grand )?total:?)$'
    and btrim(coalesce(w.raw_date, '')) = '' and btrim(coalesce(w.raw_status, '')) ~* '^(|(grand )?total:?)$'
  returning w.amount
$$;
comment on function payout.take_control_total(uuid) is 'Takes the total at the end of a settlement file, where it has one';
