-- Why: what the portal's masters tell: a taxpayer, a transporter, an HSN code, its own list of errors. The sandbox has no HSN
-- master: of a code that has the form of one it tells the heading.
-- Called by: the sandbox portal (Master/*). Refuses: 326 taxpayer, 328 transporter, 337 HSN.
create or replace function sandbox.ewb_master(p_what text, p_key text) returns table (code text, answer text)
language sql stable
set search_path = ''
as $$
  select case when t.gstin is null then case p_what when 'taxpayer' then '326' else '328' end end,
         case p_what when 'taxpayer' then json_build_object('gstin', t.gstin, 'tradeName', coalesce(t.trade_name, ''), 'legalName', t.legal_name, 'address1', '', 'address2', '',
             'stateCode', t.state_code, 'pinCode', coalesce(t.pincode::text, ''), 'txpType', t.taxpayer_type, 'status', t.status, 'blkStatus', t.block_status)
           else json_build_object('transin', t.gstin, 'tradeName', coalesce(t.trade_name, ''), 'legalName', t.legal_name, 'address1', '', 'address2', '',
             'stateCode', t.state_code, 'pinCode', coalesce(t.pincode::text, '')) end::text
  from (select) as one left join sandbox.irp_taxpayers as t on t.gstin = p_key
  where p_what in ('taxpayer', 'transporter')
  union all
  select case when p_key !~ '^[0-9]{4,8}$' then '337' end, json_build_object('hsnCode', p_key, 'hsnDesc', 'Goods of heading ' || left(p_key, 4))::text
  where p_what = 'hsn'
  union all
  select null, (select json_agg(json_build_object('errorCode', e.code, 'errorDesc', e.message) order by e.code::int) from sandbox.ewb_errors as e)::text
  where p_what = 'errors'
$$;
comment on function sandbox.ewb_master(text, text) is 'p_what is taxpayer, transporter, hsn or errors; p_key what is asked for';
