-- Why: the e-invoices that still wait for their IRN, by the day on which they must have it, a page at a time: with the days
-- left, and why they wait. The limit is the same for all documents of a company, so the order of their days is that of their
-- limits. Planned for its very values. Called by: GET /api/einvoice/pending. Filters: status, day of the document, days left at most.
create or replace function einvoice.pending_page(
  p_limit integer, p_status text default null, p_from date default null, p_to date default null, p_within_days integer default null,
  p_after_date date default null, p_after uuid default null)
returns table (id uuid, voucher_date date, document json)
language sql stable
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
  with open as materialized ( -- first what is open: it is little beside all vouchers
    select e.* from einvoice.e_invoices as e
    where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'sending', 'unknown', 'failed')
      and (p_status is null or einvoice.public_status(e.status) = p_status)
  )
  select e.id, v.voucher_date, json_strip_nulls(json_build_object('voucherId', v.id, 'number', v.number, 'date', v.voucher_date, 'gstin', e.gstin,
           'partyName', v.party_name, 'totalAmount', v.total_amount,
           'status', einvoice.public_status(e.status), 'attempts', e.attempts, 'nextAttemptAt', case when e.status in ('pending', 'unknown') and e.held_at is null then e.next_attempt_at end,
           'heldAt', e.held_at, 'deadline', v.voucher_date + law.days, 'daysLeft', v.voucher_date + law.days - core.today(),
           'error', case when e.error_code is not null then json_build_object('code', e.error_code, 'message', e.error_message) end))
  from (select einvoice.reporting_days() as days offset 0) as law
  cross join open as e
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  where (p_from is null or v.voucher_date >= p_from) and (p_to is null or v.voucher_date <= p_to)
    and (p_within_days is null or v.voucher_date + law.days - core.today() <= p_within_days)
    and (p_after is null or (v.voucher_date, e.id) > (p_after_date, p_after))
  order by v.voucher_date, e.id
  limit p_limit
$$;
comment on function einvoice.pending_page(integer, text, date, date, integer, date, uuid) is 'E-invoices without an IRN by their deadline, after a given row';
