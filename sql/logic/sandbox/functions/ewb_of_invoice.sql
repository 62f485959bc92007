-- Why: a bill made with or for a registered document takes its Part A from that document, and Part B from what is asked. As
-- the portal derives it: outward, an invoice, the first 250 goods, other charges and State cess in one sum.
-- Called by: sandbox.make_irp_ewb. Source: NIC's mapping of FORM GST INV-01 to FORM GST EWB-01.
create or replace function sandbox.ewb_of_invoice(p_document jsonb, p_wish jsonb) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'supplyType', 'O', 'subSupplyType', case when p_document #>> '{TranDtls,SupTyp}' like 'EXP%' then '3' else '1' end, 'docType', 'INV',
    'docNo', p_document #>> '{DocDtls,No}', 'docDate', p_document #>> '{DocDtls,Dt}',
    'transactionType', case when p.ship is null and p.disp is null then 1 when p.disp is null then 2 when p.ship is null then 3 else 4 end,
    'fromGstin', s ->> 'Gstin', 'fromTrdName', coalesce(s ->> 'TrdNm', s ->> 'LglNm'), 'fromAddr1', coalesce(p.disp, s) ->> 'Addr1', 'fromAddr2', coalesce(p.disp, s) ->> 'Addr2',
    'fromPlace', coalesce(p.disp, s) ->> 'Loc', 'fromPincode', (coalesce(p.disp, s) ->> 'Pin')::int, 'fromStateCode', (s ->> 'Stcd')::int,
    'actFromStateCode', (coalesce(p.disp, s) ->> 'Stcd')::int,
    'toGstin', b ->> 'Gstin', 'toTrdName', coalesce(b ->> 'TrdNm', b ->> 'LglNm'), 'toAddr1', coalesce(p.ship, b) ->> 'Addr1', 'toAddr2', coalesce(p.ship, b) ->> 'Addr2',
    'toPlace', coalesce(p.ship, b) ->> 'Loc', 'toPincode', (coalesce(p.ship, b) ->> 'Pin')::int, 'toStateCode', (b ->> 'Stcd')::int,
    'actToStateCode', (coalesce(p.ship, b) ->> 'Stcd')::int,
    'totalValue', v -> 'AssVal', 'cgstValue', coalesce(v -> 'CgstVal', '0'), 'sgstValue', coalesce(v -> 'SgstVal', '0'), 'igstValue', coalesce(v -> 'IgstVal', '0'),
    'cessValue', coalesce(v -> 'CesVal', '0'), 'cessNonAdvolValue', 0,
    'otherValue', coalesce((v ->> 'OthChrg')::numeric, 0) + coalesce((v ->> 'StCesVal')::numeric, 0) - coalesce((v ->> 'Discount')::numeric, 0) + coalesce((v ->> 'RndOffAmt')::numeric, 0),
    'totInvValue', v -> 'TotInvVal',
    'transMode', p_wish ->> 'TransMode', 'transDistance', round((p_wish ->> 'Distance')::numeric)::int::text, 'transporterId', p_wish ->> 'TransId',
    'transporterName', p_wish ->> 'TransName', 'transDocNo', p_wish ->> 'TransDocNo', 'transDocDate', p_wish ->> 'TransDocDt',
    'vehicleNo', upper(p_wish ->> 'VehNo'), 'vehicleType', p_wish ->> 'VehType',
    'itemList', (
      select jsonb_agg(jsonb_build_object('itemNo', i.at, 'productName', '', 'productDesc', left(i.item ->> 'PrdDesc', 100), 'hsnCode', (i.item ->> 'HsnCd')::int,
        'quantity', i.item -> 'Qty', 'qtyUnit', upper(i.item ->> 'Unit'), 'taxableAmount', i.item -> 'AssAmt', 'cessRate', coalesce(i.item -> 'CesRt', '0'), 'cessNonAdvol', 0,
        'igstRate', case when coalesce((i.item ->> 'IgstAmt')::numeric, 0) > 0 then i.item -> 'GstRt' else '0' end,
        'cgstRate', case when coalesce((i.item ->> 'CgstAmt')::numeric, 0) > 0 then (i.item ->> 'GstRt')::numeric / 2 else 0 end,
        'sgstRate', case when coalesce((i.item ->> 'SgstAmt')::numeric, 0) > 0 then (i.item ->> 'GstRt')::numeric / 2 else 0 end) order by i.at)
      from jsonb_array_elements(p_document -> 'ItemList') with ordinality as i(item, at)
      where i.at <= 250)))
  from (select p_document -> 'SellerDtls' as s, p_document -> 'BuyerDtls' as b, p_document -> 'ValDtls' as v,
               coalesce(nullif(p_wish -> 'ExpShipDtls', 'null'), nullif(p_document -> 'ShipDtls', 'null')) as ship,
               coalesce(nullif(p_wish -> 'DispDtls', 'null'), nullif(p_document -> 'DispDtls', 'null')) as disp) as p
$$;
comment on function sandbox.ewb_of_invoice(jsonb, jsonb) is 'GENEWAYBILL as the portal derives it from an INV-01 document and EwbDtls';
