import assert from "node:assert/strict";
import { readPdf } from "../support/pdf.ts";
import { rival } from "../support/payout_world.ts";
import { file1, file2 } from "../support/settlement_example.ts";
import { eight, paidOn, settlementWorld, success, utr } from "../support/settlement_world.ts";

const world = await settlementWorld();
const bankFile = await world.exported(eight);
await world.exported(eight, { tenant: rival });
const { reconciliationId: first } = (await world.settle([...file1], { fields: { bankFileId: bankFile } })).body;
const theirs = (await world.settle([success(12345, 1, "23400.00")], { as: "accountant@rival.test" })).body;
Deno.test.afterAll(() => world.close());

const path = (id: string, more = "") => `/api/admin/reconciliation/${id}${more}`;
const get = (where: string, as?: string) => world.api(`GET ${where}`, as ? { as } : {});

Deno.test("a reconciliation is answered as the payout rules print it: every member of theirs, under its name", async () => {
  const { status, body, headers, text } = await get(path(first), "auditor@house.test");
  assert.equal(status, 200, text);
  const { reconciliationId, bankFileId, month, processedAt, summary, downloadUrls } = body;
  assert.deepEqual({ reconciliationId, bankFileId, month, processedAt, downloadUrls }, {
    reconciliationId: first,
    bankFileId: bankFile,
    month: "2026-10",
    processedAt: "2026-11-20T04:30:00Z",
    downloadUrls: { fullReport: path(first, "/report.pdf"), failedInvoicesCsv: path(first, "/failed.csv") },
  });
  const { totalRecords, successful, failed, unmatched, pending, noEffect } = summary;
  assert.deepEqual([totalRecords, successful, failed, unmatched, pending, noEffect], [10, 2, 1, 5, 1, 1]);
  assert.match(text, /"successfulAmount" : 41900.00, "failedAmount" : 15200.00, "unmatchedAmount" : 76300.00/);
  assert.deepEqual([body.status, body.fileName, body.exceptions], ["applied", "Settlement_1.csv", {
    open: 5,
    resolved: 0,
  }]);
  assert.deepEqual([body.uploadedBy.name, body.appliedBy.name], ["accountant", "accountant"]);
  assert.match(text, /"total": 165800.00/);
  assert.equal(body.control.exported.notReported, 5400);
  assert.ok(headers.get("etag"));
  assert.equal((await get(path(first.replace("rec_", "")))).body.reconciliationId, first, "the number alone is enough");
});

Deno.test("the sums of a report are those of its rows: what failed and what was listed as failed are one figure", async () => {
  const { body: report } = await get(path(first));
  const rowsOf = async (query: string) => (await get(path(first, `/rows?${query}`))).body.rows;
  const sum = (rows: { amount: number | string }[]) =>
    rows.reduce((total, { amount }) => total + (typeof amount === "number" ? Math.round(amount * 100) : 0), 0);
  const [paid, failed, returned, wrong] = await Promise.all(
    ["settled", "failed", "returned", "exception"].map((bucket) => rowsOf(`bucket=${bucket}`)),
  );
  const { summary } = report;
  assert.deepEqual([paid.length, sum(paid)], [summary.successful, summary.successfulAmount * 100]);
  assert.deepEqual([failed.length + returned.length, sum([...failed, ...returned])], [summary.failed, 1520000]);
  assert.deepEqual([wrong.length, sum(wrong)], [summary.unmatched, summary.unmatchedAmount * 100]);
});

