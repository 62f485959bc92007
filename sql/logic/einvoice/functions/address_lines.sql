-- Why: the portal takes an address in two lines of at most 100 characters and refuses an empty second one. The text is
-- cleaned before it is cut, so that nothing is told twice or lost at the cut. Called by: einvoice.buyer_json, einvoice.seller_json.
create or replace function einvoice.address_lines(p_address text, out line_1 text, out line_2 text)
language sql immutable parallel safe
set search_path = ''
as $$
  select einvoice.portal_text(clean.text, 1, 100), einvoice.portal_text(substr(clean.text, 101), 3, 100)
  from (select einvoice.portal_text(p_address, 1, 10000) as text) as clean
$$;
comment on function einvoice.address_lines(text) is 'An address as the portal''s Addr1 and Addr2';
