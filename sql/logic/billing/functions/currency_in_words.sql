-- Why: who is billed in another currency counts in thousands and millions; its hundredths are written as a fraction, for
-- their name differs. Called by: billing.print_export.
create or replace function billing.currency_in_words(p_amount numeric, p_currency text) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select p_currency || ' ' || coalesce(string_agg(concat_ws(' ', billing.number_in_words(part.count), part.name), ' ' order by part.size desc), 'Zero')
    || case when p_amount <> trunc(p_amount) then ' and ' || to_char(abs(p_amount - trunc(p_amount)) * 100, 'FM00') || '/100' else '' end || ' Only'
  from (
    select unit.size, unit.name, div(trunc(abs(p_amount)), unit.size) % 1000 as count
    from (values (1e15, 'Quadrillion'), (1e12, 'Trillion'), (1e9, 'Billion'), (1e6, 'Million'), (1e3, 'Thousand'), (1, null)) as unit(size, name)
  ) as part
  where part.count > 0
$$;
comment on function billing.currency_in_words(numeric, text) is 'An amount of a foreign currency in words: USD Twelve Thousand and 50/100 Only';
