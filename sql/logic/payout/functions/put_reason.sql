-- Why: a reason of payouts, made or changed. Whether GST is due depends on the reason alone, so what is said of one category
-- is said of the reason in all. Answers the list. Called by: PUT /api/admin/payout-reasons. Locks: the reason's rows.
create or replace function payout.put_reason(p_reason jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
begin
  insert into payout.reason_payment_mapping as m (tenant_id, category, reason_for_payment, is_eligible_for_gst, payment_type, description, is_active)
  values (v_tenant, p_reason ->> 'category', p_reason ->> 'reasonForPayment', (p_reason ->> 'isEligibleForGst')::boolean,
          p_reason ->> 'paymentType', p_reason ->> 'description', (p_reason ->> 'isActive')::boolean)
  on conflict (tenant_id, category, reason_for_payment) do update
  set is_eligible_for_gst = excluded.is_eligible_for_gst, payment_type = excluded.payment_type, description = excluded.description,
      is_active = excluded.is_active, updated_at = core.now();
  update payout.reason_payment_mapping as m set is_eligible_for_gst = (p_reason ->> 'isEligibleForGst')::boolean, updated_at = core.now()
  where m.tenant_id = v_tenant and m.reason_for_payment = p_reason ->> 'reasonForPayment'
    and m.is_eligible_for_gst <> (p_reason ->> 'isEligibleForGst')::boolean;
  return payout.reasons_json();
end $$;
comment on function payout.put_reason(jsonb) is 'Makes or changes a reason of payouts and answers all of them';
