-- Why: one document, one IRN, whoever asks at the same moment and at whichever portal. The number's case does not count, and
-- a cancelled document keeps its number for ever.
-- Called by: the sandbox portal (generate), which signs and stores the signatures in the same transaction.
-- Locks: the unique index entry of the document, so that a second request waits for the first.
create or replace function sandbox.register_irp_invoice(p_gstin text, p_payload jsonb, p_now timestamptz, p_provider text default 'irp1')
returns table (outcome text, irn text, ack_no text, ack_date text, provider text)
language plpgsql
set search_path = ''
as $$
declare
  v_dated date := sandbox.irp_date(p_payload #>> '{DocDtls,Dt}');
  v_type text := p_payload #>> '{DocDtls,Typ}';
  v_number text := p_payload #>> '{DocDtls,No}';
  v_year text := core.financial_year(v_dated);
  v_hashed text := case when v_dated < date '2025-06-01' then v_number else upper(v_number) end;
  v_row sandbox.irp_invoices;
begin
  insert into sandbox.irp_invoices as i (irn, gstin, financial_year, document_type, document_no, document_date, ack_at, request, provider)
  values (encode(sha256(convert_to(p_gstin || v_year || v_type || v_hashed, 'UTF8')), 'hex'),
          p_gstin, v_year, v_type, v_number, v_dated, date_trunc('second', p_now), p_payload, p_provider)
  on conflict do nothing
  returning i.* into v_row;
  if found then
    update sandbox.irp_invoices i
       set ack_no = '1' || to_char(v_row.ack_at at time zone 'Asia/Kolkata', 'YY') || lpad(v_row.serial_no::text, 12, '0')
     where i.serial_no = v_row.serial_no
    returning i.* into v_row;
    return query select 'registered', v_row.irn, v_row.ack_no, sandbox.irp_time(v_row.ack_at), v_row.provider;
    return;
  end if;
  select i.* into strict v_row from sandbox.irp_invoices i
   where i.gstin = p_gstin and i.financial_year = v_year and i.document_type = v_type
     and upper(i.document_no) = upper(v_number);
  return query select case when v_row.provider not in ('irp1', 'irp2') then 'elsewhere' when v_row.status = 'CNL' then 'cancelled' else 'duplicate' end,
                      v_row.irn, v_row.ack_no, sandbox.irp_time(v_row.ack_at), v_row.provider;
end $$;
comment on function sandbox.register_irp_invoice(text, jsonb, timestamptz, text) is 'Registers a document, or says that it is one already: registered, duplicate, cancelled or elsewhere, with its IRN and acknowledgement';
