-- Why: writes down answers from the portal. An answer counts for the attempt it belongs to. Without a validity it is Part A
-- alone. Called by: jobs/ewaybill/generate.ts. Takes [{eWayBillId, attempt, outcome: generated|failed|retry|unknown|resend|put_back,
-- ewbNumber, generatedAt, validUntil, alert, errorCode, errorMessage, delayMs}]. put_back: it was taken and not called for; it stands as before.
create or replace function ewaybill.record_answers(p_answers jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ewaybill.tell_stuck(p_answers);
  update ewaybill.e_way_bills as b
  set status = case a.outcome when 'generated' then case when a."validUntil" is null then 'part_a' else 'active' end
                 when 'failed' then 'failed' when 'unknown' then 'unknown'
                 when 'put_back' then case b.status when 'sending' then 'pending' else 'unknown' end else 'pending' end,
      ewb_number = a."ewbNumber", generated_at = a."generatedAt", valid_until = a."validUntil", alert = nullif(a.alert, ''),
      error_code = case when a.outcome = 'put_back' then b.error_code else a."errorCode" end,
      error_message = case when a.outcome = 'put_back' then b.error_message else a."errorMessage" end, lease_until = null, updated_at = core.now(),
      next_attempt_at = core.now() + greatest(coalesce(a."delayMs", 0) * interval '1 millisecond',
        case when a.outcome not in ('resend', 'put_back') then einvoice.retry_delay(b.attempts) end)
  from jsonb_to_recordset(p_answers) as a("eWayBillId" uuid, attempt integer, outcome text, "ewbNumber" text, "generatedAt" timestamptz,
    "validUntil" timestamptz, alert text, "errorCode" text, "errorMessage" text, "delayMs" numeric)
  where b.tenant_id = (select core.current_tenant()) and b.id = a."eWayBillId" and b.attempts = a.attempt and b.status in ('sending', 'unknown');
end $$;
comment on function ewaybill.record_answers(jsonb) is 'Records what the portal answered for a batch of e-way bills';
