-- Why: the reasons of payouts as people see them. Called by: GET and PUT /api/admin/payout-reasons.
create or replace function payout.reasons_json() returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object('data', coalesce(jsonb_agg(jsonb_build_object(
    'category', m.category, 'reasonForPayment', m.reason_for_payment, 'isEligibleForGst', m.is_eligible_for_gst,
    'paymentType', m.payment_type, 'description', m.description, 'isActive', m.is_active, 'updatedAt', m.updated_at)
    order by m.category, m.reason_for_payment), '[]'), 'nextCursor', null)
  from payout.reason_payment_mapping as m
  where m.tenant_id = (select core.current_tenant())
$$;
comment on function payout.reasons_json() is 'The reasons of payouts, by category and name';
