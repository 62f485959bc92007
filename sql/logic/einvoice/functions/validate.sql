-- Why: einvoice.validate_payloads for one document. Called by: people at the SQL prompt, tests.
create or replace function einvoice.validate(p_payload jsonb, p_gstin text default null) returns table (code text, pointer text, message text, facts jsonb)
language sql stable
set search_path = ''
as $$ select f.code, f.pointer, f.message, f.facts from einvoice.validate_payloads(array[p_payload::json], array[p_gstin]) as f $$;
comment on function einvoice.validate(jsonb, text) is 'Every fault the portal would find in an INV-01 document; p_gstin is the registration that signs in';
