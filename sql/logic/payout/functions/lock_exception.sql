-- Why: of two people who decide on one exception the first does; and who brought the bank's file in decides on no money of it alone.
-- Called by: payout.resolve_exception. Locks: the company's settlements (advisory 19), the exception, then the bank files that may
-- still be taken back, as payout.settle_file does.
-- Refuses: settlement_exception_not_found, settlement_exception_resolved, settlement_resolution_not_for_this, settlement_needs_second_person.
create or replace function payout.lock_exception(p_exception_id uuid, p_resolution text) returns payout.settlement_exceptions
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_exception payout.settlement_exceptions;
  v_class payout.settlement_classes;
  v_file payout.settlement_files;
begin
  perform pg_catalog.pg_advisory_xact_lock(19, pg_catalog.hashtext(v_tenant::text));
  select e.* into v_exception from payout.settlement_exceptions as e where e.tenant_id = v_tenant and e.id = p_exception_id for update;
  if not found then
    perform core.refuse('settlement_exception_not_found', null, jsonb_build_object('exceptionId', p_exception_id));
  elsif v_exception.status = 'RESOLVED' and not (v_exception.resolution = 'allocate' and p_resolution = 'write_off') then
    perform core.refuse('settlement_exception_resolved', null, jsonb_build_object('resolution', v_exception.resolution));
  end if;
  select k.* into v_class from payout.settlement_classes as k where k.classification = v_exception.classification;
  if p_resolution <> all (v_class.resolutions) then
    perform core.refuse('settlement_resolution_not_for_this', '/resolution', jsonb_build_object(
      'resolution', p_resolution, 'classification', v_exception.classification, 'allowed', v_class.resolutions));
  end if;
  select f.* into v_file from payout.settlement_files as f where f.tenant_id = v_tenant and f.id = v_exception.file_id;
  if (p_resolution in ('allocate', 'link_to_invoice', 'accept_status', 'write_off') or p_resolution = 'ignore_with_reason' and v_class.severity = 'critical')
    and v_file.uploaded_by = core.current_user_id()
    and (select s.second_person from payout.settings as s where s.tenant_id = v_tenant) then
    perform core.refuse('settlement_needs_second_person', null, jsonb_build_object('reconciliationId', v_file.reconciliation_id));
  end if;
  perform from payout.bank_file_log as l where l.tenant_id = v_tenant and l.status in ('generated', 'approved') order by l.id for update;
  return v_exception;
end $$;
comment on function payout.lock_exception(uuid, text) is 'The exception, locked, if the acting person may decide so on it';
