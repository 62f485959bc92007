-- Why: how the company pays its partners, as people see it. Called by: GET and PUT /api/admin/payout-settings.
create or replace function payout.settings_json() returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'payableBasis', s.payable_basis, 'secondPerson', s.second_person, 'twoApprovalsAboveFile', s.two_approvals_above_file,
    'twoApprovalsAboveLine', s.two_approvals_above_line, 'applyBySecondPerson', s.apply_by_second_person, 'writeOffLimit', s.write_off_limit,
    'bankChangeHoldHours', s.bank_change_hold_hours, 'returnWatchDays', s.return_watch_days, 'bankProfile', s.bank_profile,
    'bankClientCode', s.bank_client_code, 'booksInvoices', s.books_invoices, 'updatedAt', s.updated_at)
  from payout.settings as s
  where s.tenant_id = (select core.current_tenant())
$$;
comment on function payout.settings_json() is 'How the company pays its partners';
