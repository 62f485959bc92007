-- Why: what the portal lists of bills others made on a GSTIN of ours. Listed again, a bill is as the portal now has it; what we
-- rejected ourselves stays rejected. Called by: domain/ewaybill (received.ts). Takes [{number, generatedAt, validUntil, generatedBy, fromGstin,
-- fromName, toGstin, documentNumber, documentDate, total, hsn, isCancelled, isRejected}]. Answers how many are new.
create or replace function ewaybill.record_received(p_gstin text, p_bills jsonb) returns integer
language sql
set search_path = ''
as $$
  with listed as (
    insert into ewaybill.received_bills as r (tenant_id, gstin, ewb_number, status, generated_at, valid_until, generated_by, from_gstin, from_name, to_gstin,
                                              document_number, document_date, total_amount, hsn, rejected_at, listed_at, updated_at)
    select distinct on (b.number) core.current_tenant(), p_gstin, b.number, case when b."isCancelled" then 'cancelled' when b."isRejected" then 'rejected' else 'active' end,
           b."generatedAt", b."validUntil", b."generatedBy", b."fromGstin", b."fromName", b."toGstin", b."documentNumber", b."documentDate", b.total, b.hsn,
           case when b."isRejected" and not b."isCancelled" then core.now() end, core.now(), core.now()
    from jsonb_to_recordset(p_bills) as b(number text, "generatedAt" timestamptz, "validUntil" timestamptz, "generatedBy" text, "fromGstin" text, "fromName" text,
      "toGstin" text, "documentNumber" text, "documentDate" date, total numeric, hsn text, "isCancelled" boolean, "isRejected" boolean)
    order by b.number
    on conflict (tenant_id, ewb_number) do update
    set status = case when r.status in ('rejecting', 'rejected') and excluded.status = 'active' then r.status else excluded.status end,
        valid_until = coalesce(excluded.valid_until, r.valid_until), rejected_at = coalesce(r.rejected_at, excluded.rejected_at), listed_at = core.now()
    where (r.status, r.valid_until) is distinct from (excluded.status, coalesce(excluded.valid_until, r.valid_until)) or r.listed_at < core.now() - interval '1 day'
    returning xmax = 0 as is_new
  )
  select count(*) filter (where is_new)::int from listed
$$;
comment on function ewaybill.record_received(text, jsonb) is 'Keeps what the portal lists on a GSTIN of ours and answers how many bills are new';
