import assert from "node:assert/strict";
import Papa from "papaparse";
import { failedCsv } from "../../domain/payout/mod.ts";
import { readPdf } from "../support/pdf.ts";
import { reconciliationPdf } from "../../domain/payout/reports.ts";
import { rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementWorld, utr } from "../support/settlement_world.ts";

const world = await settlementWorld();
const many = Array.from({ length: 5_003 }, (_, i) => ({ no: 20_001 + i, amount: `${100 + i}.05` }));
const dangers = [
  "=1+1",
  "+91 22 555",
  "-5",
  "@sum(a1)",
  "\tx",
  "＝1",
  "＋1",
  "－1",
  "＠x",
  "खाता बंद है",
  'a "quoted", word',
];
await world.exported(many);
await world.exported(many.slice(0, 2), { tenant: rival });
const failed = many.map(({ no, amount }, i): Row => [
  ...[`inv_${no}`, utr(no), amount, paidOn, "FAILED"] as const,
  `"${(dangers[i] ?? "Account closed").replaceAll('"', '""')}"`,
]);
const { reconciliationId: id } = (await world.settle(failed, { preview: true })).body;
Deno.test.afterAll(() => world.close());

async function lines(): Promise<Record<string, string>[]> {
  const { body } = await failedCsv(await world.context("auditor@house.test"), id);
  text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(await new Response(body).arrayBuffer()));
  return Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data;
}
let text = "";

Deno.test("what a spreadsheet would run stands as text, in every form; Hindi and quotes survive", async () => {
  const rows = await lines();
  assert.equal(text[0], "\ufeff");
  const reasons = rows.slice(0, dangers.length).map((row) => row.failure_reason);
  assert.deepEqual(reasons.slice(0, 4), ["'=1+1", "'+91 22 555", "'-5", "'@sum(a1)"]);
  assert.deepEqual(reasons.slice(5), ["'＝1", "'＋1", "'－1", "'＠x", "खाता बंद है", 'a "quoted", word']);
  assert.doesNotMatch(text, /(^|,)"[=+\-@\t\r＝＋－＠]/m, "no cell of text begins as a formula does");
  assert.doesNotMatch(text, /(^|,)[=+\-@]/m);
});

Deno.test("each failed payment once, in the file's order, over the pieces it is read in; amounts add up bare", async () => {
  const rows = await lines();
  assert.deepEqual(rows.map((row) => row.invoice_id), many.map(({ no }) => `inv_${no}`));
  assert.deepEqual(rows.map((row) => row.amount), many.map(({ amount }) => amount));
  assert.match(text, /,100\.05,"failed"/);
  assert.ok(rows.every((row) => row.account_number === "XXXXXX7890"), "masked, all of them");
});

Deno.test("it is written while it is read: who stops reading costs no more pieces, and holds no connection", async () => {
  const { body } = await failedCsv(await world.context(), id);
  const reading = body.getReader();
  const first = await reading.read();
  assert.ok(first.value!.length < text.length);
  const busy = await world.one(
    "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
  );
  assert.equal(busy, "0");
  await reading.cancel();
});

Deno.test("a list too long for paper says how many there are and where they stand; its head is on every page", async () => {
  const context = await world.context();
  const { fileName, bytes } = await reconciliationPdf(context, id, 60);
  assert.equal(fileName, `reconciliation_${id}.pdf`);
  const pdf = await readPdf(bytes);
  const listed = pdf.pages.filter((page) => /inv_200\d\d/.test(page));
  assert.ok(listed.length > 1);
  for (const page of listed) assert.match(page, /What the bank says, and what to do/);
  assert.match(pdf.pages.join(" "), /The first 60 of 5,003 are printed. All of them are in the CSV of failed invoices/);
  assert.match(pdf.pages[0]!, /Previewed: nothing of it has been applied/);
  assert.match(pdf.pages[0]!, /5,003 for ₹ 1,30,13,053\.15/);
  pdf.close();
});

Deno.test("a piece of failed payments, a page of rows and the list of files go by their indexes", async () => {
  const plan = async (call: string) => {
    const [row] = await world.admin.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: (await world.context()).actor.tenantId })})`;
      await sql`analyze payout.settlement_rows, payout.payout_items, payout.invoices`;
      return await sql.unsafe(`explain (format json) ${call}`);
    });
    return JSON.stringify(row);
  };
  const file = `(select id from payout.settlement_files where reconciliation_id = '${id}')`;
  const rows = await plan(
    `select * from payout.reconciliation_rows where file_id = ${file} and line_no > 4000 order by line_no limit 50`,
  );
  assert.match(rows, /settlement_rows_pkey/);
  assert.doesNotMatch(rows, /"Seq Scan","[^}]*"Relation Name":"(settlement_rows|payout_items|invoices)"/);
  const attempts = await plan(
    "select * from payout.payment_attempts where item_id = (select id from payout.payout_items limit 1)",
  );
  assert.match(attempts, /payout_items_pkey/);
});
