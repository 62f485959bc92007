-- Why: the e-invoices that still wait for their IRN, oldest document first, a page at a time.
create or replace function einvoice.pending_page(p_limit integer, p_after uuid default null)
returns table (id uuid, document json)
language sql stable
set search_path = ''
as $$
  select e.id, json_build_object('voucherId', v.id, 'number', v.number, 'date', v.voucher_date, 'totalAmount', v.total_amount,
           'status', einvoice.public_status(e.status), 'attempts', e.attempts, 'nextAttemptAt', e.next_attempt_at,
           'error', case when e.error_code is not null then json_build_object('code', e.error_code, 'message', e.error_message) end)
  from einvoice.e_invoices as e
  join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
  where e.tenant_id = (select core.current_tenant()) and e.status in ('pending', 'sending', 'unknown', 'failed')
    and (p_after is null or e.id > p_after)
  order by e.id
  limit p_limit
$$;
comment on function einvoice.pending_page(integer, uuid) is 'E-invoices without an IRN, oldest first, after a given row';
