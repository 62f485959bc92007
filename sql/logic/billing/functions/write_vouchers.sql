-- Phase 6 of posting, write: everything a batch stores, in one statement: vouchers, lines, journal, numbering history,
-- and the e-invoices that are due now (a pending row is the job). Foreign keys, the audit trail and the balance of the
-- entries are checked once, when all of it stands. Called by: billing.post_vouchers.
create or replace function billing.write_vouchers(
  p_vouchers billing.voucher[], p_lines billing.voucher_line[], p_entries ledger.ledger_entry[], p_numbers billing.taken_number[])
returns void
language sql
set search_path = ''
as $$
  with voucher as (
    insert into billing.vouchers select v.* from unnest(p_vouchers) as v
  ), line as (
    insert into billing.voucher_lines select l.* from unnest(p_lines) as l
  ), entry as (
    insert into ledger.ledger_entries select e.* from unnest(p_entries) as e
  ), e_invoice as (
    insert into einvoice.e_invoices (tenant_id, voucher_id, gstin, status, next_attempt_at)
    select v.tenant_id, v.id, v.company_gstin, 'pending', v.created_at
    from unnest(p_vouchers) as v
    where v.e_invoice_applicability = 'required'
  )
  insert into billing.numbering_history (tenant_id, series_id, period, sequence, number, voucher_id, generated_at, generated_by)
  select (select core.current_tenant()), n.series_id, n.period, n.sequence, n.number, n.voucher_id, core.now(), (select core.current_user_id())
  from unnest(p_numbers) as n
$$;
comment on function billing.write_vouchers(billing.voucher[], billing.voucher_line[], ledger.ledger_entry[], billing.taken_number[]) is 'Stores a batch of numbered vouchers with lines, entries, history and pending e-invoices';
