-- Why: where a supply ends when the document does not say: of an export abroad (96), of a purchase with us, of a sale in
-- the recipient's State whoever the goods are shipped to (IGST Act s.10(1)(b), s.12(2)(a)); a consumer's is where the goods
-- go, else the address on record, else with the supplier (s.10(1)(a) and (ca), s.12(2)(b)). An SQL-standard body, so that
-- it is inlined. Called by: billing.resolve_documents, explain_place.
create or replace function gst.place_of_supply(
  p_flow text, p_kind_place text, p_registered boolean, p_ship_to text, p_party_state text, p_own_state text) returns text
language sql immutable parallel safe
return case p_flow
  when 'outward' then coalesce(case when p_kind_place = 'abroad' then '96' when not p_registered then p_ship_to end, p_party_state, p_own_state)
  when 'inward' then p_own_state
end;
comment on function gst.place_of_supply(text, text, boolean, text, text, text) is 'The place of supply the law gives, as a State code; null where nothing is supplied';
