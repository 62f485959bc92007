-- A row a month and partner: what may be invoiced (GST-eligible payouts, before GST), what was, what of it was paid, what failed, what is
-- outstanding. Money in rupees. Months without an invoice have status not_generated; cancelled invoices count nowhere.
--   select destination_id, partner_name, eligible_amount, invoice_id, status, payable_amount, paid_amount, outstanding_amount
--   from payout.partner_payments where month = '2024-11' order by partner_name;
create or replace view payout.partner_payments with (security_invoker = true) as
select s.tenant_id, s.month, p.destination_id, p.partner_name, s.eligible_amount, s.invoice_id, s.invoice_number, coalesce(s.status, 'not_generated') as status,
  coalesce(s.invoiced_amount, 0.00) as invoiced_amount, coalesce(s.gst_amount, 0.00) as gst_amount, coalesce(s.payable_amount, 0.00) as payable_amount,
  coalesce(s.paid_amount, 0.00) as paid_amount,
  case when s.status in ('failed', 'returned') then s.payable_amount - s.paid_amount else 0.00 end as failed_amount,
  case when s.status is not null then s.payable_amount - s.paid_amount - s.written_off_amount else 0.00 end as outstanding_amount,
  s.attempts, s.utr_number, s.payment_date
from (
  select u.tenant_id, u.month, u.partner_id, coalesce(sum(u.eligible_amount), 0.00) as eligible_amount, max(u.invoice_id) as invoice_id,
    max(u.invoice_number) as invoice_number, max(u.status) as status, max(u.invoiced_amount) as invoiced_amount, max(u.gst_amount) as gst_amount,
    max(u.payable_amount) as payable_amount, max(u.paid_amount) as paid_amount, max(u.written_off_amount) as written_off_amount,
    coalesce(max(u.attempts), 0) as attempts, max(u.utr_number) as utr_number, max(u.payment_date) as payment_date
  from (
    select c.tenant_id, c.month, c.partner_id, c.effective_payout_base as eligible_amount, null::text as invoice_id, null::text as invoice_number, null::text as status,
      null::numeric as invoiced_amount, null::numeric as gst_amount, null::numeric as payable_amount, null::numeric as paid_amount, null::numeric as written_off_amount,
      null::bigint as attempts, null::text as utr_number, null::date as payment_date
    from payout.payout_calculation as c
    where exists (
      select from payout.reason_payment_mapping as m
      where m.tenant_id = c.tenant_id and m.reason_for_payment = c.reason_for_payment and m.is_eligible_for_gst and m.is_active)
    union all
    select i.tenant_id, i.month, i.partner_id, null, i.invoice_id, i.invoice_number, i.status, i.total_amount, i.gst_amount, i.payable_amount, i.settled_amount,
      case when i.status = 'paid' then i.payable_amount - i.settled_amount else 0.00 end,
      (select count(*) from payout.payout_items as t where t.tenant_id = i.tenant_id and t.invoice_id = i.id and t.status <> 'CANCELLED'), i.utr_number, i.payment_date
    from payout.invoices as i where i.stage <> 'cancelled') as u
  group by u.tenant_id, u.month, u.partner_id) as s
join payout.partners as p on p.tenant_id = s.tenant_id and p.id = s.partner_id;
comment on view payout.partner_payments is 'Month by partner: eligible, invoiced, paid, failed and outstanding';
comment on column payout.partner_payments.eligible_amount is 'Gross payouts whose reason is one that GST is due on, by the reasons as they are now; before GST';
comment on column payout.partner_payments.failed_amount is 'Payable and not paid, where the last attempt failed or came back';
comment on column payout.partner_payments.outstanding_amount is 'Payable and neither paid nor written off';
