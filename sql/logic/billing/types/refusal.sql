-- What is wrong with one document of a batch, or with one line of it: refused documents take no number and stop no other.
create type billing.refusal as (
  ord integer,
  place text,
  codes text[],
  facts jsonb
);
comment on type billing.refusal is 'Faults of document ord at a place in it (empty, or /lines/3): codes of core.refusals, and all facts at hand';
