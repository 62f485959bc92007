-- Why: the portal's verdict before the portal is asked: it blocks taxpayers that send too much it must refuse, and a person
-- mends a document sooner where the fault is named at its field. The rules are written here anew, so that the sandbox
-- portal stays a second opinion. A document outside the form INV-01 is judged by that alone, as at the portal.
-- Called by: einvoice.claim_due, einvoice.validate, einvoice.verdicts.
-- Takes payloads and, beside each, the GSTIN that signs in (null: any of the company's own).
create or replace function einvoice.validate_payloads(p_payloads json[], p_gstins text[] default '{}')
returns table (ordinal bigint, code text, pointer text, message text, facts jsonb)
language plpgsql stable rows 5
set search_path = ''
as $$
declare
  v_readable jsonb[];
  v_unreadable bigint[] := '{}';
begin
  for ordinal, code, pointer, message, facts in select s.* from einvoice.check_schema(p_payloads) as s loop
    v_unreadable := v_unreadable || ordinal;
    return next;
  end loop;
  v_readable := array(
    select case when p.ordinal <> all (v_unreadable) then p.payload::jsonb end
    from unnest(p_payloads) with ordinality as p(payload, ordinal) order by p.ordinal);
  return query
    select f.ordinal, f.code, f.pointer,
           replace(replace(replace(e.message, '{0}', coalesce(f.subject, '')), '{n}', coalesce(f.facts ->> 'n', '')), '{party}', coalesce(f.facts ->> 'party', '')),
           f.facts
    from (select * from einvoice.check_parties(v_readable, p_gstins)
          union all select * from einvoice.check_pins(v_readable)
          union all select * from einvoice.check_places(v_readable)
          union all select * from einvoice.check_ewb(v_readable)
          union all select * from einvoice.check_items(v_readable, p_gstins)
          union all select * from einvoice.check_totals(v_readable)
          union all select * from einvoice.check_register(v_readable, p_gstins)) as f
    join einvoice.portal_errors as e on e.code = f.code
    order by f.ordinal, f.code, f.pointer;
end $$;
comment on function einvoice.validate_payloads(json[], text[]) is 'Every fault the portal would find in a batch of INV-01 documents, with its code, field and sentence; no row: it would be registered';
