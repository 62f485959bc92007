-- Why: signed invoices and how their payment stands, by month and public number, a page at a time. The account is the one it was
-- last paid to, or would be paid to now. Called by: GET /api/admin/invoices/submitted. Planned for its very values.
-- p_statuses: payout.submitted_statuses.
create or replace function payout.submitted_page(
  p_limit integer, p_statuses text[], p_month text default null, p_q text default null, p_after_month text default null, p_after bigint default null)
returns table (month text, public_no bigint, document json)
language sql stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
  with page as materialized ( -- an ordered walk of one index a state, each no longer than the page
    select one.*
    from unnest(p_statuses) as s (status)
    cross join lateral (select case when s.status in ('in_bank_file', 'paid') then 'exported' else s.status end as stage) as of
    cross join lateral (
      select i.* from payout.invoices as i
      -- bounds and no "=": of a stage known to be one the planner drops the order, and walks every month there is
      where i.tenant_id = (select core.current_tenant()) and i.status = s.status
        and (i.stage, i.month, i.public_no) > (of.stage, coalesce(p_after_month, p_month, ''), coalesce(p_after, 0))
        and (i.stage, i.month) <= (of.stage, coalesce(p_month, '9999-99'))
        and (p_q is null or concat_ws(' ', i.invoice_number, i.invoice_id, i.destination_id, i.partner_name, i.partner_gstin) ilike p_q)
      order by i.stage, i.month, i.public_no
      limit p_limit) as one
    order by one.month, one.public_no
    limit p_limit
  )
  select i.month, i.public_no, json_build_object(
    'invoiceId', i.invoice_id, 'invoiceNumber', i.invoice_number, 'destinationId', i.destination_id, 'partnerName', i.partner_name,
    'partnerGst', i.partner_gstin, 'month', i.month, 'gstBaseAmount', i.gst_base_amount, 'gstAmount', i.gst_amount, 'status', i.status,
    'signedAt', payout.utc_text(i.signed_at), 'accountNumber', payout.masked_account(a.account_last4), 'ifscCode', a.ifsc_code,
    'isPaid', i.status = 'paid', 'payableAmount', i.payable_amount, 'bankFileId', f.bank_file_id, 'utrNumber', i.utr_number,
    'paymentDate', i.payment_date, 'failureReason', coalesce(i.return_reason, i.payment_failure_reason), 'failureClass', i.failure_class)
  from page as i
  left join lateral (
    select t.bank_account_id from payout.payout_items as t
    where t.tenant_id = i.tenant_id and t.invoice_id = i.id and i.status <> 'submitted' order by t.attempt_no desc limit 1) as last on true
  left join payout.bank_accounts as now on now.tenant_id = i.tenant_id and now.partner_id = i.partner_id and now.superseded_at is null
  left join lateral (
    select v.account_last4, v.ifsc_code from payout.bank_accounts as v
    where v.tenant_id = i.tenant_id and v.id = coalesce(last.bank_account_id, now.id) limit 1) as a on true
  left join payout.bank_file_log as f on f.tenant_id = i.tenant_id and f.id = i.bank_file_id
  order by i.month, i.public_no
$$;
comment on function payout.submitted_page(integer, text[], text, text, text, bigint) is 'Signed invoices in these states by month and number, after a given one';
