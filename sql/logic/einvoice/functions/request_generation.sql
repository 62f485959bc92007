-- Why: einvoice.request_many for one voucher, as a request is answered. Called by: POST /api/einvoice/generate, /retry.
-- Refuses: e_invoice_not_applicable, e_invoice_cancelled, voucher_is_cancelled. Answers the status; null where there is no such voucher.
create or replace function einvoice.request_generation(p_voucher_id uuid) returns text
language plpgsql
set search_path = ''
as $$
declare
  v_answer record;
begin
  select * into v_answer from einvoice.request_many(array[p_voucher_id]);
  if v_answer.code is not null then
    perform core.refuse(v_answer.code, '/voucherId', v_answer.facts);
  end if;
  return v_answer.status;
end $$;
comment on function einvoice.request_generation(uuid) is 'Makes a voucher''s e-invoice due now and answers its status';
