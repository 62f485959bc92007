-- Why: how many invoices match and what would be paid for them, whatever page is looked at; without text to look for it is read
-- off one index, of the months and states asked for alone (in_bank_file and paid stand there as one). Called by: GET /api/admin/invoices/submitted.
create or replace function payout.submitted_sums(p_statuses text[], p_month text default null, p_q text default null) returns json
language plpgsql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_stages text[] := array(select case when s in ('in_bank_file', 'paid') then 'exported' else s end from unnest(p_statuses) as s);
  v_count bigint;
  v_sum numeric(18, 2);
begin
  if p_q is null and 'in_bank_file' = any (p_statuses) = ('paid' = any (p_statuses)) then
    select count(*), coalesce(sum(i.payable_amount), 0) into v_count, v_sum from payout.invoices as i
    where i.tenant_id = (select core.current_tenant()) and i.stage = any (v_stages) and (p_month is null or i.month = p_month);
  else
    select count(*), coalesce(sum(i.payable_amount), 0) into v_count, v_sum from payout.invoices as i
    where i.tenant_id = (select core.current_tenant()) and i.stage = any (v_stages) and i.status = any (p_statuses) and (p_month is null or i.month = p_month)
      and (p_q is null or concat_ws(' ', i.invoice_number, i.invoice_id, i.destination_id, i.partner_name, i.partner_gstin) ilike p_q);
  end if;
  return json_build_object('totalInvoices', v_count, 'totalAmount', v_sum);
end $$;
comment on function payout.submitted_sums(text[], text, text) is 'How many signed invoices match, and the rupees that would be paid for them';
