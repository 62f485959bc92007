-- Phase 1 of posting, read: which invoices a receipt or payment settles, and which advances an invoice uses up, as links.
create or replace function billing.read_allocations(p_docs jsonb, p_resolved billing.resolved_document[]) returns billing.voucher_link[]
language sql stable
set search_path = ''
as $$ select '{}'::billing.voucher_link[] $$;
comment on function billing.read_allocations(jsonb, billing.resolved_document[]) is 'The settles and applies links of a batch';
