-- Why: the number a partner types is the partner's own, within the law: at most 16 of A-Z 0-9 / -, consecutive in the partner's
-- series and unique a GSTIN a financial year (CGST rule 46(b)); small letters are the same letters, and a first 0 / - is what the
-- GST portal refuses. Called by: payout.draw_up_invoice. Answers the number as it will stand.
-- Refuses: invoice_number_too_long, invoice_number_characters_not_allowed, invoice_number_starts_wrongly, invoice_number_taken.
create or replace function payout.checked_number(p_gstin text, p_date date, p_number text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  v_number text := upper(btrim(p_number));
  v_year text := payout.financial_year(to_char(p_date, 'YYYY-MM'));
  v_facts jsonb := jsonb_build_object('invoiceNumber', v_number, 'length', length(v_number), 'limit', 16, 'financialYear', v_year);
begin
  if length(v_number) > 16 then
    perform core.refuse('invoice_number_too_long', '/invoiceNumber', v_facts);
  elsif v_number !~ '^[A-Z0-9/-]+$' then
    perform core.refuse('invoice_number_characters_not_allowed', '/invoiceNumber', v_facts);
  elsif v_number ~ '^[0/-]' then
    perform core.refuse('invoice_number_starts_wrongly', '/invoiceNumber', v_facts);
  elsif exists (
      select from payout.invoices as i
      where i.tenant_id = (select core.current_tenant()) and i.partner_gstin = p_gstin and i.series_year = v_year and i.invoice_number = v_number) then
    perform core.refuse('invoice_number_taken', '/invoiceNumber', v_facts);
  end if;
  return v_number;
end $$;
comment on function payout.checked_number(text, date, text) is 'A partner''s own invoice number in capitals, or the rule it breaks';
