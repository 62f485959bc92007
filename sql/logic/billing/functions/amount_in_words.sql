-- Why: invoices say the amount in Indian numbering, crore and lakh, never million; above 99 crore the crores are
-- counted on ("One Lakh Crore"), for India's invoices know no arab or kharab.
create or replace function billing.amount_in_words(p_amount numeric) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select 'Rupees ' || coalesce(nullif(billing.number_in_words(trunc(abs(p_amount))), ''), 'Zero')
    || case when paise > 0 then ' and ' || billing.number_in_words(paise) || ' Paise' else '' end || ' Only'
  from (select round((abs(p_amount) - trunc(abs(p_amount))) * 100) as paise) as small
$$;
comment on function billing.amount_in_words(numeric) is 'Rupees and paise in words: Rupees One Lakh Eighteen Thousand Only';
