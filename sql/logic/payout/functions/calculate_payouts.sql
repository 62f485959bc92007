-- Why: what each partner may invoice for a month, in one statement for one partner or all of them (null). Whether a payout
-- counts depends on its reason alone: one known under another category counts too; the category only groups. Amounts are
-- gross, before TDS. The supply is complete when its month ends, so a month still running is taxed at today's rate and a
-- past one at the rate of the invoice's day, which is today (CGST Act s.14). Central and State tax are charged where the
-- partner is in the company's State, integrated tax otherwise and where either is a special economic zone; each head is
-- rounded half-up to the paisa. Who is not registered may charge none: rate and tax are zero. A partner without an
-- eligible payout is not among the rows. Called by: the partner's list, preview and generation of invoices.
create or replace function payout.calculate_payouts(p_month text, p_destination_ids text[] default null)
returns table (
  partner_id uuid, destination_id text, month text, financial_year text, trail_amount numeric, trail_count bigint,
  upfront_amount numeric, upfront_count bigint, gst_base_amount numeric, gst_rate numeric, cgst_amount numeric,
  sgst_amount numeric, igst_amount numeric, gst_amount numeric, total_amount numeric, payable_basis text,
  payable_amount numeric, company_gstin text, place_of_supply text, partner_state_code text)
language sql stable
set search_path = ''
set plan_cache_mode = force_custom_plan -- one partner is an index away, all of them are a scan
as $$
  with eligible as materialized (
    select distinct m.reason_for_payment as reason
    from payout.reason_payment_mapping as m
    where m.tenant_id = (select core.current_tenant()) and m.is_eligible_for_gst and m.is_active
  ), sums as (
    select c.partner_id,
           coalesce(sum(c.effective_payout_base) filter (where c.category = 'trail'), 0.00) as trail,
           count(*) filter (where c.category = 'trail') as trails,
           coalesce(sum(c.effective_payout_base) filter (where c.category = 'upfront'), 0.00) as upfront,
           count(*) filter (where c.category = 'upfront') as upfronts
    from payout.payout_calculation as c
    where c.tenant_id = (select core.current_tenant()) and c.month = p_month
      and c.reason_for_payment in (select e.reason from eligible as e)
      and (p_destination_ids is null or c.partner_id = any (array(
        select p.id from payout.partners as p
        where p.tenant_id = (select core.current_tenant()) and p.destination_id = any (p_destination_ids))))
    group by c.partner_id
  ), company as (
    select g.gstin, g.state_code, g.registration_type like 'sez%' as is_zone
    from core.company_gstins as g
    where g.tenant_id = (select core.current_tenant()) and g.is_default
  ), taxed as (
    select s.partner_id, p.destination_id, s.trail, s.trails, s.upfront, s.upfronts, s.trail + s.upfront as base,
           case when p.gst_number is not null and p.gst_status = 'active' then r.rate else 0 end as rate,
           coalesce(p.state_code = k.state_code and not k.is_zone, false) as is_within,
           k.gstin, k.state_code as place, p.state_code as home
    from sums as s
    join payout.partners as p on p.tenant_id = (select core.current_tenant()) and p.id = s.partner_id
    left join company as k on true
    cross join payout.commission_rate((select core.today())) as r(rate)
  ), heads as (
    select t.*, case when t.is_within then gst.tax_head(t.base, t.rate / 2) else 0.00 end as half,
           case when t.is_within then 0.00 else gst.tax_head(t.base, t.rate) end as whole
    from taxed as t
  )
  select h.partner_id, h.destination_id, p_month, payout.financial_year(p_month), h.trail, h.trails, h.upfront, h.upfronts,
         h.base, h.rate, h.half, h.half, h.whole, h.half * 2 + h.whole, h.base + h.half * 2 + h.whole, f.payable_basis,
         case f.payable_basis when 'FULL' then h.base else 0 end + h.half * 2 + h.whole, h.gstin, h.place, h.home
  from heads as h
  join payout.settings as f on f.tenant_id = (select core.current_tenant())
$$;
comment on function payout.calculate_payouts(text, text[]) is 'Eligible payouts of a month a partner (null: every partner), their GST by head and what is payable';
