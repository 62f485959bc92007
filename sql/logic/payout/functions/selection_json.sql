-- Why: who ticks invoices sees what they come to, told by the database and not added up in a page.
-- Called by: domain/payout/export_preview.ts. What is not submitted, or no invoice of this company, is not counted.
create or replace function payout.selection_json(p_public_nos bigint[]) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('totalInvoices', count(*), 'totalAmount', coalesce(sum(i.payable_amount - i.settled_amount), 0.00))
  from payout.invoices as i
  where i.tenant_id = (select core.current_tenant()) and i.public_no = any (p_public_nos) and i.status = 'submitted'
$$;
comment on function payout.selection_json(bigint[]) is 'How many of these invoices are submitted, and their sum in rupees';
