-- The app does what people do; the worker mails, moves documents and watches. Nothing is ever deleted, history never edited.
-- The reader sees no one-time password and no sealed account.
grant usage on schema payout to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema payout to pakka_app, pakka_worker;
grant select on payout.settings, payout.partners, payout.reason_payment_mapping, payout.payout_imports, payout.payout_calculation,
  payout.invoices, payout.postings, payout.reason_templates, payout.commission_rates, payout.retention_periods, payout.bank_profiles, payout.bank_profile_columns,
  payout.bank_statuses, payout.failure_classes, payout.bank_file_approvals, payout.payout_items, payout.settlement_files,
  payout.settlement_rows, payout.settlement_classes, payout.utr_registry, payout.settlement_exceptions,
  payout.settlement_allocations, payout.settlement_resolutions to pakka_reader;
grant select (tenant_id, id, partner_id, holder_name, account_last4, ifsc_code, is_first, entered_by, entered_at, superseded_at)
  on payout.bank_accounts to pakka_reader;
grant select (tenant_id, id, public_no, bank_file_id, profile, file_name, month, total_invoices, total_amount, status,
  approvals_needed, excluded, warnings, generated_by, generated_at, approved_at, sent_by, sent_to_bank_at, ended_by, ended_at,
  ended_reason) on payout.bank_file_log to pakka_reader;
grant select (content_size) on payout.bank_file_log to pakka_reader;
grant select (tenant_id, id, invoice_id, kind, file_name, media_type, sha256, size, object_key, stored_at, store_attempts,
  store_error, next_attempt_at, keep_until, created_at) on payout.documents to pakka_reader;
grant select (tenant_id, id, invoice_id, otp_sent_at) on payout.otp_log to pakka_reader;
grant select on payout.retention, payout.reconciliation_summary, payout.reconciliation_rows, payout.payment_attempts, payout.bank_file_standing,
  payout.bank_files_open, payout.payments_not_reported, payout.control_totals, payout.partner_payments to pakka_reader;
grant insert, update on payout.settings, payout.public_numbers, payout.partners, payout.reason_payment_mapping, payout.payout_imports,
  payout.invoices, payout.otp_log, payout.bank_file_log, payout.payout_items, payout.settlement_files, payout.settlement_rows,
  payout.utr_registry, payout.settlement_exceptions to pakka_app;
grant insert, update, delete on payout.settlement_intake to pakka_app;
grant delete on payout.settlement_rows to pakka_app;
grant insert on payout.bank_accounts, payout.payout_calculation, payout.documents, payout.postings, payout.bank_file_approvals,
  payout.settlement_allocations, payout.settlement_resolutions to pakka_app;
grant update (superseded_at) on payout.bank_accounts to pakka_app;
grant update (account_encrypted) on payout.bank_accounts to pakka_worker;
grant update (content_encrypted) on payout.bank_file_log to pakka_worker;
grant update (code_encrypted, mailed_at, mail_lease_until, mail_attempts, mail_error) on payout.otp_log to pakka_worker;
grant update (bytes, object_key, stored_at, store_attempts, store_error, next_attempt_at) on payout.documents to pakka_worker;
grant execute on all functions in schema payout to pakka_app, pakka_worker, pakka_reader;
