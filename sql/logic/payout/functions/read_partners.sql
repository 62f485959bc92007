-- Why: partners as they were sent, read: GSTIN in capitals without blanks, State and PAN from the GSTIN where none is given,
-- the address lower-case. p_mode either (an import): what a row leaves out stays as it is with a partner who is known, so that
-- a file without a column empties nothing. Called by: payout.check_partners, payout.put_partners.
create or replace function payout.read_partners(p_partners jsonb, p_mode text)
returns table (
  ord integer, destination_id text, partner_name text, gst_number text, gst_kind text, gst_fault text, gst_status text, pan text,
  state_code text, address text, city text, pincode text, email text, phone text, language text, blocked_reason text, account jsonb)
language sql stable
set search_path = ''
as $$
  select s.ord::integer, b.body ->> 'destinationId', btrim(b.body ->> 'partnerName'), g.gstin, read.kind, read.fault,
         coalesce(b.body ->> 'gstStatus', 'active'), coalesce(s.body ->> 'pan', case when read.fault is null then substr(g.gstin, 3, 10) end, b.body ->> 'pan'),
         coalesce(s.body ->> 'stateCode', left(g.gstin, 2), b.body ->> 'stateCode'), b.body ->> 'address', b.body ->> 'city', b.body ->> 'pincode',
         lower(b.body ->> 'email'), b.body ->> 'phone', coalesce(b.body ->> 'language', 'en'), b.body ->> 'blockedReason', nullif(s.body -> 'account', 'null')
  from jsonb_array_elements(p_partners) with ordinality as s(body, ord)
  left join payout.partners as p
    on p_mode = 'either' and p.tenant_id = (select core.current_tenant()) and p.destination_id = s.body ->> 'destinationId'
  cross join lateral (
    select case when p.id is null then s.body else jsonb_build_object(
      'gstNumber', p.gst_number, 'gstStatus', p.gst_status, 'pan', p.pan, 'stateCode', p.state_code, 'city', p.city, 'pincode', p.pincode,
      'phone', p.phone, 'language', p.language, 'blockedReason', p.blocked_reason) || s.body end as body offset 0) as b
  cross join lateral (select nullif(upper(regexp_replace(b.body ->> 'gstNumber', '[\s-]', '', 'g')), '') as gstin offset 0) as g
  cross join lateral gst.read_gstin(g.gstin) as read
$$;
comment on function payout.read_partners(jsonb, text) is 'Partners as sent, with what follows from their GSTIN';
