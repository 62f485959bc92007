-- Why: issues a bill, one a document that is not cancelled (604).
-- Called by: the sandbox portal (GENEWAYBILL), after sandbox.ewb_refusals.
create or replace function sandbox.register_ewb(p_gstin text, p_bill jsonb, p_now timestamptz) returns table (code text, answer text)
language sql
set search_path = ''
as $$
  select case when b.ewb_no is null then '604' end,
         case when b.ewb_no is not null then json_build_object('ewayBillNo', b.ewb_no, 'ewayBillDate', sandbox.ewb_time(b.generated_at),
           'validUpto', coalesce(sandbox.ewb_time(b.valid_until), ''),
           'alert', case when (p_bill ->> 'transDistance')::int = 0 then 'Distance between these two pincodes is ' || b.distance else '' end)::text end
  from sandbox.insert_ewb(p_gstin, p_bill, p_now) as b
$$;
comment on function sandbox.register_ewb(text, jsonb, timestamptz) is 'Issues a bill: code is null and answer its JSON, or code is the refusal';
