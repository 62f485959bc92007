import assert from "node:assert/strict";
import { house, rival } from "../support/payout_world.ts";
import {
  eight,
  paidOn,
  type Row,
  settlementCsv,
  settlementHeader,
  settlementWorld,
  success,
  utr,
} from "../support/settlement_world.ts";

/** Settlement files over HTTP: preview and apply, the answer of the payout rules, and every refusal by name. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
let last = 5000;
let references = 500;

async function exported(...amounts: string[]): Promise<number[]> {
  const invoices = amounts.map((amount) => ({ no: ++last, amount }));
  await world.exported(invoices);
  await world.exported(invoices, { tenant: rival });
  return invoices.map(({ no }) => no);
}
const apply = (id: string, as = "owner@house.test") => world.api(`POST /api/admin/reconciliation/${id}/apply`, { as });
const refusal = (answer: { status: number; body: { code: string } }) => [answer.status, answer.body.code];
const files = () => world.one("select count(*) from payout.settlement_files");

Deno.test("the body of the payout rules is answered as they print it, key by key, with more beside", async () => {
  const bankFile = await world.exported(eight.slice(0, 3), {});
  await world.exported(eight.slice(0, 3), { tenant: rival });
  const rows: Row[] = [
    ["inv_12345", "HDFC2412050012345", "23400.00", paidOn, "SUCCESS"],
    ["inv_12346", "HDFC2412050012346", "18500.00", paidOn, "SUCCESS"],
    ["inv_12347", "HDFC2412050012347", "15200.00", paidOn, "FAILED", "Invalid account"],
  ];
  const { status, body, text } = await world.settle(rows, { fields: { bankFileId: bankFile, month: "2026-10" } });
  assert.equal(status, 200, text);
  assert.match(body.reconciliationId, /^rec_[1-9]\d*$/);
  assert.deepEqual([body.bankFileId, body.month, body.processedAt], [bankFile, "2026-10", "2026-11-20T04:30:00Z"]);
  const { totalRecords, successful, failed, unmatched, successfulAmount, failedAmount } = body.summary;
  assert.deepEqual({ totalRecords, successful, failed, unmatched, successfulAmount, failedAmount }, {
    ...{ totalRecords: 3, successful: 2, failed: 1, unmatched: 0, successfulAmount: 41900.00, failedAmount: 15200.00 },
  });
  assert.match(text, /"successfulAmount" : 41900\.00, .*"failedAmount" : 15200\.00/s, "rupees with two decimals");
  const { line: _line, classification: _class, warnings: _warnings, ...first } = body.successfulPayments[0];
  assert.deepEqual(first, {
    invoiceId: "inv_12345",
    invoiceNumber: "I12345",
    destinationId: "P-12345",
    utrNumber: "HDFC2412050012345",
    amount: 23400.00,
    paymentDate: paidOn,
    status: "paid",
  });
  const { invoiceId, invoiceNumber, destinationId, amount, status: state, failureReason } = body.failedPayments[0];
  assert.deepEqual({ invoiceId, invoiceNumber, destinationId, amount, status: state, failureReason }, {
    invoiceId: "inv_12347",
    invoiceNumber: "I12347",
    destinationId: "P-12347",
    amount: 15200.00,
    status: "failed",
    failureReason: "Invalid account",
  });
  assert.deepEqual(body.unmatchedRecords, []);
  assert.equal(await world.standing(12345, rival), "in_bank_file 0.00");
});

Deno.test("a preview classifies and changes nothing; applying it does what was seen; applying again answers the same", async () => {
  const nos = await exported("100.00", "200.00", "300.00");
  const rows: Row[] = [
    success(nos[0]!, ++references, "100.00"),
    [`inv_${nos[1]}`, "", "200.00", paidOn, "FAILED", "Account closed"],
    success(nos[2]!, ++references, "299.00"),
    success(nos[0]!, references - 1, "100.00"),
  ];
  const traces =
    "select concat((select count(*) from payout.settlement_exceptions), ' ', (select count(*) from payout.utr_registry), ' ', (select count(*) from payout.postings), ' ', (select count(*) from billing.vouchers), ' ', (select md5(string_agg(t::text, '' order by t.tenant_id, t.id)) from payout.payout_items as t), ' ', (select md5(string_agg(t::text, '' order by t.tenant_id, t.id)) from payout.invoices as t), ' ', (select md5(string_agg(t::text, '' order by t.tenant_id, t.id)) from payout.bank_file_log as t))";
  const before = await world.one(traces);
  const preview = await world.settle(rows, { preview: true, as: "clerk@house.test" });
  assert.deepEqual(
    [preview.status, preview.body.status, preview.body.duplicate],
    [200, "previewed", false],
    preview.text,
  );
  assert.equal(await world.one(traces), before);
  const id = preview.body.reconciliationId;
  const classes = ["SETTLED", "FAILED", "AMOUNT_MISMATCH", "DUP_ROW"];
  assert.deepEqual(await world.classes(id), classes);
  assert.deepEqual([preview.body.summary.successful, preview.body.control.exported.settled], [1, 100]);

  const same = await world.settle(rows, { preview: true });
  assert.deepEqual([same.body.status, same.body.duplicate, same.body.reconciliationId], ["previewed", true, id]);
  const applied = await apply(id);
  assert.deepEqual(
    [applied.status, applied.body.status, applied.body.duplicate],
    [200, "applied", false],
    applied.text,
  );
  assert.deepEqual(applied.body.summary, preview.body.summary);
  assert.deepEqual(applied.body.control, preview.body.control);
  assert.deepEqual(await world.classes(id), classes);
  assert.equal(await world.standing(nos[0]!), `paid 100.00 ${utr(references - 1)}`);
  const again = await apply(id.slice(4));
  assert.deepEqual([again.status, again.body.status, again.body.duplicate, again.body.summary], [
    200,
    "applied",
    true,
    applied.body.summary,
  ]);
});

Deno.test("a previewed file that is sent again without preview is applied; one that was applied is answered as it was", async () => {
  const [no] = await exported("100.00");
  const rows = [success(no!, ++references, "100.00")];
  const { body: { reconciliationId } } = await world.settle(rows, { preview: true });
  const sent = await world.settle(rows);
  assert.deepEqual([sent.body.reconciliationId, sent.body.status, sent.body.duplicate], [
    reconciliationId,
    "applied",
    false,
  ]);
  const twice = await world.settle(rows, { preview: true });
  assert.deepEqual([twice.body.reconciliationId, twice.body.status, twice.body.duplicate], [
    reconciliationId,
    "applied",
    true,
  ]);
  const theirs = await world.settle(rows, { as: "accountant@rival.test" });
  assert.deepEqual(
    [theirs.body.duplicate, theirs.body.summary.successful],
    [false, 1],
    "the same bytes are another company's own file",
  );
  assert.equal(await world.standing(no!, rival), `paid 100.00 ${utr(references)}`);
});

Deno.test("settlement_preview_out_of_date: what was seen is not any more what would be done, and nothing is", async () => {
  const [no, other] = await exported("100.00", "200.00");
  const rows = [success(other!, ++references, "200.00"), success(no!, ++references, "100.00")];
  const { body: { reconciliationId } } = await world.settle(rows, { preview: true });
  const [first] = [success(no!, references + 1000, "100.00")];
  assert.equal((await world.settle([first!])).body.summary.successful, 1);
  const answer = await apply(reconciliationId);
  assert.deepEqual(refusal(answer), [409, "settlement_preview_out_of_date"], answer.text);
  assert.equal(answer.body.errors[0].pointer, "/rows/3");
  assert.equal(await world.standing(other!), "in_bank_file 0.00");
  assert.deepEqual(await world.classes(reconciliationId), ["SETTLED", "SETTLED"], "the preview stands as it was");
  assert.deepEqual(refusal(await world.settle(rows)), [409, "settlement_preview_out_of_date"]);
});

Deno.test("a preview that is out of date, or named the wrong bank file, is made anew of the same bytes and then applied", async () => {
  const [no, other] = await exported("100.00", "200.00");
  const elsewhere = await world.exported([{ no: ++last, amount: "1.00" }]);
  const rows = [success(other!, ++references, "200.00"), success(no!, ++references, "100.00")];
  const wrong = await world.settle(rows, { preview: true, fields: { bankFileId: elsewhere } });
  const { reconciliationId } = wrong.body;
  assert.deepEqual(await world.classes(reconciliationId), ["WRONG_BATCH", "WRONG_BATCH"]);
  const afresh = await world.settle(rows, { preview: true });
  assert.deepEqual([afresh.body.reconciliationId, afresh.body.status], [reconciliationId, "previewed"], afresh.text);
  assert.deepEqual(await world.classes(reconciliationId), ["SETTLED", "SETTLED"]);
  assert.equal((await world.settle([success(no!, references + 1000, "100.00")])).body.summary.successful, 1);
  assert.deepEqual(refusal(await apply(reconciliationId)), [409, "settlement_preview_out_of_date"]);
  const newest = await world.settle(rows, { preview: true });
  assert.deepEqual([newest.body.summary.successful, newest.body.summary.totalRecords], [1, 2]);
  const done = await apply(reconciliationId);
  assert.deepEqual([done.status, done.body.summary], [200, newest.body.summary], done.text);
  assert.equal(await world.standing(other!), `paid 200.00 ${utr(references - 1)}`);
  assert.equal(await world.standing(other!, rival), "in_bank_file 0.00");
  assert.equal((await world.settle(rows, { preview: true })).body.status, "applied", "what is applied stays");
});

Deno.test("settlement_needs_second_person: who uploaded a file does not apply it, where the company wants two", async () => {
  await world.admin`update payout.settings set apply_by_second_person = true where tenant_id = ${house.id}`;
  const [no] = await exported("100.00");
  const rows = [success(no!, ++references, "100.00")];
  const sent = await world.settle(rows);
  assert.deepEqual([sent.status, sent.body.status], [200, "previewed"], "taken in, and waits for another");
  const id = sent.body.reconciliationId;
  assert.deepEqual(refusal(await apply(id, "accountant@house.test")), [409, "settlement_needs_second_person"]);
  assert.deepEqual(refusal(await world.settle(rows)), [409, "settlement_needs_second_person"]);
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
  assert.equal((await apply(id, "owner@house.test")).body.status, "applied");
  assert.equal(
    await world.one(
      "select count(distinct u) from payout.settlement_files as f cross join unnest(array[f.uploaded_by, f.applied_by]) as u where f.reconciliation_id = $1 and f.tenant_id = $2",
      id,
      house.id,
    ),
    "2",
  );
  const [theirs] = await exported("100.00");
  const one = await world.settle([success(theirs!, ++references, "100.00")], { as: "accountant@rival.test" });
  assert.equal(one.body.status, "applied", "the other company has its own way");
  await world.admin`update payout.settings set apply_by_second_person = false where tenant_id = ${house.id}`;
});

Deno.test("reconciliation_unknown, bank_profile_unknown, bank_file_not_found: by name, and another company's are none", async () => {
  const [no] = await exported("100.00");
  const theirFile = await world.exported([{ no: ++last, amount: "1.00" }], { tenant: rival });
  const rows = [success(no!, ++references, "100.00")];
  const { body: { reconciliationId: theirs } } = await world.settle([success(999_999, ++references, "1.00")], {
    as: "accountant@rival.test",
    preview: true,
  });
  const own = Number(
    await world.one("select max(public_no) from payout.settlement_files where tenant_id = $1", house.id),
  );
  await world
    .admin`update payout.settlement_files set public_no = 987654 where tenant_id = ${rival.id} and reconciliation_id = ${theirs}`;
  for (const id of ["rec_987654", `rec_${own + 1}`, "rec_0", "nonsense", "rec_99999999999999999999"]) {
    assert.deepEqual(refusal(await apply(id)), [404, "reconciliation_unknown"], id);
  }
  const before = await files();
  assert.deepEqual(refusal(await world.settle(rows, { fields: { profile: "sbi_v9" } })), [400, "bank_profile_unknown"]);
  await world
    .admin`update payout.bank_file_log set public_no = 987654 where tenant_id = ${rival.id} and bank_file_id = ${theirFile}`;
  for (const bankFileId of ["bf_987654", "bf_99999999"]) {
    assert.deepEqual(refusal(await world.settle(rows, { fields: { bankFileId } })), [404, "bank_file_not_found"]);
  }
  for (const fields of [{ bankFileId: "file 7" }, { month: "2026-13" }, { colour: "red" }]) {
    assert.deepEqual(refusal(await world.settle(rows, { fields } as never)), [400, "invalid_request"]);
  }
  assert.equal(await files(), before);
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
});

Deno.test("settlement_file_held, settlement_file_has_no_rows, settlement_file_mangled: by name", async () => {
  const [no] = await exported("100.00");
  const line = success(no!, ++references, "100.00").join(",");
  const held = await world.settle(`${settlementHeader}\n${line},\nTotal,,99.00,,,\n`, { preview: true });
  assert.deepEqual([held.status, held.body.status], [200, "held"]);
  assert.deepEqual(refusal(await apply(held.body.reconciliationId)), [409, "settlement_file_held"]);
  assert.deepEqual(refusal(await world.settle(`${settlementHeader}\nTotal,,0,,,\n`)), [
    400,
    "settlement_file_has_no_rows",
  ]);
  const mangled = `${settlementHeader}\ninv_${no},1.23457E+15,100.00,${paidOn},SUCCESS,\n`;
  assert.deepEqual(refusal(await world.settle(mangled)), [400, "settlement_file_mangled"]);
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
});

Deno.test("settlement_file_too_long and settlement_file_too_large: by name, before anything is done", async () => {
  const [no] = await exported("100.00");
  const lines = Array.from({ length: 100_000 }, (_, i) => `inv_${910_000 + i},,1.00,${paidOn},PENDING,`);
  const text = `${settlementHeader}\n${success(no!, ++references, "100.00").join(",")},\n${lines.join("\n")}\n`;
  assert.deepEqual(refusal(await world.settle(text)), [400, "settlement_file_too_long"]);
  const large = new Uint8Array(32 * 1024 * 1024 + 1).fill(10);
  assert.deepEqual(refusal(await world.settle(large)), [400, "settlement_file_too_large"]);
  assert.equal(await world.standing(no!), "in_bank_file 0.00");
});

Deno.test("a file may be sent as the body itself; whoever may only read sends none", async () => {
  const [no] = await exported("100.00");
  const csv = settlementCsv([success(no!, ++references, "100.00")]);
  const path = "POST /api/admin/reconcile-payment";
  for (const as of ["auditor@house.test", "partner@house.test"]) {
    assert.equal((await world.api(path, { as, csv })).status, 403, as);
  }
  const answer = await world.api(path, { as: "clerk@house.test", csv, fileName: "HDFC2011.r01" });
  assert.deepEqual(
    [answer.status, answer.body.fileName, answer.body.summary.successful],
    [200, "HDFC2011.r01", 1],
    answer.text,
  );
});

Deno.test("lists hold the first 200 rows each, and the sums are of all", async () => {
  const nos = await exported(...Array.from({ length: 205 }, () => "10.00"));
  const answer = await world.settle(nos.map((no) => success(no, ++references, "10.00")));
  assert.deepEqual([
    answer.body.successfulPayments.length,
    answer.body.summary.successful,
    answer.body.summary.successfulAmount,
  ], [200, 205, 2050]);
});
