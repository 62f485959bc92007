-- Why: the parts of an amount in words, largest first; '' for zero. Crores call this function again for their count.
create or replace function billing.number_in_words(p_number numeric) returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  c_ones constant text[] := array['One','Two','Three','Four','Five','Six','Seven','Eight','Nine','Ten','Eleven','Twelve',
    'Thirteen','Fourteen','Fifteen','Sixteen','Seventeen','Eighteen','Nineteen'];
  c_tens constant text[] := array['','Twenty','Thirty','Forty','Fifty','Sixty','Seventy','Eighty','Ninety'];
  v_below_hundred int;
begin
  if p_number >= 10000000 then
    return concat_ws(' ', billing.number_in_words(div(p_number, 10000000)), 'Crore', nullif(billing.number_in_words(p_number % 10000000), ''));
  elsif p_number >= 100000 then
    return concat_ws(' ', billing.number_in_words(div(p_number, 100000)), 'Lakh', nullif(billing.number_in_words(p_number % 100000), ''));
  elsif p_number >= 1000 then
    return concat_ws(' ', billing.number_in_words(div(p_number, 1000)), 'Thousand', nullif(billing.number_in_words(p_number % 1000), ''));
  elsif p_number >= 100 then
    return concat_ws(' ', c_ones[div(p_number, 100)::int], 'Hundred', nullif(billing.number_in_words(p_number % 100), ''));
  end if;
  v_below_hundred := p_number::int;
  if v_below_hundred >= 20 then
    return concat_ws(' ', c_tens[v_below_hundred / 10], c_ones[nullif(v_below_hundred % 10, 0)]);
  end if;
  return coalesce(c_ones[nullif(v_below_hundred, 0)], '');
end $$;
comment on function billing.number_in_words(numeric) is 'A whole number in Indian words, empty for zero';
