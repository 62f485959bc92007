-- The recipient of a document, from the body or from the masters. What is wrong with a GSTIN is found where it comes in.
create type billing.recipient as (
  name text,
  gstin text,
  gstin_kind text,
  gstin_fault text,
  state_code text,
  registration_type text,
  match_key text,
  party jsonb
);
comment on type billing.recipient is 'A recipient: its particulars, what makes it the same one, and the JSON kept on the voucher';
