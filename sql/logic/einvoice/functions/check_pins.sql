-- Why: a PIN code must lie in the State given beside it; abroad it is 999999. Called by: einvoice.validate_payloads.
create or replace function einvoice.check_pins(p_payloads jsonb[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  select a.ordinal, case when r.known then '3039' else '3038' end, '/' || a.key || '/Pin', a.party || ' ' || a.pin,
         jsonb_build_object('party', a.party, 'n', a.pin, 'state', a.state_code)
  from (select p.ordinal, place.party, place.key, (p.payload #>> array[place.key, 'Pin'])::numeric as pin,
               lpad(p.payload #>> array[place.key, 'Stcd'], 2, '0') as state_code
        from unnest(p_payloads) with ordinality as p(payload, ordinal)
        cross join (values ('Supplier', 'SellerDtls'), ('Recipient', 'BuyerDtls'), ('Dispatch', 'DispDtls'), ('Ship-to', 'ShipDtls')) as place(party, key)) as a
  cross join lateral (
    select count(*) > 0 as known, coalesce(bool_or(r.state_code = a.state_code), false) as fits
    from einvoice.pin_ranges as r where floor(a.pin / 1000) between r.first_three and r.last_three
  ) as r
  where a.pin is not null and not r.fits and not (a.pin = 999999 and a.state_code in ('96', '97'))
$$;
comment on function einvoice.check_pins(jsonb[]) is 'The portal''s codes for PIN codes outside their State (3039) or outside India''s list (3038)';
