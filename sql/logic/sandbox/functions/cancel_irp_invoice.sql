-- Why: a document may be cancelled by its generator, whole, once, within 24 hours of its acknowledgement, and not while an
-- e-way bill made for it is alive.
-- Called by: the sandbox portal (cancel). Locks: the document's row.
-- Refuses: 2142 reason, 2148 not found, 2143 somebody else's, 9999 already cancelled, 2270 after 24 hours, 2230 e-way bill.
create or replace function sandbox.cancel_irp_invoice(
  p_gstin text, p_irn text, p_reason text, p_remarks text, p_now timestamptz, p_provider text default 'irp1')
returns table (code text, irn text, cancel_date text)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.irp_invoices;
  v_code text;
begin
  select i.* into v_row from sandbox.irp_invoices i where i.irn = lower(p_irn) for update;
  v_code := case
    when p_reason is null or p_reason not in ('1', '2', '3', '4') or length(p_remarks) > 100 then '2142'
    when not sandbox.irp_is_known(v_row, p_provider, p_now) then '2148'
    when v_row.gstin <> p_gstin then '2143'
    when v_row.status = 'CNL' then '9999'
    when p_now > v_row.ack_at + sandbox.setting('cancelWindowHours') * interval '1 hour' then '2270'
    when exists (select from sandbox.ewb_bills as b where b.irn = v_row.irn and b.status = 'ACT' and not b.is_rejected) then '2230'
  end;
  if v_code is null then
    update sandbox.irp_invoices i
       set status = 'CNL', cancelled_at = date_trunc('second', p_now), cancel_reason = p_reason, cancel_remarks = p_remarks
     where i.serial_no = v_row.serial_no;
  end if;
  return query select v_code, v_row.irn, sandbox.irp_time(date_trunc('second', p_now));
end $$;
comment on function sandbox.cancel_irp_invoice(text, text, text, text, timestamptz, text) is 'Cancels a registered document; code is null where it was done, else the portal''s refusal';
