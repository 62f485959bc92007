-- Why: the portal's rules on one line: which tax heads, which rate on that day, and whether the figures follow.
-- Credit and debit notes carry the rate of the original supply, so theirs are not checked against the day.
-- Called by: sandbox.irp_refusals. Source: NIC's list of validations of the e-invoice API.
create or replace function sandbox.irp_item_refusals(p_gstin text, p_payload jsonb)
returns table (code text, subject text)
language sql stable
set search_path = ''
as $$
  with d as (
    select p_payload #>> '{TranDtls,SupTyp}' as supply, p_payload #>> '{TranDtls,SupTyp}' like 'EXPW%' as is_export,
           p_payload #>> '{TranDtls,SupTyp}' in ('EXPWOP', 'SEZWOP') as is_without_payment,
           p_payload #>> '{TranDtls,SupTyp}' ~ '^(EXP|SEZ)W'
             or coalesce(p_payload #>> '{TranDtls,IgstOnIntra}', 'N') = 'Y'
             or lpad(p_payload #>> '{SellerDtls,Stcd}', 2, '0') <> lpad(p_payload #>> '{BuyerDtls,Pos}', 2, '0') as is_inter,
           coalesce(p_payload #>> '{TranDtls,RegRev}', 'N') = 'Y' or p_payload #>> '{TranDtls,SupTyp}' = 'EXPWP' as tax_optional,
           p_payload #>> '{DocDtls,Typ}' = 'INV' as is_invoice, sandbox.irp_date(p_payload #>> '{DocDtls,Dt}') as dated,
           coalesce((select t.turnover > 50000000 from sandbox.irp_taxpayers t where t.gstin = p_gstin), false) as six_digits
  ), i as (
    select item.*, d.*, item.cgst + item.sgst + item.igst as gst,
           item.assessable + item.cess + item.cess_fixed + item.state_cess + item.state_cess_fixed + item.other_charges as untaxed
    from d cross join sandbox.irp_items(p_payload) as item
  )
  select '2233', null from i group by i.serial_no having count(*) > 1
  union all
  select r.code, coalesce(r.subject, i.hsn)
  from i cross join lateral (values
    ('2176', null, i.six_digits and length(i.hsn) < 6),
    ('2238', null, not i.is_service and i.quantity is null),
    ('2239', null, not i.is_service and i.unit is null),
    ('2177', i.unit, i.unit is not null and not exists (select from sandbox.irp_units u where u.code = upper(i.unit))),
    ('2193', null, not sandbox.irp_within(i.assessable, i.gross - i.discount)),
    ('2240', null, not exists (select from sandbox.irp_gst_rates g
       where g.rate = i.gst_rate and (g.hsn_prefix = '*' or starts_with(i.hsn, g.hsn_prefix))
         and (not i.is_invoice or i.dated is null or (i.dated >= g.valid_from and (g.valid_to is null or i.dated <= g.valid_to))))),
    ('2180', i.serial_no, i.is_export and i.cgst + i.sgst > 0),
    ('2174', i.serial_no, i.is_inter and not i.is_export and i.cgst + i.sgst > 0),
    ('2172', i.serial_no, not i.is_inter and i.igst > 0),
    ('2227', null, i.cgst <> i.sgst),
    ('2234', null, i.is_invoice and not i.is_inter and i.cgst = i.sgst
       and not sandbox.irp_within(i.cgst, i.assessable * i.gst_rate / 200)),
    ('2235', null, i.is_invoice and i.is_inter and not (i.is_without_payment and i.igst = 0)
       and not sandbox.irp_within(i.igst, i.assessable * i.gst_rate / 100)),
    ('2266', null, i.is_invoice and not sandbox.irp_within(i.cess, i.assessable * i.cess_rate / 100)),
    ('2267', null, i.is_invoice and not sandbox.irp_within(i.state_cess, i.assessable * i.state_cess_rate / 100)),
    ('2194', null, not sandbox.irp_within(i.total, i.untaxed + i.gst)
       and not (i.tax_optional and sandbox.irp_within(i.total, i.untaxed)))
  ) as r(code, subject, applies)
  where r.applies
$$;
comment on function sandbox.irp_item_refusals(text, jsonb) is 'The portal''s codes for what is wrong with the lines, each with its HSN or line number';
