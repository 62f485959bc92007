-- Phase 1 of posting, read: the parties written into the documents of a batch, normalised and their GSTINs read, each in
-- its document's place; null where a document names a party on record. A phase of its own, so that a document with a
-- partyId does not pay for reading a GSTIN. Called by: billing.compute_vouchers, name_sales.
create or replace function billing.read_parties(p_inputs billing.document_input[]) returns billing.recipient[]
language sql stable
set search_path = ''
as $$
  select array_agg(case when d.party is not null then row(inline.*)::billing.recipient end order by d.ord)
  from unnest(p_inputs) as d
  left join lateral billing.inline_party(d.party) as inline on true
$$;
comment on function billing.read_parties(billing.document_input[]) is 'The parties written into documents, in the order of the documents';
