-- A numbering series from its making to the turn of the financial year: numbers without gaps, and a history that stays.

begin;
select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "now": "2027-03-31T06:30:00Z"}');

-- A series a branch, which begins anew with each financial year. Its numbers must fit the sixteen characters of the law.
select s ->> 'name' as name, s ->> 'format' as format, s ->> 'resetFrequency' as reset
from billing.put_numbering_series(null, '{"voucherType": "tax_invoice", "name": "Pune", "prefix": "PN", "branch": "P1",
  "format": "{PREFIX}/{FY}/{SEQUENCE}", "startNumber": 1, "padding": 4, "resetFrequency": "yearly", "isDefault": true}') as s;

-- Three invoices on the last day of the year, the second with a rate that is no law: the numbers go on as if it never came.
select ord, outcome, answer::json ->> 'number' as number, answer::json -> 0 ->> 'code' as refused_for
from billing.post_vouchers('[
  {"document": {"type": "tax_invoice", "date": "2027-03-31", "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "1", "unit": "NOS", "rate": "100", "gstRate": "18"}]}},
  {"document": {"type": "tax_invoice", "date": "2027-03-31", "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "1", "unit": "NOS", "rate": "100", "gstRate": "17"}]}},
  {"document": {"type": "tax_invoice", "date": "2027-03-31", "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "1", "unit": "NOS", "rate": "100", "gstRate": "18"}]}}
]')
order by ord;

-- A quarter of an hour after midnight in India it is still the 31st of March in London. The year is India's.
select core.enter('{"tenantId": "00000000-0000-7000-8000-00000000de30", "actorKind": "job", "now": "2027-03-31T18:45:00Z"}');
select core.today() as today, core.financial_year(core.today()) as financial_year;

-- An invoice of today begins the new year at 0001. One that is late, dated yesterday, still goes to the old year.
select ord, outcome, answer::json ->> 'number' as number
from billing.post_vouchers('[
  {"document": {"type": "tax_invoice", "date": "2027-04-01", "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "1", "unit": "NOS", "rate": "100", "gstRate": "18"}]}},
  {"document": {"type": "tax_invoice", "date": "2027-03-31", "party": {"name": "Walk-in customer", "stateCode": "27"},
    "lines": [{"description": "Notebook", "hsn": "482010", "quantity": "1", "unit": "NOS", "rate": "100", "gstRate": "18"}]}}
]')
order by ord;

-- The counters, a row a period, and the history, a row a number. They must tell the same.
select c.period, c.next_number
from billing.numbering_counters as c
join billing.numbering_series as s on s.tenant_id = c.tenant_id and s.id = c.series_id
where s.name = 'Pune'
order by c.period;

select h.period, h.sequence, h.number, h.generated_at
from billing.numbering_history as h
join billing.numbering_series as s on s.tenant_id = h.tenant_id and s.id = h.series_id
where s.name = 'Pune'
order by h.period, h.sequence;

-- A series that has given numbers keeps what they are made of.
savepoint before_the_attempt;
select billing.put_numbering_series(id, '{"prefix": "PUNE"}') from billing.numbering_series where name = 'Pune';
rollback to before_the_attempt;

-- And nobody takes a number out of the history, not even by hand.
delete from billing.numbering_history;

rollback;
