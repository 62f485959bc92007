-- Why: a bill for a registered document, asked for with it or by its IRN: the same rules, the same register as the e-way bill
-- portal's own. Called by: the sandbox portal (generate, EWB by IRN). Locks: the document's row.
-- Refuses, as [{ErrorCode, ErrorMessage}]: 4003 not found, 2143 somebody else's, 2302 not active, 4002 has one, 4026 made
-- directly, 4009 to 4040 what is asked for.
create or replace function sandbox.make_irp_ewb(p_gstin text, p_irn text, p_wish jsonb, p_now timestamptz, p_provider text default 'irp1')
returns table (errors text, answer text, distance integer)
language plpgsql
set search_path = ''
as $$
declare
  v_row sandbox.irp_invoices;
  v_bill sandbox.ewb_bills;
  v_code text;
  v_errors jsonb;
begin
  select i.* into v_row from sandbox.irp_invoices as i where i.irn = lower(p_irn) for update;
  v_code := case
    when not sandbox.irp_is_known(v_row, p_provider, p_now) and p_provider is not null then '4003'
    when v_row.gstin <> p_gstin then '2143'
    when v_row.status <> 'ACT' then '2302'
    when exists (select from sandbox.ewb_bills as b where b.irn = v_row.irn and b.status = 'ACT') then '4002'
  end;
  v_errors := case when v_code is null
    then (select jsonb_agg(jsonb_build_object('ErrorCode', r.code, 'ErrorMessage', r.message)) from sandbox.irp_ewb_refusals(v_row.request, p_wish, p_now) as r)
    else (select jsonb_build_array(jsonb_build_object('ErrorCode', e.code, 'ErrorMessage', e.message)) from sandbox.irp_errors as e where e.code = v_code) end;
  if v_errors is null then
    select b.* into v_bill from sandbox.insert_ewb(p_gstin, sandbox.ewb_of_invoice(v_row.request, p_wish), p_now, v_row.irn) as b where b.ewb_no is not null;
    if v_bill.ewb_no is null then
      v_errors := (
        select jsonb_build_array(jsonb_build_object('ErrorCode', e.code, 'ErrorMessage', replace(e.message, '{0}', b.ewb_no::text)))
        from sandbox.irp_errors as e
        join sandbox.ewb_bills as b on b.from_gstin = p_gstin and b.document_type = 'INV' and upper(b.document_no) = upper(v_row.document_no) and b.status = 'ACT'
        where e.code = '4026' order by b.ewb_no desc limit 1);
    end if;
  end if;
  return query select v_errors::text,
    case when v_errors is null then json_build_object('EwbNo', v_bill.ewb_no, 'EwbDt', sandbox.irp_time(v_bill.generated_at),
      'EwbValidTill', sandbox.irp_time(v_bill.valid_until), 'Remarks', case when (p_wish ->> 'Distance')::numeric = 0 then 'Pin-Pin calc distance: ' || v_bill.distance || 'KM' else '' end)::text end,
    case when v_errors is null and (p_wish ->> 'Distance')::numeric = 0 then v_bill.distance end;
end $$;
comment on function sandbox.make_irp_ewb(text, text, jsonb, timestamptz, text) is 'Makes the bill of a registered document: errors, or the answer; distance where the portal worked it out';
