-- Why: the amounts a document was sent with, as JSON numbers with two decimals, however they were sent; beside each
-- allocation and advance the number of its voucher, what it took of it in rupees and, of an advance, the tax in it.
-- Called by: billing.with_particulars, where a document has any.
create or replace function billing.sent_amounts(p_voucher billing.voucher) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'amount', round(((p_voucher).particulars ->> 'amount')::numeric, 2),
    'allocations', billing.sent_takings(p_voucher, 'allocations'), 'advances', billing.sent_takings(p_voucher, 'advances')))
$$;
comment on function billing.sent_amounts(billing.voucher) is 'Amount, allocations and advances of a document, as numbers';
