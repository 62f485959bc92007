-- Why: tells whether a document is still the one the portal refused: its INV-01 text without what only its e-way bill adds,
-- which comes and goes with the bill. Called by: einvoice.record_answers, for what the portal refused; einvoice.retry_failed.
create or replace function einvoice.document_hash(p_voucher_id uuid) returns text
language sql stable
set search_path = ''
as $$ select encode(sha256(convert_to((einvoice.payload(p_voucher_id)::jsonb - 'EwbDtls' - 'ShipDtls')::text, 'UTF8')), 'hex') $$;
comment on function einvoice.document_hash(uuid) is 'SHA-256 of the INV-01 document of a voucher, its e-way bill left out';
