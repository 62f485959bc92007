-- Why: what the portal must be told and the voucher does not say. A document with a gap is not sent: the portal would
-- refuse it, and it blocks taxpayers that send too much it must refuse. What the posting call guarantees (numbers, HSN,
-- units, rates, amounts) is not looked at again. Source: FORM GST INV-01 v1.1; error 2244 for the recipient's PIN code.
-- Called by: einvoice.claim_due.
create or replace function einvoice.payload_gaps(p_payload json) returns text[]
language sql immutable parallel safe
set search_path = ''
as $$
  select coalesce(array_agg(party || '/' || field order by party desc, field), '{}')
  from (values
    ('SellerDtls', 'Gstin'), ('SellerDtls', 'LglNm'), ('SellerDtls', 'Addr1'), ('SellerDtls', 'Loc'), ('SellerDtls', 'Pin'), ('SellerDtls', 'Stcd'),
    ('BuyerDtls', 'Gstin'), ('BuyerDtls', 'LglNm'), ('BuyerDtls', 'Addr1'), ('BuyerDtls', 'Loc'), ('BuyerDtls', 'Pin'), ('BuyerDtls', 'Stcd')
  ) as mandatory(party, field)
  where p_payload #>> array[party, field] is null
$$;
comment on function einvoice.payload_gaps(json) is 'Mandatory INV-01 fields a document lacks, BuyerDtls/Addr1 …; none means it may be sent';
