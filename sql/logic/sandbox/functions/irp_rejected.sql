-- Why: a document registered here although another IRP had been first is refused by the common register later; its seller finds
-- it in the list of the day. Called by: the sandbox portal (rejectedirns).
create or replace function sandbox.irp_rejected(p_gstin text, p_date text) returns text
language sql stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('Irn', i.irn, 'AckNo', i.ack_no::bigint, 'AckDt', sandbox.irp_time(i.ack_at), 'DocTyp', i.document_type, 'DocNo', i.document_no,
           'DocDt', to_char(i.document_date, 'DD/MM/YYYY'), 'RejectedDt', to_char(i.rejected_on, 'DD/MM/YYYY')) order by i.serial_no), '[]')::text
  from sandbox.irp_invoices as i
  where i.gstin = p_gstin and i.rejected_on = sandbox.irp_date(p_date)
$$;
comment on function sandbox.irp_rejected(text, text) is 'IRNs of a taxpayer the common register refused on a day (dd/MM/yyyy), as a JSON list';
