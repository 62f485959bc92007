-- Why: the bill of a registered document, for who registered it: the latest, whatever became of it.
-- Called by: the sandbox portal (EWB by IRN). Refuses: 4003 no such document, 4037 somebody else's, 4005 no bill.
create or replace function sandbox.find_irp_ewb(p_gstin text, p_irn text, p_now timestamptz, p_provider text default 'irp1') returns table (code text, answer text)
language sql stable
set search_path = ''
as $$
  select case when i.irn is null then '4003' when i.gstin <> p_gstin then '4037' when b.ewb_no is null then '4005' end,
         json_build_object('EwbNo', b.ewb_no, 'Status', b.status, 'GenGstin', b.gstin, 'EwbDt', sandbox.irp_time(b.generated_at),
           'EwbValidTill', sandbox.irp_time(b.valid_until), 'Alert', '')::text
  from (select) as one
  left join sandbox.irp_invoices as i on i.irn = lower(p_irn) and sandbox.irp_is_known(i, p_provider, p_now)
  left join sandbox.ewb_bills as b on b.irn = i.irn
  order by b.ewb_no desc
  limit 1
$$;
comment on function sandbox.find_irp_ewb(text, text, timestamptz, text) is 'The bill of a registered document, or the refusal';