Deno.test("rows: in the file's order, by bucket and class, a page at a time; what is wrong and what to do", async () => {
  const { body } = await get(path(first, "/rows?limit=4"));
  assert.deepEqual(body.rows.map((row: { line: number }) => row.line), [2, 3, 4, 5]);
  const next = await get(path(first, `/rows?limit=200&cursor=${body.nextCursor}`));
  assert.deepEqual(next.body.rows.map((row: { line: number }) => row.line), [6, 7, 8, 9, 10, 11]);
  assert.equal(next.body.nextCursor, null);
  const [short, over] = (await get(path(first, "/rows?classification=AMOUNT_MISMATCH"))).body.rows;
  assert.deepEqual([short.invoiceId, short.expectedAmount, short.amount, short.difference, short.warnings], [
    ...["inv_12348", 32100, 32000, -100],
    ["SHORT"],
  ]);
  assert.deepEqual([over.difference, over.bucket, over.account, over.exception.status], [
    ...[500, "exception", "XXXXXX7890", "OPEN"],
  ]);
  const [failed] = (await get(path(first, "/rows?bucket=failed"))).body.rows;
  assert.deepEqual([failed.remarks, failed.failureClass, failed.utrNumber, failed.paymentDate, failed.invoiceStatus], [
    ...["Invalid account number", "partner", utr(3), paidOn, "failed"],
  ]);
  const bad = (await get(path(first, "/rows?classification=BAD_ROW"))).body.rows[0];
  assert.deepEqual([bad.amount, bad.whatToDo], ["abc", "Ask the bank for the row again"]);
  for (const query of ["bucket=lost", "classification=a", "limit=0", "cursor=x"]) {
    assert.equal((await get(path(first, `/rows?${query}`))).status, 400, query);
  }
});

Deno.test("the list: newest first, by status and month, a page at a time, and never another company's", async () => {
  const previewed = (await world.settle([success(12352, 77, "5400.00")], { preview: true })).body.reconciliationId;
  const ids = async (query: string, as?: string) =>
    (await get(`/api/admin/reconciliation${query}`, as)).body.data.map((row: { reconciliationId: string }) =>
      row.reconciliationId
    );
  assert.deepEqual(await ids(""), [previewed, first]);
  assert.deepEqual(await ids("?status=previewed"), [previewed]);
  assert.deepEqual(await ids("?month=2026-10"), [previewed, first]);
  assert.deepEqual(await ids("?month=2026-09"), []);
  const { body } = await get("/api/admin/reconciliation?limit=1");
  assert.deepEqual(await ids(`?limit=1&cursor=${body.nextCursor}`), [first]);
  assert.deepEqual([body.data[0].appliedAt, body.data[0].links.apply], [null, path(previewed, "/apply")]);
  assert.deepEqual(await ids("", "auditor@rival.test"), [theirs.reconciliationId]);
});

Deno.test("another company's reconciliation, and one that is none, are reconciliation_unknown, whatever is asked of it", async () => {
  for (const more of ["", "/rows", "/report.pdf", "/failed.csv"]) {
    for (const id of ["rec_999999", "bf_1", "rec_0", "rec_1e1", "%27", "rec_99999999999999999999"]) {
      const answer = await get(path(id, more));
      assert.deepEqual([answer.status, answer.body.code], [404, "reconciliation_unknown"], `${id}${more}`);
    }
    assert.equal((await get(path("rec_2", more), "auditor@rival.test")).status, 404, "only the first is theirs");
    assert.equal((await get(path(first, more), "partner@house.test")).body.code, "scope_missing");
  }
});

Deno.test("the paper of the worked example says its figures, equations and lists to the paisa; the same state, the same bytes", async () => {
  const answer = await world.raw(path(first, "/report.pdf"));
  assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "application/pdf"]);
  assert.equal(answer.headers.get("content-disposition"), `inline; filename="reconciliation_${first}.pdf"`);
  const pdf = await readPdf(answer.bytes);
  const said = pdf.pages.join(" ");
  pdf.close();
  for (
    const words of [
      "House of Loans Private Limited",
      `27AABCS1429B1ZU`,
      "Total of the file 10 1,65,800.00",
      "Rows of the file Paid 2 Failed 1 Returned 0 Pending 1 Without effect 1 To be decided 5 Total 10",
      "Rupees of the file Paid 41,900.00 Failed 15,200.00 Returned 0.00 Pending 9,000.00 Without effect 23,400.00 To be decided 76,300.00 Total 1,65,800.00",
      "Rupees sent to the bank Paid 41,900.00 Failed 15,200.00 Returned 0.00 Pending 9,000.00 To be decided 71,400.00 Not reported 5,400.00 Total 1,42,900.00",
      "Failed and returned payments 1 for ₹ 15,200.00",
      "XXXXXX7890 HDFC0001234 Invalid account number Change the bank details, then retry",
      "For a person to decide 5 for ₹ 76,300.00",
      "32,100.00 32,000.00 -100.00 Open",
      "Sent, and not reported by the bank 1 for ₹ 5,400.00",
    ]
  ) assert.ok(said.includes(words), `${words}\n${said}`);
  assert.ok(!said.includes("Does not hold"));
  assert.equal(said.match(/Holds difference 0/g)?.length, 3);
  assert.deepEqual((await world.raw(path(first, "/report.pdf"))).bytes, answer.bytes);
});

