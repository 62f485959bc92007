-- Why: a bank's machine takes letters, digits and a few signs; a quote, a line end or a formula in a name would be another
-- line or another field there. Letters are written without their accents; a sign that banks do not take becomes a blank.
-- A name with letters of another script, or that begins as a formula does, is not mended but refused: null.
-- Called by: payout.payable_lines.
create or replace function payout.bank_text(p_text text, p_delimiter text, p_max_length integer) returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  v_text text;
begin
  if p_text ~ '^[A-Za-z0-9]+(?:[ ][A-Za-z0-9.&()]+)*$' and length(p_text) <= coalesce(p_max_length, length(p_text))
     and strpos(p_text, p_delimiter) = 0 then
    return p_text; -- nearly all
  end if;
  v_text := regexp_replace(normalize(p_text, nfkd), '[\u0300-\u036f]', '', 'g');
  v_text := replace(replace(replace(replace(replace(replace(replace(v_text,
    'ß', 'ss'), 'Æ', 'AE'), 'æ', 'ae'), 'Œ', 'OE'), 'œ', 'oe'), 'Þ', 'Th'), 'þ', 'th');
  v_text := translate(v_text, 'ØøĐđÐðŁłı‘’ʼ‐–—−', 'OoDdDdLli''''''----');
  if p_text ~ '^\s*[\t\r\n]' or substring(v_text from '[\u0021-\u007e]') in ('=', '+', '-', '@')
     or v_text ~ '[^\u0001-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u2bff\u3000-\u303f\ufe00-\ufe0f\ufeff\U0001f000-\U0001faff]' then
    return null;
  end if;
  v_text := replace(regexp_replace(v_text, '[^A-Za-z0-9 .,/&()''-]', ' ', 'g'), p_delimiter, ' ');
  v_text := rtrim(left(btrim(regexp_replace(v_text, ' +', ' ', 'g')), p_max_length));
  return case when v_text ~ '[A-Za-z0-9]' and v_text !~ '^[-=+@]' then v_text end;
end $$;
comment on function payout.bank_text(text, text, integer) is 'A name as a bank''s machine takes it; null where it cannot be written so that it stays the name';
