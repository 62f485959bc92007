-- Why: what a bank calls a file is a template of its layout. Called by: payout.make_bank_files. {SERIAL} is left for it.
-- {YYYY} is the year of the payouts where their month is named too, else of the day.
-- Refuses: bank_client_code_missing.
create or replace function payout.bank_file_stem(p_template text, p_month text, p_day date, p_client_code text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_of date := to_date(coalesce(p_month, to_char(p_day, 'YYYY-MM')), 'YYYY-MM');
  v_names_month boolean := p_template like '%{MON%';
begin
  if p_template like '%{CLIENT}%' and p_client_code is null then
    perform core.refuse('bank_client_code_missing', '/profile');
  end if;
  return replace(replace(replace(replace(replace(replace(p_template,
    '{MONTH}', to_char(v_of, 'YYYY-MM')), '{MON}', to_char(v_of, 'Mon')),
    '{YYYY}', to_char(case when v_names_month then v_of else p_day end, 'YYYY')),
    '{DD}', to_char(p_day, 'DD')), '{MM}', to_char(p_day, 'MM')), '{CLIENT}', coalesce(p_client_code, ''));
end $$;
comment on function payout.bank_file_stem(text, text, date, text) is 'A bank file''s name before its serial';
