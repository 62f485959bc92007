-- Why: what was registered can be asked for by its generator, by IRN or by document, for two days; with it comes the
-- e-way bill that stands for it.
-- Called by: the sandbox portal (get by IRN, get by document).
-- Refuses: 2148 and 2154 not found, 2226 somebody else's, 2283 older than two days.
create or replace function sandbox.find_irp_invoice(
  p_gstin text, p_irn text, p_type text, p_number text, p_date text, p_now timestamptz, p_provider text default 'irp1')
returns table (code text, irn text, ack_no text, ack_date text, signed_invoice text, signed_qr_code text, status text, request text,
               ewb_no text, ewb_date text, ewb_valid_till text)
language sql stable
set search_path = ''
as $$
  with found as (
    select i.* from sandbox.irp_invoices i
    where case when p_irn is not null then i.irn = lower(p_irn)
               else i.gstin = p_gstin and i.document_type = p_type and upper(i.document_no) = upper(p_number)
                and i.document_date = sandbox.irp_date(p_date) end
      and sandbox.irp_is_known(i, p_provider, p_now)
  )
  select case when f.irn is null then case when p_irn is null then '2154' else '2148' end
              when f.gstin <> p_gstin then '2226'
              when f.ack_at < p_now - sandbox.setting('readWindowHours') * interval '1 hour' then '2283' end,
         f.irn, f.ack_no, sandbox.irp_time(f.ack_at), f.signed_invoice, f.signed_qr_code, f.status, f.request::text,
         bill.ewb_no::text, sandbox.irp_time(bill.generated_at), sandbox.irp_time(bill.valid_until)
  from (select) as one
  left join found f on true
  left join sandbox.ewb_bills as bill on bill.irn = f.irn and bill.status = 'ACT'
$$;
comment on function sandbox.find_irp_invoice(text, text, text, text, text, timestamptz, text) is 'One registered document by IRN or by type, number and dd/MM/yyyy date; code is null where it may be shown';
