-- Why: an approval is of these lines and no others: who is paid, how much, to which account, in which state.
-- Called by: payout.keep_bank_file, payout.approve_bank_file, payout.mark_bank_file_sent. The account's number is sealed; what
-- stands for it is its keyed hash.
create or replace function payout.items_sha256(p_bank_file_id uuid) returns bytea
language sql stable
set search_path = ''
as $$
  select sha256(convert_to(coalesce(string_agg(concat_ws('|', t.line_no, i.invoice_id, t.attempt_no, t.payment_ref, t.amount,
    t.beneficiary_name, t.bank_account_id, encode(a.account_hash, 'hex'), a.ifsc_code, t.status), e'\n' order by t.line_no), ''), 'UTF8'))
  from payout.payout_items as t
  join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id
  join payout.bank_accounts as a on a.tenant_id = t.tenant_id and a.id = t.bank_account_id
  where t.tenant_id = (select core.current_tenant()) and t.bank_file_id = p_bank_file_id
$$;
comment on function payout.items_sha256(uuid) is 'SHA-256 over the lines of a bank file, in their order';
