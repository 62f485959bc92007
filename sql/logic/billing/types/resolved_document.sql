-- What the masters and the law make of a document (billing.resolve_documents): who supplies, who receives, where the
-- place of supply is, whether tax is charged, which series numbers it.
create type billing.resolved_document as (
  ord integer,
  voucher_id uuid,
  voucher_type text,
  voucher_date date,
  company_gstin text,
  supplier_state text,
  supplier_registration text,
  composition boolean,
  turnover numeric,
  e_invoice_exempt boolean,
  party_id uuid,
  match_key text,
  party jsonb,
  party_name text,
  party_gstin text,
  party_state text,
  registration_type text,
  supply_category text,
  place_of_supply text,
  supply_type text,
  reverse_charge boolean,
  charges_tax boolean,
  series_id uuid,
  period text,
  number_template text,
  start_number bigint,
  padding integer,
  reference text,
  narration text
);
comment on type billing.resolved_document is 'A document with its supplier, recipient, place of supply and series found; what was not found is null';
