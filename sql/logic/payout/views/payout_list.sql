-- Payouts for lists: keyset by id, which follows the order in which they were taken.
create or replace view payout.payout_list with (security_invoker = true) as
select c.tenant_id, c.id, c.month, c.destination_id, c.partner_id,
       jsonb_build_object(
         'id', c.id, 'destinationId', c.destination_id, 'month', c.month, 'financialYear', c.financial_year, 'category', c.category,
         'reasonForPayment', c.reason_for_payment, 'effectivePayoutBase', c.effective_payout_base, 'reference', c.reference,
         'importId', c.import_id, 'line', c.line_no) as document
from payout.payout_calculation as c;
comment on view payout.payout_list is 'Payouts with their JSON; order by id';
