-- One thing wrong with one document of a batch: refused documents take no number and stop no other.
create type billing.refusal as (
  ord integer,
  pointer text,
  code text,
  facts jsonb
);
comment on type billing.refusal is 'A refusal of document ord: JSON pointer into it, code of core.refusals, facts';
