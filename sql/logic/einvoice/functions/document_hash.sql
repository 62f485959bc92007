-- Why: tells whether a document is still the one the portal refused: its INV-01 text without what only its e-way bill adds,
-- which comes and goes with the bill. Called by: einvoice.record_answers, for what the portal refused; einvoice.retry_failed.
create or replace function einvoice.document_hash(p_payload json) returns text
language sql immutable parallel safe
set search_path = ''
as $$ select encode(sha256(convert_to((p_payload::jsonb - 'EwbDtls' - 'ShipDtls')::text, 'UTF8')), 'hex') $$;
comment on function einvoice.document_hash(json) is 'SHA-256 of an INV-01 document, its e-way bill left out';
