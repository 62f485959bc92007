-- Why: cancelling an invoice and its e-way bill is several calls at two portals; this looks where it stands and says what is to
-- be asked next, so that it goes on where it stopped, whatever stopped it. The bill first: when it is gone, the IRN; when it
-- will not go, the whole is refused with the bill's own reason, and both stand.
-- Called by: domain/einvoice/cancel.ts. Locks: the cancellation, the bill. No row once it is settled, so that a second
-- delivery of the job does nothing. step: e_way_bill (change_id is to be asked for; null: wait), irn.
create or replace function einvoice.advance_cancellation(p_cancellation_id uuid)
returns table (step text, change_id uuid, irn text, reason_code text, remarks text, gstin text, voucher_id uuid, provider text)
language plpgsql
set search_path = ''
as $$
declare
  v_cancellation einvoice.cancellations;
  v_change ewaybill.changes;
  v_voucher uuid;
  v_detail text;
begin
  select * into v_cancellation from einvoice.cancellations as c
  where c.tenant_id = core.current_tenant() and c.id = p_cancellation_id and c.cancellation_status in ('requested', 'unknown')
  for update;
  if not found then
    return;
  end if;
  select d.invoice_id into v_voucher from einvoice.irn_details as d where d.tenant_id = v_cancellation.tenant_id and d.id = v_cancellation.irn_detail_id;
  select * into v_change from ewaybill.changes as h where h.tenant_id = v_cancellation.tenant_id and h.id = v_cancellation.change_id;
  if v_cancellation.step = 'e_way_bill' and v_change.status = 'refused' then
    perform einvoice.record_cancellation(p_cancellation_id, 'refused', null, v_change.error_code, v_change.error_message);
    return;
  elsif v_cancellation.step = 'e_way_bill' and (v_change.id is null or v_change.finished_at is not null) then
    begin
      select b.step, b.change_id into v_cancellation.step, v_change.id
      from einvoice.clear_bill(v_voucher, v_cancellation.reason_code, v_cancellation.remarks) as b;
    exception when sqlstate 'PK409' then
      get stacked diagnostics v_detail = pg_exception_detail;
      perform einvoice.record_cancellation(p_cancellation_id, 'refused', null, v_detail::json ->> 'code', v_detail::json ->> 'message');
      return;
    end;
    update einvoice.cancellations as c
    set step = v_cancellation.step, change_id = coalesce(v_change.id, c.change_id)
    where c.tenant_id = v_cancellation.tenant_id and c.id = p_cancellation_id;
  end if;
  return query
    select v_cancellation.step, case v_cancellation.step when 'e_way_bill' then v_change.id end, v_cancellation.irn, v_cancellation.reason_code,
           v_cancellation.remarks, e.gstin, e.voucher_id, d.provider
    from einvoice.irn_details as d
    join einvoice.e_invoices as e on e.tenant_id = d.tenant_id and e.id = d.e_invoice_id
    where d.tenant_id = v_cancellation.tenant_id and d.id = v_cancellation.irn_detail_id;
end $$;
comment on function einvoice.advance_cancellation(uuid) is 'What an open cancellation asks of which portal next; no row once it is settled';
