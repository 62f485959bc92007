-- Why: what einvoice.take_due takes for this worker, with what is to be sent of it: the document as the portal wants it, and
-- what the portal would refuse of it. Each costs its GSTIN a call.
-- Called by: jobs/einvoice/generate_irn.ts, in a transaction of its own that commits before the portal is called.
create or replace function einvoice.claim_due(p_limit integer, p_lease interval, p_voucher_ids uuid[] default null, p_sites jsonb default null)
returns table (e_invoice_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, buyer_gstin text,
               document_type text, number text, voucher_date date, financial_year text, total text, payload text, faults json, provider text)
language plpgsql rows 16
set search_path = ''
as $$
declare
  v_taken jsonb;
begin
  select jsonb_agg(t) into v_taken from einvoice.take_due(p_limit, p_lease, p_voucher_ids, p_sites) as t;
  if v_taken is null then
    return;
  end if;
  perform ops.spend_calls('irp', (
    select jsonb_agg(s) from (
      select t.gstin, count(*) as calls, max(w.per_minute) as "perMinute"
      from jsonb_to_recordset(v_taken) as t(gstin text) join ops.call_ways('irp', p_sites) as w on w.gstin = t.gstin
      where w.per_minute > 0
      group by t.gstin) as s));
  return query
    with built as (
      select t.*, v.party_gstin, k.document_code, v.number, v.voucher_date, v.financial_year, v.total_amount,
             einvoice.payload(v.id) as payload, row_number() over () as ordinal
      from jsonb_to_recordset(v_taken) as t(e_invoice_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, provider text)
      join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = t.voucher_id
      join billing.voucher_kinds as k on k.voucher_type = v.voucher_type
    ), faults as (
      select f.ordinal, json_agg(json_build_object('code', f.code, 'pointer', f.pointer, 'message', f.message)) as list
      from (select array_agg(b.payload order by b.ordinal) as payloads, array_agg(b.gstin order by b.ordinal) as gstins from built as b) as batch
      cross join lateral einvoice.validate_payloads(batch.payloads, batch.gstins) as f
      group by f.ordinal
    )
    select b.e_invoice_id, b.voucher_id, b.ask_first, b.attempt, b.gstin, coalesce(b.party_gstin, 'URP'), b.document_code, b.number,
           b.voucher_date, b.financial_year, b.total_amount::text, b.payload::text, coalesce(f.list, '[]'), b.provider
    from built as b left join faults as f on f.ordinal = b.ordinal
    order by b.e_invoice_id;
end $$;
comment on function einvoice.claim_due(integer, interval, uuid[], jsonb) is 'Takes due e-invoices for this worker, with what is to be sent, what the portal would refuse of it, where it goes and whether to ask first';
