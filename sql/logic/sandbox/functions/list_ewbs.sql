-- Why: bills of a day, as each list of the portal shows them: made, to be carried, made by the other party, rejected by it. A
-- list shows a day of the last three, not the present one. Called by: the sandbox portal (GetEwayBillsByDate and its kin).
-- Refuses: 601 date, 366 today, 416 too old, 418 none.
create or replace function sandbox.list_ewbs(p_gstin text, p_list text, p_query jsonb, p_now timestamptz) returns table (code text, answer text)
language sql stable
set search_path = ''
as $$
  with asked as (
    select sandbox.irp_date(p_query ->> 'date') as day, (p_now at time zone 'Asia/Kolkata')::date as today
  ), listed as (
    select b.* from asked as a cross join sandbox.ewb_bills as b
    where coalesce(b.visible_from <= p_now, true)
      and a.day = (case p_list when 'assigned' then b.transporter_assigned_at when 'rejected' then b.closed_at else b.generated_at end at time zone 'Asia/Kolkata')::date
      and case p_list
        when 'made' then b.gstin = p_gstin
        when 'other_party' then b.gstin <> p_gstin and p_gstin in (b.from_gstin, b.to_gstin)
        when 'rejected' then b.gstin = p_gstin and b.is_rejected
        else b.transporter_id = p_gstin
          and coalesce(b.gstin = p_query ->> 'Gen_gstin', true) and coalesce(left(b.from_gstin, 2) = lpad(p_query ->> 'stateCode', 2, '0'), true) end
  )
  select case when a.day is null then '601' when a.day = a.today then '366' when a.day > a.today or a.day < a.today - 3 then '416'
              when not exists (select from listed) then '418' end,
         (select json_agg(json_build_object('ewbNo', l.ewb_no, 'ewbDate', sandbox.ewb_time(l.generated_at), 'status', l.status, 'genGstin', l.gstin,
            'fromGstin', l.from_gstin, 'fromTradeName', l.request ->> 'fromTrdName', 'toGstin', l.to_gstin, 'toTradeName', l.request ->> 'toTrdName', 'totInvValue', l.request -> 'totInvValue',
            'fromGstin', l.from_gstin, 'fromTradeName', coalesce(l.request ->> 'fromTrdName', ''), 'toGstin', l.to_gstin, 'toTradeName', coalesce(l.request ->> 'toTrdName', ''),
            'totInvValue', l.request -> 'totInvValue', 'hsnCode', (l.request #>> '{itemList,0,hsnCode}')::int, 'genMode', 'API', 'docNo', l.document_no, 'docDate', l.request ->> 'docDate', 'delPinCode', (l.request ->> 'toPincode')::int, 'delStateCode', (l.request ->> 'actToStateCode')::int,
            'delPlace', coalesce(l.request ->> 'toPlace', ''), 'validUpto', coalesce(sandbox.ewb_time(l.valid_until), ''), 'extendedTimes', l.extended_times,
            'rejectStatus', case when l.is_rejected then 'Y' else 'N' end) order by l.ewb_no)::text from listed as l)
  from asked as a
$$;
comment on function sandbox.list_ewbs(text, text, jsonb, timestamptz) is 'Bills of a day: p_list is made, carried, assigned, other_party or rejected';
