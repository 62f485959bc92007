-- What must hold of the books whatever died while they were written: one row a breach, (invariant, tenant_id, what).
-- Read with temporary table acknowledged (tenant_id, key, outcome, voucher_id, number, total) in place: what clients were
-- told, outcome posted or refused. The numbers name the invariants in tests and reports.
with series as (
  select c.tenant_id, c.series_id, c.period, c.next_number, s.start_number, count(h.id) as given, min(h.sequence) as first, max(h.sequence) as last
  from billing.numbering_counters as c
  join billing.numbering_series as s on s.tenant_id = c.tenant_id and s.id = c.series_id
  left join billing.numbering_history as h on h.tenant_id = c.tenant_id and h.series_id = c.series_id and h.period = c.period
  group by c.tenant_id, c.series_id, c.period, c.next_number, s.start_number
), booked as (
  select v.tenant_id, v.id, v.number, v.total_amount, count(e.id) as entries, coalesce(sum(e.debit), 0) as debit, coalesce(sum(e.credit), 0) as credit
  from billing.vouchers as v
  left join ledger.ledger_entries as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
  where v.status <> 'draft'
  group by v.tenant_id, v.id
), lines as (
  select v.tenant_id, v.id, count(l.id) as n, sum(l.taxable_amount) as taxable, sum(l.cgst_amount) as cgst, sum(l.sgst_amount) as sgst,
         sum(l.igst_amount) as igst, sum(l.cess_amount) as cess, sum(l.total_amount) as total
  from billing.vouchers as v
  left join billing.voucher_lines as l on l.tenant_id = v.tenant_id and l.voucher_id = v.id
  group by v.tenant_id, v.id
)
select 'I1 a series has no gap: count = last - first + 1 = next - start' as invariant, tenant_id, series_id || ' ' || period as what
from series
where given <> next_number - start_number or first <> start_number or last <> next_number - 1

union all
select 'I2 no number twice a registration a year', tenant_id, company_gstin || ' ' || financial_year || ' ' || upper(number)
from billing.vouchers
where number is not null
group by tenant_id, company_gstin, financial_year, upper(number)
having count(*) > 1

union all
select 'I3 history = vouchers: each number is on its voucher, each posted voucher has one', coalesce(v.tenant_id, h.tenant_id),
       coalesce(v.number, '-') || ' / ' || coalesce(h.number, '-')
from billing.vouchers as v
full join billing.numbering_history as h on h.tenant_id = v.tenant_id and h.voucher_id = v.id
where (v.status is distinct from 'draft') and (v.number is distinct from h.number or h.generated_at is null)

union all
select 'I4 the year of a voucher is the year of its date and of its number''s period', v.tenant_id, v.number
from billing.vouchers as v
join billing.numbering_history as h on h.tenant_id = v.tenant_id and h.voucher_id = v.id
join billing.numbering_series as s on s.tenant_id = h.tenant_id and s.id = h.series_id
where v.financial_year <> core.financial_year(v.voucher_date) or h.period <> billing.numbering_period(s.reset_frequency, v.voucher_date)

union all
select 'I5 debits = credits = total in every voucher, in two entries at least', tenant_id, number
from booked
where debit <> credit or debit < total_amount or (total_amount > 0 and entries < 2)

union all
select 'I6 a trial balance comes to nothing', tenant_id, (sum(debit) - sum(credit))::text
from ledger.ledger_entries
group by tenant_id
having sum(debit) <> sum(credit)

union all
select 'I9 a total is its lines, their taxes and the round-off, and the tax is of its place of supply', v.tenant_id, v.number
from billing.vouchers as v
join lines on lines.tenant_id = v.tenant_id and lines.id = v.id
where lines.n = 0 or v.total_amount <> lines.total + v.round_off
   or (v.taxable_amount, v.cgst_amount, v.sgst_amount, v.igst_amount, v.cess_amount)
      is distinct from (lines.taxable, lines.cgst, lines.sgst, lines.igst, lines.cess)
   or v.cgst_amount <> v.sgst_amount
   or (v.supply_type = 'intra_state' and (v.igst_amount <> 0 or v.place_of_supply <> v.supplier_state))
   or (v.supply_type = 'inter_state' and v.cgst_amount <> 0)

union all
select 'I12 every voucher has one audit event that says who, when and from where', v.tenant_id, v.number
from billing.vouchers as v
left join audit.events as e on e.tenant_id = v.tenant_id and e.entity = 'billing.vouchers' and e.entity_id = v.id and e.action = 'insert'
group by v.tenant_id, v.id, v.number
having count(e.id) <> 1 or bool_or(e.actor_id is null or e.ip is null or e.occurred_at is null)

union all
select 'I13 a voucher that needs an e-invoice has exactly one pending, any other none', v.tenant_id, v.number
from billing.vouchers as v
left join einvoice.e_invoices as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
group by v.tenant_id, v.id, v.number, v.e_invoice_applicability
having count(e.id) <> case when v.e_invoice_applicability = 'required' then 1 else 0 end

union all
select 'I14 a key is one voucher and a voucher is one key; none is left half claimed', coalesce(v.tenant_id, k.tenant_id), coalesce(v.number, k.key)
from billing.vouchers as v
full join core.idempotency_keys as k on k.tenant_id = v.tenant_id and (k.answer::json ->> 'id')::uuid = v.id
group by v.tenant_id, k.tenant_id, v.id, v.number, k.key
having count(v.id) <> 1 or count(k.key) <> 1

union all
select 'I18 what was acknowledged is there, under the same number and total', a.tenant_id, a.number
from acknowledged as a
left join billing.vouchers as v on v.tenant_id = a.tenant_id and v.id = a.voucher_id
where a.outcome = 'posted' and (v.number is distinct from a.number or v.total_amount is distinct from a.total)

union all
select 'I18 what was refused is not there', a.tenant_id, a.key
from acknowledged as a
join core.idempotency_keys as k on k.tenant_id = a.tenant_id and k.key = a.key
where a.outcome = 'refused'

union all
select 'I18 nothing is there that nobody asked for', k.tenant_id, k.key
from core.idempotency_keys as k
left join acknowledged as a on a.tenant_id = k.tenant_id and a.key = k.key and a.outcome = 'posted'
where a.key is null

order by 1, 2, 3
