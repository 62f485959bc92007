-- Why: the clause that gives a document its place of supply, in words. Called by: billing.explain_place.
create or replace function billing.place_clause(
  p_voucher billing.voucher, p_kind billing.voucher_kinds, p_by_law text, p_services boolean, p_registered boolean, p_ship_to text, p_is_note boolean)
returns table (rule text, source text)
language sql stable
set search_path = ''
as $$
  select c.rule, c.source
  from (values
    (1, p_is_note, 'a note keeps the place of its original', 'CGST Act s.34'),
    (2, p_by_law is distinct from (p_voucher).place_of_supply, 'stated on the document', 'IGST Act s.10 to s.13'),
    (3, (p_kind).place = 'abroad' and p_services, 'an export of services: the recipient''s location abroad', 'IGST Act s.13(2)'),
    (4, (p_kind).place = 'abroad', 'an export of goods: the location outside India', 'IGST Act s.11(b)'),
    (5, (p_voucher).supply_category = 'IMPORT', 'an import: our own location', case when p_services then 'IGST Act s.13(2)' else 'IGST Act s.11(a)' end),
    (6, (p_kind).flow = 'inward', 'a purchase ends with us', case when p_services then 'IGST Act s.12(2)(a)' else 'IGST Act s.10(1)(a)' end),
    (7, p_services and p_registered, 'services to a registered person: the recipient''s location', 'IGST Act s.12(2)(a)'),
    (8, p_services and (p_voucher).party_state is not null, 'services to an unregistered person: the address on record', 'IGST Act s.12(2)(b)(i)'),
    (9, p_services, 'services to an unregistered person without an address on record: the supplier''s location', 'IGST Act s.12(2)(b)(ii)'),
    (10, p_registered and p_ship_to <> (p_voucher).party_state,
     'goods delivered to another on the buyer''s direction: the buyer''s principal place of business', 'IGST Act s.10(1)(b)'),
    (11, p_registered, 'goods: where their movement ends for delivery to the recipient', 'IGST Act s.10(1)(a)'),
    (12, p_ship_to is not null, 'goods: where their movement ends for delivery', 'IGST Act s.10(1)(a)'),
    (13, (p_voucher).party_state is not null, 'goods to an unregistered person: the address on the invoice', 'IGST Act s.10(1)(ca)'),
    (14, true, 'goods to an unregistered person without an address on the invoice: the supplier''s location', 'IGST Act s.10(1)(ca)')
  ) as c (k, holds, rule, source)
  where c.holds
  order by c.k
  limit 1
$$;
comment on function billing.place_clause(billing.voucher, billing.voucher_kinds, text, boolean, boolean, text, boolean) is 'The clause behind a place of supply, with its source';
