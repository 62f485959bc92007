-- Why: document totals must be the sums of the lines, in the portal's tolerance.
-- Called by: sandbox.irp_refusals. Source: NIC's list of validations of the e-invoice API.
create or replace function sandbox.irp_total_refusals(p_payload jsonb)
returns table (code text, subject text)
language sql stable
set search_path = ''
as $$
  with t as (
    select v."AssVal" as assessable, coalesce(v."CgstVal", 0) as cgst, coalesce(v."SgstVal", 0) as sgst,
           coalesce(v."IgstVal", 0) as igst, coalesce(v."CesVal", 0) as cess, coalesce(v."StCesVal", 0) as state_cess,
           coalesce(v."Discount", 0) as discount, coalesce(v."OthChrg", 0) as other_charges,
           coalesce(v."RndOffAmt", 0) as round_off, v."TotInvVal" as total
    from jsonb_to_record(p_payload -> 'ValDtls') as v(
      "AssVal" numeric, "CgstVal" numeric, "SgstVal" numeric, "IgstVal" numeric, "CesVal" numeric, "StCesVal" numeric,
      "Discount" numeric, "OthChrg" numeric, "RndOffAmt" numeric, "TotInvVal" numeric)
  ), s as (
    select sum(i.assessable) as assessable, sum(i.cgst) as cgst, sum(i.sgst) as sgst, sum(i.igst) as igst,
           sum(i.cess + i.cess_fixed) as cess, sum(i.state_cess + i.state_cess_fixed) as state_cess, sum(i.total) as total,
           sum(i.other_charges) as line_charges
    from sandbox.irp_items(p_payload) as i
  )
  select r.code, null
  from t cross join s cross join lateral (values
    ('2182', t.assessable, s.assessable),
    ('2183', t.sgst, s.sgst),
    ('2184', t.cgst, s.cgst),
    ('2185', t.igst, s.igst),
    ('2186', t.cess, s.cess),
    ('2187', t.state_cess, s.state_cess),
    -- Charges told of the lines and of the whole must be the same; told of one alone they stand there.
    ('2264', t.other_charges, case when s.line_charges > 0 and t.other_charges > 0 then s.line_charges else t.other_charges end),
    ('2189', t.total, s.total - t.discount + t.other_charges + t.round_off)
  ) as r(code, passed, computed)
  where not sandbox.irp_within(r.passed, r.computed)
$$;
comment on function sandbox.irp_total_refusals(jsonb) is 'The portal''s codes for totals that are not the sums of the lines';
