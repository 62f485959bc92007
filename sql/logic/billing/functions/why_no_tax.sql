-- Why: the sentence for a tax head that is nothing, and where it is from: the line bears no tax, nobody charges it, or it
-- is the other head that the place of supply gives. Called by: billing.explain_line_taxes.
create or replace function billing.why_no_tax(
  p_voucher billing.voucher, p_line billing.voucher_line, p_kind billing.voucher_kinds, p_is_due boolean)
returns table (no_tax text, other_head text, source text, reverse_law text)
language sql stable
set search_path = ''
as $$
  select reason.sentence,
         case (p_voucher).supply_type
           when 'intra_state' then 'within a State CGST and SGST or UTGST are charged, not IGST'
           else 'between States IGST is charged, not CGST and SGST' end,
         coalesce(reason.law, case (p_voucher).supply_type when 'intra_state' then 'IGST Act s.8' else 'IGST Act s.7' end),
         case (p_voucher).supply_type when 'intra_state' then 'CGST Act s.9(3) and (4)' else 'IGST Act s.5(3) and (4)' end
  from (select 1) as one
  left join lateral (
    select v.sentence, v.law
    from (values
      (1, (p_line).taxability <> 'taxable', 'the line is ' || replace((p_line).taxability, '_', ' ') || ' and bears no tax', 'CGST Act s.11, s.2(47) and s.2(78)'),
      (2, (p_kind).tax = 'none', 'a ' || lower((p_kind).title) || ' bears no tax', coalesce(substring((p_kind).law from '\((.*)\)$'), 'CGST Act s.31')),
      (3, (p_voucher).reverse_charge, 'the recipient owes the tax under reverse charge; the supplier charges none', 'CGST Act s.9(3) and (4), IGST Act s.5(3) and (4)'),
      (4, (p_voucher).supply_category in ('SEZWOP', 'EXPWOP'), 'zero-rated, supplied under a letter of undertaking without payment of tax', 'IGST Act s.16(3)(a), rule 96A'),
      (5, (p_voucher).supply_category = 'IMPORT', 'a supplier abroad charges no GST; the tax of an import is paid to the customs or under reverse charge', 'IGST Act s.5(1) and (3)'),
      (6, true, 'a supplier that is ' || (p_voucher).registration_type || ' charges no tax', 'CGST Act s.10(4) and s.32')
    ) as v (k, holds, sentence, law)
    where v.holds and (v.k = 1 or not p_is_due)
    order by v.k
    limit 1
  ) as reason on true
$$;
comment on function billing.why_no_tax(billing.voucher, billing.voucher_line, billing.voucher_kinds, boolean) is 'Why a tax head of a line is nothing, as a sentence with its source';
