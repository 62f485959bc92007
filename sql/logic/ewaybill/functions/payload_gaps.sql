-- Why: what the portal must be told and the voucher does not say; a document with a gap is not sent. Called by: ewaybill.claim_due.
create or replace function ewaybill.payload_gaps(p_payload json) returns text[]
language sql immutable parallel safe
set search_path = ''
as $$
  select coalesce(array_agg(field order by field), '{}')
  from unnest(array['docNo', 'fromPincode', 'fromPlace', 'toPincode', 'toPlace', 'itemList']) as field
  where p_payload ->> field is null
$$;
comment on function ewaybill.payload_gaps(json) is 'Mandatory fields a GENEWAYBILL document lacks';
