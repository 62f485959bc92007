-- What a caller sent, one row a document, before anything is known about it (billing.read_documents).
create type billing.document_input as (
  ord integer,
  draft_id uuid,
  voucher_type text,
  voucher_date date,
  series_id uuid,
  company_gstin text,
  party_id uuid,
  party jsonb,
  place_of_supply text,
  reverse_charge boolean,
  with_lut boolean,
  reference text,
  narration text,
  currency text,
  exchange_rate numeric,
  supply_date date,
  payment_date date,
  original_id uuid,
  original_date date,
  rate_date date,
  overrides_lock boolean,
  particulars jsonb
);
comment on type billing.document_input is 'A document as sent; ord is its place in the batch, from 0; particulars is what only some documents hold';
