-- Why: a company that pays partners finds its settings and the usual reasons of payouts there, and a new release brings
-- what is new to companies that exist. Called by: set-up of a company, core.seed_tenants. Changes nothing that is there.
create or replace function payout.seed_tenant() returns void
language sql volatile
set search_path = ''
as $$
  insert into payout.settings (tenant_id) values ((select core.current_tenant())) on conflict do nothing;
  insert into payout.reason_payment_mapping (tenant_id, category, reason_for_payment, is_eligible_for_gst, payment_type, description)
  select (select core.current_tenant()), t.category, t.reason_for_payment, t.is_eligible_for_gst, t.payment_type, t.description
  from payout.reason_templates as t
  on conflict (tenant_id, category, reason_for_payment) do nothing;
$$;
comment on function payout.seed_tenant() is 'Gives the tenant its payout settings and the usual reasons of payouts, where it has none';
