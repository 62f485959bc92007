-- A company posts an invoice, and looks at its books. Everything happens in one transaction that is taken back at the end,
-- so the story can be told on any database that has the demo company.

begin;

-- Every transaction says first for whom it acts. `now` holds the clock, so that the story is the same every day.
select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "now": "2026-11-20T06:30:00Z"}');

-- Three documents go in together. The second is dated tomorrow, which the law does not know: it gets its refusal and takes
-- no number. The third goes to a consumer in the company's own state, and its total is rounded to the rupee.
select ord, outcome, answer::json ->> 'number' as number, answer::json ->> 'totalAmount' as total, answer::json -> 0 ->> 'code' as refused_for
from billing.post_vouchers('[
  {"document": {"type": "tax_invoice", "date": "2026-11-20",
    "party": {"name": "Rivalry Traders", "gstin": "29AAGCB7383J1Z4", "address": "12 MG Road", "city": "Bengaluru", "pincode": "560001", "stateCode": "29"},
    "lines": [{"description": "Laptop", "hsn": "847130", "quantity": "2", "unit": "NOS", "rate": "50000", "gstRate": "18"}]}},
  {"document": {"type": "tax_invoice", "date": "2026-11-21",
    "party": {"name": "Rivalry Traders", "gstin": "29AAGCB7383J1Z4", "address": "12 MG Road", "city": "Bengaluru", "pincode": "560001", "stateCode": "29"},
    "lines": [{"description": "Laptop", "hsn": "847130", "quantity": "1", "unit": "NOS", "rate": "50000", "gstRate": "18"}]}},
  {"document": {"type": "tax_invoice", "date": "2026-11-20",
    "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "3", "unit": "NOS", "rate": "82.35", "gstRate": "18"}]}}
]')
order by ord;

-- What was computed: tax by line to the paisa, the invoice to the rupee.
select number, supply_type, taxable_amount as taxable, cgst_amount as cgst, sgst_amount as sgst, igst_amount as igst, round_off, total_amount as total
from billing.vouchers
order by number;

-- The journal behind it.
select v.number, l.name as ledger, e.debit, e.credit
from ledger.ledger_entries as e
join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
join billing.vouchers as v on v.tenant_id = e.tenant_id and v.id = e.voucher_id
order by v.number, e.entry_no;

-- The trial balance is a view over the journal. Debits equal credits, always: a trigger refuses what does not balance.
select ledger, group_name, debit, credit from ledger.trial_balance order by nature, ledger;
select sum(debit) as debit, sum(credit) as credit from ledger.trial_balance;

-- The first invoice needs an IRN: its row waits for the worker since the same call. The consumer's needs none.
select v.number, v.e_invoice_reason as reason, e.status
from billing.vouchers as v
left join einvoice.e_invoices as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
order by v.number;

rollback;
