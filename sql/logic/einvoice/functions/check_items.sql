-- Why: the portal's rules on one line: which tax heads, which rate on that day, whether the figures follow. Notes carry the
-- rate of the supply they amend, so any rate that ever was law will do, and their tax is not computed again.
-- Called by: einvoice.validate_payloads. Source: NIC's list of validations; HSN digits: 78/2020-CT as of today.
create or replace function einvoice.check_items(p_payloads jsonb[], p_gstins text[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with lines as (
    select i.*, h.is_inter, h.is_export, h.dated, h.document_type = 'INV' as is_invoice, h.supply in ('EXPWOP', 'SEZWOP') as without_payment,
           h.is_reverse or h.supply = 'EXPWP' as tax_optional, digits.wanted as digits,
           i.assessable + i.cess + i.cess_fixed + i.state_cess + i.state_cess_fixed + i.other_charges as untaxed,
           i.cgst + i.sgst + i.igst as gst, row_number() over (partition by i.ordinal, i.serial_no order by i.pointer) as nth_of_number
    from einvoice.payload_items(p_payloads) as i
    join einvoice.read_payloads(p_payloads, p_gstins) as h on h.ordinal = i.ordinal
    left join lateral gst.hsn_digits(core.today(), h.turnover, true) as digits(wanted) on true
  )
  select l.ordinal, r.code, l.pointer || '/' || r.field, coalesce(r.subject, l.hsn),
         jsonb_strip_nulls(jsonb_build_object('given', r.given, 'expected', r.expected))
  from lines as l cross join lateral (values
    ('2233', 'SlNo', l.serial_no, null::numeric, null::numeric, l.nth_of_number > 1),
    ('2176', 'HsnCd', null, length(l.hsn), l.digits, length(l.hsn) < l.digits),
    ('2238', 'Qty', null, null, null, l.is_goods and l.quantity is null),
    ('2239', 'Unit', null, null, null, l.is_goods and l.unit is null),
    ('2177', 'Unit', l.unit, null, null, l.unit is not null and not exists (select from gst.units as u where u.code = upper(l.unit))),
    ('2193', 'AssAmt', null, l.assessable, l.gross - l.discount, not einvoice.amount_fits(l.assessable, l.gross - l.discount)),
    ('2240', 'GstRt', null, l.gst_rate, null, not case
      when l.is_invoice and l.dated is not null then exists (select from gst.rates_in_force(l.gst_rate, l.hsn, l.dated))
      else exists (select from gst.rates as g where g.rate = l.gst_rate
                   and (g.scope <> 'listed' or exists (select from unnest(g.hsn_prefixes) as prefix where starts_with(l.hsn, prefix)))) end),
    ('2180', case when l.cgst > 0 then 'CgstAmt' else 'SgstAmt' end, l.serial_no, null, null, l.is_export and l.cgst + l.sgst > 0),
    ('2174', case when l.cgst > 0 then 'CgstAmt' else 'SgstAmt' end, l.serial_no, null, null, l.is_inter and not l.is_export and l.cgst + l.sgst > 0),
    ('2172', 'IgstAmt', l.serial_no, null, null, not l.is_inter and l.igst > 0),
    ('2227', 'SgstAmt', null, l.sgst, l.cgst, l.cgst <> l.sgst),
    ('2234', 'CgstAmt', null, l.cgst, round(l.assessable * l.gst_rate / 200, 2),
      l.is_invoice and not l.is_inter and l.cgst = l.sgst and not einvoice.amount_fits(l.cgst, l.assessable * l.gst_rate / 200)),
    ('2235', 'IgstAmt', null, l.igst, round(l.assessable * l.gst_rate / 100, 2),
      l.is_invoice and l.is_inter and not (l.without_payment and l.igst = 0) and not einvoice.amount_fits(l.igst, l.assessable * l.gst_rate / 100)),
    ('2266', 'CesAmt', null, l.cess, round(l.assessable * l.cess_rate / 100, 2),
      l.is_invoice and not einvoice.amount_fits(l.cess, l.assessable * l.cess_rate / 100)),
    ('2267', 'StateCesAmt', null, l.state_cess, round(l.assessable * l.state_cess_rate / 100, 2),
      l.is_invoice and not einvoice.amount_fits(l.state_cess, l.assessable * l.state_cess_rate / 100)),
    ('2194', 'TotItemVal', null, l.total, l.untaxed + l.gst,
      not einvoice.amount_fits(l.total, l.untaxed + l.gst) and not (l.tax_optional and einvoice.amount_fits(l.total, l.untaxed)))
  ) as r(code, field, subject, given, expected, applies)
  where r.applies
$$;
comment on function einvoice.check_items(jsonb[], text[]) is 'The portal''s codes for what is wrong with the lines of a batch of documents';
