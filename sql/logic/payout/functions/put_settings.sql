-- Why: sets how the company pays its partners; what is sent is what stands. Invoices and files that are there keep what they
-- were made with. Called by: PUT /api/admin/payout-settings. Locks: the company's settings. Refuses: bank_profile_unknown.
create or replace function payout.put_settings(p_settings jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select 1 from payout.bank_profiles as b where b.profile = p_settings ->> 'bankProfile') then
    perform core.refuse('bank_profile_unknown', '/bankProfile', jsonb_build_object('profile', p_settings ->> 'bankProfile'));
  end if;
  update payout.settings as s
  set payable_basis = p_settings ->> 'payableBasis', second_person = (p_settings ->> 'secondPerson')::boolean,
      two_approvals_above_file = (p_settings ->> 'twoApprovalsAboveFile')::numeric,
      two_approvals_above_line = (p_settings ->> 'twoApprovalsAboveLine')::numeric,
      apply_by_second_person = (p_settings ->> 'applyBySecondPerson')::boolean, write_off_limit = (p_settings ->> 'writeOffLimit')::numeric,
      bank_change_hold_hours = (p_settings ->> 'bankChangeHoldHours')::integer, return_watch_days = (p_settings ->> 'returnWatchDays')::integer,
      bank_profile = p_settings ->> 'bankProfile', bank_client_code = p_settings ->> 'bankClientCode',
      books_invoices = (p_settings ->> 'booksInvoices')::boolean, updated_at = core.now()
  where s.tenant_id = core.current_tenant();
  return payout.settings_json();
end $$;
comment on function payout.put_settings(jsonb) is 'Sets how the company pays its partners';
