-- Why: partners as they were sent, read: GSTIN and PAN in capitals without blanks, State and PAN from the GSTIN where none
-- is given, the address lower-case. Called by: payout.check_partners, payout.put_partners.
create or replace function payout.read_partners(p_partners jsonb)
returns table (
  ord integer, destination_id text, partner_name text, gst_number text, gst_kind text, gst_fault text, gst_status text, pan text,
  state_code text, address text, city text, pincode text, email text, phone text, language text, blocked_reason text, account jsonb)
language sql stable
set search_path = ''
as $$
  select s.ord::integer, s.body ->> 'destinationId', btrim(s.body ->> 'partnerName'), g.gstin, read.kind, read.fault,
         coalesce(s.body ->> 'gstStatus', 'active'), coalesce(s.body ->> 'pan', case when read.fault is null then substr(g.gstin, 3, 10) end),
         coalesce(s.body ->> 'stateCode', left(g.gstin, 2)), s.body ->> 'address', s.body ->> 'city', s.body ->> 'pincode',
         lower(s.body ->> 'email'), s.body ->> 'phone', coalesce(s.body ->> 'language', 'en'), s.body ->> 'blockedReason',
         nullif(s.body -> 'account', 'null')
  from jsonb_array_elements(p_partners) with ordinality as s(body, ord)
  cross join lateral (select nullif(upper(regexp_replace(s.body ->> 'gstNumber', '[\s-]', '', 'g')), '') as gstin offset 0) as g
  cross join lateral gst.read_gstin(g.gstin) as read
$$;
comment on function payout.read_partners(jsonb) is 'Partners as sent, with what follows from their GSTIN';
