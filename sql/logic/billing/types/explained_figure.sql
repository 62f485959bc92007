-- One figure or decision of a document with what stands behind it (billing.explain_vouchers).
create type billing.explained_figure as (
  voucher_id uuid,
  place integer[],
  pointer text,
  amount numeric,
  value jsonb,
  rule text,
  source text,
  inputs jsonb,
  before numeric,
  step numeric
);
comment on type billing.explained_figure is 'A figure (amount) or decision (value) at a pointer into the document''s JSON, its rule, source and inputs; before and step where it was rounded, place for its order';