Deno.test("later files and decisions leave a report's figures as they were, and show the decision", async () => {
  const before = (await get(path(first))).body;
  const [short] = (await get(path(first, "/rows?classification=AMOUNT_MISMATCH"))).body.rows;
  const decided = await world.api(`POST /api/admin/exceptions/${short.exception.id}/resolve`, {
    body: { resolution: "allocate", reason: "the bank took its charge" },
  });
  assert.equal(decided.status, 200, decided.text);
  const second = (await world.settle([...file2])).body.reconciliationId;
  const { body: after } = await get(path(first));
  assert.deepEqual([after.summary, after.control], [before.summary, before.control]);
  assert.deepEqual(after.exceptions, { open: 4, resolved: 1 });
  const { body: late } = await get(path(second));
  assert.deepEqual([late.summary.successful, late.summary.failed, late.summary.failedAmount], [3, 1, 18500]);
  assert.equal(late.control.exported.settled, 69900);
  const pdf = await readPdf((await world.raw(path(first, "/report.pdf"))).bytes);
  const said = pdf.pages.join(" ");
  pdf.close();
  assert.match(said, /Allocated: the bank took its charge/);
  assert.match(said, /Sent, and not reported by the bank 1 for ₹ 5,400.00/, "as it was then");
});

Deno.test("the file of failed invoices: its name, its mark, one line a payment, text in quotes and figures without", async () => {
  const { status, headers, bytes } = await world.raw(path(first, "/failed.csv"));
  assert.deepEqual([status, headers.get("content-type")], [200, "text/csv; charset=utf-8; header=present"]);
  assert.equal(headers.get("content-disposition"), `attachment; filename="failed_invoices_${first}.csv"`);
  assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  const [, line, rest] = new TextDecoder().decode(bytes).split("\r\n");
  assert.equal(
    line,
    `"inv_12347","I12347","2026-10","P-12347","Partner 12347","XXXXXX7890","HDFC0001234",15200.00,"failed",` +
      `"Invalid account number","Change the bank details, then retry","${
        utr(3)
      }","${paidOn}","${bankFile}",1,"failed",4`,
  );
  assert.equal(rest, "");
  const none = await world.raw(path(theirs.reconciliationId, "/failed.csv"), "auditor@rival.test");
  assert.equal(new TextDecoder().decode(none.bytes).split("\r\n").length, 2, "its head alone");
});

Deno.test("a file that is held says why, in its answer and over its paper, and counts as not applied", async () => {
  const rows = `invoice_id,utr_number,amount,payment_date,status\ninv_12349,${
    utr(80)
  },12300.00,${paidOn},SUCCESS\nTOTAL,,999.00,,\n`;
  const { body } = await world.settle(rows);
  const { body: report } = await get(path(body.reconciliationId));
  assert.deepEqual([report.status, report.appliedAt, report.links.apply], ["held", null, null]);
  assert.equal(report.heldBecause, "its own total is 999.00, its rows come to 12300.00");
  const pdf = await readPdf((await world.raw(path(body.reconciliationId, "/report.pdf"))).bytes);
  assert.match(pdf.pages[0]!, /Held, nothing of it was applied: its own total is 999.00, its rows come to 12300.00\./);
  assert.match(pdf.pages[0]!, /Applied not applied The file's own total ₹ 999.00/);
  pdf.close();
});
