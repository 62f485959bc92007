-- Why: what ewaybill.take_due takes for this worker, with what is to be sent of it; what may have reached the portal is asked
-- for first. Each costs its GSTIN a call.
-- Called by: jobs/ewaybill/generate.ts, in a transaction of its own that commits before the portal is called.
create or replace function ewaybill.claim_due(p_limit integer, p_lease interval, p_sites jsonb default null)
returns table (e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, to_gstin text, document_type text,
               number text, document_date text, total text, payload text, gaps text[], provider text)
language plpgsql rows 16
set search_path = ''
as $$
declare
  v_taken jsonb;
begin
  select jsonb_agg(t) into v_taken from ewaybill.take_due(p_limit, p_lease, p_sites) as t;
  if v_taken is null then
    return;
  end if;
  perform ops.spend_calls('ewb', (
    select jsonb_agg(s) from (
      select t.gstin, count(*) as calls, max(w.per_minute) as "perMinute"
      from jsonb_to_recordset(v_taken) as t(gstin text) join ops.call_ways('ewb', p_sites) as w on w.gstin = t.gstin
      where w.per_minute > 0
      group by t.gstin) as s));
  return query
    select t.e_way_bill_id, t.voucher_id, t.ask_first, t.attempt, t.gstin, p.payload ->> 'toGstin', p.payload ->> 'docType', p.payload ->> 'docNo',
           p.payload ->> 'docDate', p.payload ->> 'totInvValue', p.payload::text, ewaybill.payload_gaps(p.payload), t.provider
    from jsonb_to_recordset(v_taken) as t(
      e_way_bill_id uuid, voucher_id uuid, ask_first boolean, attempt integer, gstin text, transport jsonb, provider text)
    cross join lateral (select ewaybill.payload(t.voucher_id, t.transport) as payload) as p
    order by t.e_way_bill_id;
end $$;
comment on function ewaybill.claim_due(integer, interval, jsonb) is 'Takes due e-way bills for this worker, with what is to be sent, where it goes and whether to ask first';
