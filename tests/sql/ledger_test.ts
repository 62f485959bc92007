import assert from "node:assert/strict";
import { buyer, invoice, line, openBooks, postedTogether } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);
const act = acting(books.db, house.tenantId);

Deno.test("every company begins with the chart of accounts, and a second seeding adds nothing", async () => {
  const names = (tenantId: string) =>
    acting(books.db, tenantId)(async ({ sql }) =>
      (await sql`select name from ledger.ledgers where party_id is null order by name`).map((row) => row.name)
    );
  const mine = await names(house.tenantId);
  for (
    const name of [
      "Sales",
      "Output CGST",
      "Output SGST/UTGST",
      "Output IGST",
      "Output Cess",
      "Round Off",
      "Cash",
      "Bank",
    ]
  ) {
    assert.ok(mine.includes(name), name);
  }
  assert.deepEqual(await names(rival.tenantId), mine);
  await act(({ sql }) => sql`select ledger.seed_chart()`);
  assert.deepEqual(await names(house.tenantId), mine);
});

Deno.test("the books of a few invoices, worked by hand: trial balance and statements", async () => {
  const documents = [
    invoice({ party: buyer("29"), lines: [line({ rate: "100.40" })] }), // 100.40 + 9.04 + 9.04 = 118.48, rounded 118
    invoice({ party: buyer("27"), lines: [line({ rate: 1000, gstRate: 5 })] }), // 1000 + 50
    invoice({ party: buyer("29"), date: "2026-11-19", lines: [line({ rate: "10.25", gstRate: 0 })] }), // 10.25, rounded 10
    invoice({ party: buyer("29"), lines: [line({ rate: "20.75", gstRate: 0 })] }), // 20.75, rounded 21
  ];
  await postedTogether(books, house, documents);
  await postedTogether(books, rival, [invoice()]);
  const rows = await act(({ sql }) => sql`select ledger, debit, credit from ledger.trial_balance order by ledger`);
  assert.deepEqual(rows.map((row) => [row.ledger, row.debit, row.credit]), [
    ["Buyer in 27", "1050.00", "0.00"],
    ["Buyer in 29", "149.00", "0.00"],
    ["Output CGST", "0.00", "9.04"],
    ["Output IGST", "0.00", "50.00"],
    ["Output SGST/UTGST", "0.00", "9.04"],
    ["Round Off", "0.48", "0.00"],
    ["Sales", "0.00", "1131.40"],
  ]);
  const statement = await act(({ sql }) =>
    sql`select entry_date, debit, credit, balance from ledger.ledger_statement where ledger = 'Buyer in 29' 
        order by entry_date, posted_at, number, entry_no`
  );
  assert.deepEqual(statement.map((row) => [row.entry_date, row.debit, row.credit, row.balance]), [
    ["2026-11-19", "10.00", "0.00", "10.00"],
    ["2026-11-20", "118.00", "0.00", "128.00"],
    ["2026-11-20", "21.00", "0.00", "149.00"],
  ]);
});

Deno.test("entries that do not balance cannot be stored, whoever writes them", async () => {
  const [verdict] = await postedTogether(books, house, [invoice()]);
  const write = (debit: number, credit: number) =>
    act(({ sql, tenantId }) =>
      sql`insert into ledger.ledger_entries (tenant_id, voucher_id, entry_no, ledger_id, entry_date, debit, credit)
          select ${tenantId}, ${verdict?.answer.id}, n + 100, l.id, '2026-11-20',
                 case n when 1 then ${debit}::numeric else 0 end, case n when 1 then 0 else ${credit}::numeric end
          from ledger.ledgers as l cross join generate_series(1, 2) as n where l.code = 'cash'`
    );
  await assert.rejects(write(10, 10.01), { code: "23514", constraint_name: "ledger_entries_balance" });
  await assert.rejects(write(-10, -10), { code: "23514", constraint_name: "ledger_entries_have_one_side" });
  await assert.rejects(write(0, 0), { code: "23514", constraint_name: "ledger_entries_have_one_side" });
});

Deno.test("the journal is append-only, and another company's ledger cannot be booked on", async () => {
  for (
    const change of [
      "update ledger.ledger_entries set debit = 1",
      "delete from ledger.ledger_entries",
      "truncate ledger.ledger_entries",
    ]
  ) {
    await assert.rejects(act(({ sql }) => sql.unsafe(change)), { code: "42501" }, change);
  }
  const [verdict] = await postedTogether(books, house, [invoice()]);
  const theirs = await acting(books.db, rival.tenantId)(({ sql }) =>
    sql`select id from ledger.ledgers where code = 'sales'`
  );
  const across = act(({ sql, tenantId }) =>
    sql`insert into ledger.ledger_entries (tenant_id, voucher_id, entry_no, ledger_id, entry_date, debit, credit)
        values (${tenantId}, ${verdict?.answer.id}, 200, ${theirs[0]?.id}, '2026-11-20', 1, 0),
               (${tenantId}, ${verdict?.answer.id}, 201, ${theirs[0]?.id}, '2026-11-20', 0, 1)`
  );
  await assert.rejects(across, { code: "23503" });
});

Deno.test("R15.9 a company reads its own books only, whichever view it asks", async () => {
  for (
    const view of [
      "ledger.trial_balance",
      "ledger.ledger_statement",
      "ledger.ledger_entries",
      "billing.voucher_list",
      "billing.vouchers",
      "billing.voucher_lines",
      "billing.numbering_history",
    ]
  ) {
    for (const { tenantId } of [house, rival]) {
      const seen = await acting(books.db, tenantId)(({ sql }) => sql.unsafe(`select distinct tenant_id from ${view}`));
      assert.deepEqual(seen.map((row) => row.tenant_id), [tenantId], view);
    }
    assert.equal((await books.db.unsafe(`select 1 from ${view}`)).length, 0, `${view} outside any company`);
  }
});
