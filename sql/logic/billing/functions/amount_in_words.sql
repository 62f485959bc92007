-- Why: invoices say the amount in Indian numbering, crore and lakh, never million; above 99 crore the crores are
-- counted on ("One Lakh Crore"), for India's invoices know no arab or kharab.
create or replace function billing.amount_in_words(p_amount numeric) returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  v_rupees text := billing.number_in_words(trunc(abs(p_amount)));
  v_paise text := billing.number_in_words(round((abs(p_amount) - trunc(abs(p_amount))) * 100));
begin
  return concat('Rupees ', coalesce(nullif(v_rupees, ''), 'Zero'), case when v_paise <> '' then ' and ' || v_paise || ' Paise' end, ' Only');
end $$;
comment on function billing.amount_in_words(numeric) is 'Rupees and paise in words: Rupees One Lakh Eighteen Thousand Only';
