-- Phase 1 of posting, read: the documents of a batch as rows. Shapes were checked by the API; texts are trimmed, codes
-- upper-cased, '' is null. What is not named here is kept as the document's particulars. An export says its currency and
-- letter of undertaking in its own object. Called by: billing.compute_vouchers.
create or replace function billing.read_documents(p_docs jsonb) returns billing.document_input[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           (item.ord - 1)::int, (item.body ->> 'draftId')::uuid, doc.type, doc.date, doc."seriesId", upper(doc."companyGstin"),
           doc."partyId", doc.party, doc."placeOfSupply", coalesce(doc."reverseCharge", false),
           coalesce((doc.export ->> 'withLut')::boolean, doc."withLut", false),
           nullif(trim(doc.reference), ''), nullif(trim(doc.narration), ''),
           coalesce(doc.export ->> 'currency', doc.currency, 'INR'), coalesce((doc.export ->> 'exchangeRate')::numeric, doc."exchangeRate"),
           doc."supplyDate", doc."paymentDate", doc."originalVoucherId", null, null, coalesce(doc."overrideLock", false),
           nullif((item.body -> 'document') - '{type,date,seriesId,companyGstin,partyId,party,placeOfSupply,reverseCharge,withLut,reference,narration,
             currency,exchangeRate,supplyDate,paymentDate,originalVoucherId,overrideLock,draft,lines,entries}'::text[], '{}'))::billing.document_input)
  from jsonb_array_elements(p_docs) with ordinality as item(body, ord)
  cross join lateral jsonb_to_record(item.body -> 'document') as doc(
    type text, date date, "seriesId" uuid, "companyGstin" text, "partyId" uuid, party jsonb, "placeOfSupply" text,
    "reverseCharge" boolean, "withLut" boolean, reference text, narration text, currency text, "exchangeRate" numeric,
    "supplyDate" date, "paymentDate" date, "originalVoucherId" uuid, "overrideLock" boolean, export jsonb)
$$;
comment on function billing.read_documents(jsonb) is 'The documents of a posting call as rows: [{document: {…}}]';
