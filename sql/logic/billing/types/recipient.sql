-- The recipient of a document, from the body or from the masters.
create type billing.recipient as (
  name text,
  gstin text,
  state_code text,
  registration_type text,
  match_key text,
  party jsonb
);
comment on type billing.recipient is 'A recipient: its particulars, what makes it the same one, and the JSON kept on the voucher';
