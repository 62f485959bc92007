-- Why: a PIN code must lie in the state given beside it; abroad it is 999999.
-- Called by: sandbox.irp_refusals.
create or replace function sandbox.irp_pin_refusals(p_payload jsonb)
returns table (code text, subject text)
language sql stable
set search_path = ''
as $$
  select case when exists (select from sandbox.irp_pin_ranges r where a.pin / 1000 between r.first_three and r.last_three)
              then '3039' else '3038' end,
         a.party || ' ' || a.pin
  from (select party, (p_payload #>> array[key, 'Pin'])::numeric::int as pin,
               lpad(p_payload #>> array[key, 'Stcd'], 2, '0') as state_code
        from (values ('Supplier', 'SellerDtls'), ('Recipient', 'BuyerDtls'), ('Dispatch', 'DispDtls'),
                     ('Ship-to', 'ShipDtls')) as p(party, key)) as a
  where a.pin is not null
    and not (a.pin = 999999 and a.state_code in ('96', '97'))
    and not exists (select from sandbox.irp_pin_ranges r
                    where r.state_code = a.state_code and a.pin / 1000 between r.first_three and r.last_three)
$$;
comment on function sandbox.irp_pin_refusals(jsonb) is 'The portal''s codes for PIN codes outside their state (3039) or outside India''s list (3038)';
