-- Why: a delivery that failed is tried again over three days: 5 s, 5 min, 30 min, then 2, 5, 10, 14, 20, 24 hours, each a
-- tenth longer or shorter so that not everybody comes back at once. Null: the tenth attempt was the last.
create or replace function ops.delivery_pause(p_attempts integer) returns interval
language sql volatile
set search_path = ''
as $$
  select (array[5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])[p_attempts] * (0.9 + random() * 0.2) * interval '1 second'
$$;
comment on function ops.delivery_pause(integer) is 'How long to wait after so many failed attempts to deliver; null: no more';
