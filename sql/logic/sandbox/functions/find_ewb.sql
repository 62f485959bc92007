-- Why: a bill as the portal shows it to those it concerns, by number or by the document it was made for. The latest bill of a
-- document is shown, cancelled or not. Called by: the sandbox portal (GetEwayBill, GetEwayBillGeneratedByConsigner).
create or replace function sandbox.find_ewb(p_gstin text, p_number text, p_type text, p_document text, p_now timestamptz) returns table (code text, answer text)
language sql stable
set search_path = ''
as $$
  select case when b.ewb_no is null then case when p_number is null then '418' else '301' end end,
         case when b.ewb_no is not null then (b.request || jsonb_build_object(
           'ewbNo', b.ewb_no, 'ewayBillDate', sandbox.ewb_time(b.generated_at), 'genMode', 'API', 'userGstin', b.gstin, 'status', b.status,
           'validUpto', coalesce(sandbox.ewb_time(b.valid_until), ''), 'actualDist', b.distance, 'transporterId', coalesce(b.transporter_id, ''),
           'noValidDays', sandbox.ewb_days(b.distance, b.is_over_dimensional), 'extendedTimes', b.extended_times,
           'rejectStatus', case when b.is_rejected then 'Y' else 'N' end, 'subSupplyType', rpad(b.request ->> 'subSupplyType', 3),
           'VehiclListDetails', (select coalesce(jsonb_agg(o.entry order by o.entry_no desc), '[]') from sandbox.ewb_vehicles as o where o.ewb_no = b.ewb_no)))::text end
  from (select 1) as one
  left join lateral (
    select * from sandbox.ewb_bills as s
    where coalesce(s.visible_from <= p_now, true) and case when p_number is not null then s.ewb_no::text = p_number and p_gstin in (s.gstin, s.from_gstin, s.to_gstin, s.transporter_id)
               else s.gstin = p_gstin and s.document_type = p_type and upper(s.document_no) = upper(p_document) end
    order by s.ewb_no desc
    limit 1
  ) as b on true
$$;
comment on function sandbox.find_ewb(text, text, text, text, timestamptz) is 'A bill as JSON, or the refusal';
