import assert from "node:assert/strict";
import { type Database, openDatabase } from "../../db/pool.ts";
import { house, rival } from "../support/payout_world.ts";
import { file1, file2 } from "../support/settlement_example.ts";
import { eight, type SettlementWorld, settlementWorld, success, utr } from "../support/settlement_world.ts";

/** What a DBA reads of payments, as the reader, of one company at a time; on the worked example. */
let world: SettlementWorld;
let reader: Database;
let [bankFile, first, second] = ["", "", ""];
Deno.test.beforeAll(async () => {
  world = await settlementWorld();
  reader = openDatabase(world.database.readerUrl, { max: 1 });
  bankFile = await world.exported(eight);
  await world.exported(eight, { tenant: rival });
  first = (await world.settle([...file1], { fields: { bankFileId: bankFile } })).body.reconciliationId;
  await world.settle([success(12345, 1, "23400.00")], { as: "accountant@rival.test" });
});
Deno.test.afterAll(async () => {
  await reader?.end();
  await world?.close();
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

type Row = Record<string, unknown>;
const read = (text: string, tenant: typeof house | null = house): Promise<Row[]> =>
  reader.begin(async (sql) => {
    if (tenant) await sql`select core.enter(${sql.json({ tenantId: tenant.id, now: "2026-11-20T10:00:00+05:30" })})`;
    return [...await sql.unsafe(text)] as Row[];
  });
const views = [
  ...["reconciliation_summary", "reconciliation_rows", "payment_attempts", "bank_file_standing", "control_totals"],
  ...["partner_payments", "bank_files_open", "payments_not_reported"],
];

test("the reader sees every view of one company, nothing of another, and nothing at all without a company", async () => {
  for (const view of views) {
    const own = await read(`select * from payout.${view}`);
    assert.ok(own.length > 0, view);
    for (const row of own) assert.equal(row.tenant_id, house.id, view);
    for (const row of await read(`select * from payout.${view}`, rival)) assert.equal(row.tenant_id, rival.id, view);
    assert.deepEqual(await read(`select * from payout.${view}`, null), [], view);
  }
});

test("each is a security invoker's, says what it is, and the sample in its file runs", async () => {
  for (const view of views) {
    const [said] = await world.admin`
      select obj_description(c.oid) as comment, c.reloptions::text as options, has_table_privilege('pakka_reader', c.oid, 'select') as readable
      from pg_class as c where c.oid = ${`payout.${view}`}::regclass`;
    assert.ok(said!.comment && said!.readable, view);
    assert.match(said!.options, /security_invoker=true/);
    const file = await Deno.readTextFile(new URL(`../../sql/logic/payout/views/${view}.sql`, import.meta.url));
    const sample = file.split("\n").filter((line) => line.startsWith("--   ")).map((line) => line.slice(5)).join(" ");
    assert.match(sample, /^select .*;$/, view);
    await read(sample.slice(0, -1));
  }
});

test("no account number stands in one: its last four digits, masked", async () => {
  const [row] = await read("select account, ifsc_code from payout.payment_attempts limit 1");
  assert.deepEqual(row, { account: "XXXXXX7890", ifsc_code: "HDFC0001234" });
  const columns = await world.admin<{ name: string }[]>`
    select column_name as name from information_schema.columns where table_schema = 'payout' and table_name = any (${views})`;
  for (const { name } of columns) assert.doesNotMatch(name, /encrypted|account_number|account_hash/);
});

test("the first file of the example: a row a file, a row a line, each with its meaning", async () => {
  const [file] = await read(
    `select bank_file_id, month, status, total_rows, settled_rows, failed_rows, exception_rows, settled_amount,
    failed_amount, exception_amount, exceptions_open, uploaded_by_name from payout.reconciliation_summary where reconciliation_id = '${first}'`,
  );
  assert.deepEqual(file, {
    ...{ bank_file_id: bankFile, month: "2026-10", status: "applied", total_rows: 10, settled_rows: 2, failed_rows: 1 },
    ...{ exception_rows: 5, settled_amount: "41900.00", failed_amount: "15200.00", exception_amount: "76300.00" },
    ...{ exceptions_open: "5", uploaded_by_name: "accountant" },
  });
  const rows = await read(
    `select line_no, invoice_id, means, difference, exception_status from payout.reconciliation_rows
    where reconciliation_id = '${first}' and bucket = 'exception' order by line_no`,
  );
  assert.deepEqual(rows.map(({ line_no, means, difference }) => [line_no, means, difference]), [
    [5, "Not the amount that is outstanding", "-100.00"],
    [6, "The reference stands for another payment", "0.00"],
    [8, "No such invoice", null],
    [10, "Not the amount that is outstanding", "500.00"],
    [11, "A field is missing or cannot be read", null],
  ]);
});

const equations =
  `select rows_total::int, settled_rows::int, exception_rows::int, rows_difference::int, amount_total, amount_difference,
  exported, settled, failed, pending, returned, in_exception, not_reported, part_paid_outstanding, exported_difference, unreadable_rows::int, booked
  from payout.control_totals`;

test("the control equations, added up anew: every difference is 0 after the first file", async () => {
  assert.deepEqual(await read(`${equations} where reconciliation_id = '${first}'`), [{
    ...{ rows_total: 10, settled_rows: 2, exception_rows: 5, rows_difference: 0, unreadable_rows: 1 },
    ...{ amount_total: "165800.00", amount_difference: "0.00", exported: "142900.00", settled: "41900.00" },
    ...{ failed: "15200.00", pending: "9000.00", returned: "0.00", in_exception: "71400.00", not_reported: "5400.00" },
    ...{ part_paid_outstanding: "0.00", exported_difference: "0.00", booked: "41900.00" },
  }]);
  const [mine] = await read("select bank_file_id, line_no, invoice_id, amount from payout.payments_not_reported");
  assert.deepEqual(mine, { bank_file_id: bankFile, line_no: 8, invoice_id: "inv_12352", amount: "5400.00" });
});

test("a preview tells of nothing: what it names is still not reported, and its file stands as previewed", async () => {
  const preview = (await world.settle([success(12352, 70, "5400.00")], { preview: true })).body.reconciliationId;
  assert.equal((await read("select invoice_id from payout.payments_not_reported")).length, 1);
  const [row] = await read(
    `select status, rows_difference::int from payout.control_totals where reconciliation_id = '${preview}'`,
  );
  assert.deepEqual(row, { status: "previewed", rows_difference: 0 });
});

test("after the second file: attempts, references, returns and the bank file stand as in the example", async () => {
  const [short] = await read("select exception_id from payout.reconciliation_rows where invoice_id = 'inv_12348'");
  const answer = await world.api(`POST /api/admin/exceptions/${short!.exception_id}/resolve`, {
    body: { resolution: "allocate", reason: "the bank took its charge" },
  });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(
    (await read("select state from payout.payment_attempts where invoice_id = 'inv_12348'"))[0]!.state,
    "part_paid",
  );
  second = (await world.settle([...file2])).body.reconciliationId;
  const attempts = await read(
    "select invoice_id, state, utrs, told_in from payout.payment_attempts order by invoice_id",
  );
  assert.deepEqual(attempts.map(({ invoice_id, state }) => `${invoice_id} ${state}`), [
    ...["inv_12345 settled", "inv_12346 returned", "inv_12347 failed", "inv_12348 settled", "inv_12349 in_exception"],
    ...["inv_12350 settled", "inv_12351 in_exception", "inv_12352 settled"],
  ]);
  assert.deepEqual(attempts[3]!.utrs, [utr(4), utr(12)]);
  assert.deepEqual(attempts[1]!.told_in, [first, second]);
  const [file] = await read(
    `select exported, settled, failed, returned, in_exception, not_reported, difference, open_invoices::int,
    paid_invoices::int from payout.bank_file_standing where bank_file_id = '${bankFile}'`,
  );
  assert.deepEqual(file, {
    ...{
      exported: "142900.00",
      settled: "69900.00",
      failed: "15200.00",
      returned: "18500.00",
      in_exception: "39300.00",
    },
    ...{ not_reported: "0.00", difference: "0.00", open_invoices: 2, paid_invoices: 4 },
  });
  for (const row of await read("select * from payout.control_totals")) {
    assert.deepEqual([row.rows_difference, row.amount_difference, row.exported_difference], ["0", "0.00", "0.00"]);
  }
  const [open] = await read(`select waits_for from payout.bank_files_open where bank_file_id = '${bankFile}'`);
  assert.equal(open!.waits_for, "decide on exceptions");
});

test("a month by partner: eligible, invoiced, paid, failed, outstanding; one that has no invoice yet too", async () => {
  await world.importPayouts([["P-12345", "2026-09", "trail", "base_referral", "1000.00"], [
    ...["P-12345", "2026-09", "upfront", "dynamic", "250.50"] as const,
  ]]);
  const [ready] = await read(
    "select status, eligible_amount, payable_amount, outstanding_amount, attempts::int from payout.partner_payments where month = '2026-09'",
  );
  assert.deepEqual(ready, {
    ...{ status: "not_generated", eligible_amount: "1250.50", payable_amount: "0.00", outstanding_amount: "0.00" },
    attempts: 0,
  });
  const rows = await read(`select destination_id, status, payable_amount, paid_amount, failed_amount, outstanding_amount
    from payout.partner_payments where month = '2026-10' order by destination_id`);
  assert.equal(rows.length, 8);
  assert.deepEqual(rows.slice(1, 4), [
    {
      ...money("P-12346", "returned"),
      payable_amount: "18500.00",
      failed_amount: "18500.00",
      outstanding_amount: "18500.00",
    },
    {
      ...money("P-12347", "failed"),
      payable_amount: "15200.00",
      failed_amount: "15200.00",
      outstanding_amount: "15200.00",
    },
    { ...money("P-12348", "paid"), payable_amount: "32100.00", paid_amount: "32100.00" },
  ]);
});
const money = (destination_id: string, status: string) => ({
  ...{ destination_id, status, paid_amount: "0.00", failed_amount: "0.00", outstanding_amount: "0.00" },
});

class Undo extends Error {}
test("a difference shows: a row that counts nowhere, rupees of a row or of an attempt that changed", async () => {
  const broken = async (change: string, column: string) => {
    try {
      await world.admin.begin(async (sql) => {
        await sql`select core.enter(${sql.json({ tenantId: house.id })})`;
        await sql.unsafe(change);
        const [row] = await sql.unsafe(
          `select ${column} as off from payout.control_totals where reconciliation_id = '${first}'`,
        );
        throw new Undo(String(row!.off));
      });
    } catch (error) {
      if (error instanceof Undo) return error.message;
      throw error;
    }
  };
  const file =
    `file_id = (select id from payout.settlement_files where tenant_id = '${house.id}' and reconciliation_id = '${first}')`;
  const items = `update payout.payout_items set amount = amount + 1 where tenant_id = '${house.id}'`;
  assert.equal(
    await broken(
      `update payout.settlement_rows set classification = null where ${file} and line_no = 2`,
      "rows_difference",
    ),
    "1",
  );
  assert.equal(
    await broken(`update payout.settlement_rows set amount = 1 where ${file} and line_no = 2`, "amount_difference"),
    "23399.00",
  );
  assert.equal(await broken(items, "exported_difference"), "-8.00");
});
