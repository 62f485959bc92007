-- A number given under the lock (billing.take_numbers).
create type billing.taken_number as (
  voucher_id uuid,
  series_id uuid,
  period text,
  sequence bigint,
  number text
);
comment on type billing.taken_number is 'The number a voucher was given: series, period, sequence in it, and the text';
