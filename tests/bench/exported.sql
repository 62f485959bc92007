-- Invoices that stand in bank files sent to the bank, ten thousand a file, set-wise. Without foreign-key look-ups and audit events,
-- which no figure reads and which are most of the time.
create or replace function floor.lay_exported(p_tenant uuid, p_from integer, p_rows integer) returns void
language plpgsql
set session_replication_role = replica
as $$
declare
  v_table text;
begin
  foreach v_table in array array['partners', 'bank_accounts', 'bank_file_log', 'invoices'] loop
    execute format('alter table payout.%I disable trigger audit_insert', v_table);
  end loop;
  create temp table made on commit drop as
  select n as no, (1000 + n % 9000)::numeric(18, 2) as amount, core.uuid_v7() as partner, core.uuid_v7() as account, core.uuid_v7() as invoice,
    (n - p_from) / 10000 as file, 1 + (n - p_from) % 10000 as line
  from generate_series(p_from, p_from + p_rows - 1) as n;
  create temp table files on commit drop as
  select file, core.uuid_v7() as id, sum(amount) as total, count(*)::int as rows from made group by file;
  insert into payout.partners (tenant_id, id, destination_id, partner_name, gst_number, state_code, address, email)
  select p_tenant, partner, 'P-' || no, 'Partner ' || no, '27AAPFA1234A1ZZ', '27', '12 Station Road', 'p' || no || '@partners.test' from made;
  insert into payout.bank_accounts (tenant_id, id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code, is_first)
  select p_tenant, account, partner, 'P-' || no, 'sealed', '7890', sha256(('P-' || no)::bytea), 'HDFC0001234', true from made;
  insert into payout.bank_file_log (tenant_id, id, public_no, profile, file_name, month, total_invoices, total_amount, status, generated_at, approved_at)
  select p_tenant, id, coalesce((select max(public_no) from payout.bank_file_log), 0) + 1 + file, 'generic_v1', 'GST_Payment_Oct2026.csv', '2026-10',
    rows, total, 'sent_to_bank', '2026-11-18T11:00:00+05:30', '2026-11-18T11:00:00+05:30'
  from files;
  insert into payout.invoices (tenant_id, id, public_no, partner_id, destination_id, invoice_number, invoice_date, month, financial_year, series_year,
    partner_name, partner_gstin, partner_state_code, partner_address, partner_email, company_gstin, company, place_of_supply, bank_account_id,
    sac, trail_amount, gst_base_amount, gst_rate, cgst_amount, gst_amount, total_amount, payable_basis, payable_amount, status,
    digitally_signed, signed_at, consent_text, document_sha256, bank_file_id)
  select p_tenant, m.invoice, m.no, m.partner, 'P-' || m.no, 'I' || m.no, '2026-11-02', '2026-10', '2026-2027', '2026-27',
    'Partner ' || m.no, '27AAPFA1234A1ZZ', '27', '12 Station Road', 'p' || m.no || '@partners.test', '27AABCS1429B1ZU', '{}', '27', m.account,
    '997159', m.amount * 5, m.amount * 5, 18, m.amount, m.amount, m.amount * 6, 'GST_ONLY', m.amount, 'in_bank_file',
    true, '2026-11-18T11:00:00+05:30', 'agreed', sha256(''), f.id
  from made as m join files as f using (file);
  insert into payout.payout_items (tenant_id, bank_file_id, line_no, invoice_id, attempt_no, payment_ref, amount, beneficiary_name, bank_account_id)
  select p_tenant, f.id, m.line, m.invoice, 1, payout.payment_ref(m.no::bigint << 20), m.amount, 'Partner ' || m.no, m.account
  from made as m join files as f using (file);
  foreach v_table in array array['partners', 'bank_accounts', 'bank_file_log', 'invoices'] loop
    execute format('alter table payout.%I enable always trigger audit_insert', v_table);
  end loop;
  drop table made, files;
end $$;
