-- Why: a document's totals must be the sums of its lines, in the portal's tolerance.
-- Called by: einvoice.validate_payloads. Source: NIC's list of validations.
create or replace function einvoice.check_totals(p_payloads jsonb[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with sums as (
    select i.ordinal, sum(i.assessable) as assessable, sum(i.cgst) as cgst, sum(i.sgst) as sgst, sum(i.igst) as igst,
           sum(i.cess + i.cess_fixed) as cess, sum(i.state_cess + i.state_cess_fixed) as state_cess, sum(i.total) as total,
           sum(i.other_charges) as line_charges
    from einvoice.payload_items(p_payloads) as i
    group by i.ordinal
  )
  select s.ordinal, r.code, '/ValDtls/' || r.field, null, jsonb_build_object('given', r.given, 'expected', r.expected)
  from sums as s
  cross join lateral jsonb_to_record(p_payloads[s.ordinal] -> 'ValDtls') as v(
    "AssVal" numeric, "CgstVal" numeric, "SgstVal" numeric, "IgstVal" numeric, "CesVal" numeric, "StCesVal" numeric,
    "Discount" numeric, "OthChrg" numeric, "RndOffAmt" numeric, "TotInvVal" numeric)
  cross join lateral (values
    ('2182', 'AssVal', v."AssVal", s.assessable),
    ('2183', 'SgstVal', coalesce(v."SgstVal", 0), s.sgst),
    ('2184', 'CgstVal', coalesce(v."CgstVal", 0), s.cgst),
    ('2185', 'IgstVal', coalesce(v."IgstVal", 0), s.igst),
    ('2186', 'CesVal', coalesce(v."CesVal", 0), s.cess),
    ('2187', 'StCesVal', coalesce(v."StCesVal", 0), s.state_cess),
    -- Charges told of the lines and of the whole must be the same; told of one alone they stand there.
    ('2264', 'OthChrg', nullif(v."OthChrg", 0), nullif(s.line_charges, 0)),
    ('2189', 'TotInvVal', v."TotInvVal", s.total - coalesce(v."Discount", 0) + coalesce(v."OthChrg", 0) + coalesce(v."RndOffAmt", 0))
  ) as r(code, field, given, expected)
  where not einvoice.amount_fits(r.given, r.expected)
$$;
comment on function einvoice.check_totals(jsonb[]) is 'The portal''s codes for totals that are not the sums of the lines of a batch of documents';
