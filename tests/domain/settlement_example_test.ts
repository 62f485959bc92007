import assert from "node:assert/strict";
import { rival } from "../support/payout_world.ts";
import { file1, file2 } from "../support/settlement_example.ts";
import { eight, paidOn, settlementWorld, utr } from "../support/settlement_world.ts";

const world = await settlementWorld();
const bankFile = await world.exported(eight);
await world.exported(eight, { tenant: rival });

const classes1 = [
  "SETTLED",
  "SETTLED",
  "FAILED",
  "AMOUNT_MISMATCH",
  "DUPLICATE_UTR",
  "PENDING",
  "UNKNOWN_INVOICE",
  "DUP_ROW",
  "AMOUNT_MISMATCH",
  "BAD_ROW",
];
let first = "";

Deno.test("the worked example's first file: each row by name, and every control equation to the paisa", async () => {
  const answer = await world.settle([...file1], { fields: { bankFileId: bankFile } });
  assert.equal(answer.status, 200, answer.text);
  const { body } = answer;
  first = body.reconciliationId;
  assert.deepEqual(await world.classes(first), classes1);
  assert.deepEqual(body.control.rows, {
    total: 10,
    settled: 2,
    failed: 1,
    pending: 1,
    returned: 0,
    noEffect: 1,
    exceptions: 5,
  });
  assert.match(
    answer.text,
    /"amounts" : \{"total": 165800.00, "failed": 15200.00, "pending": 9000.00, "settled": 41900.00, "noEffect": 23400.00, "returned": 0.00, "exceptions": 76300.00\}/,
  );
  assert.deepEqual(body.control.exported, {
    ...{
      exported: 142900,
      settled: 41900,
      failed: 15200,
      pending: 9000,
      returned: 0,
      inException: 71400,
      notReported: 5400,
    },
    ...{ partPaidOutstanding: 0, writtenOff: 0, cancelled: 0 },
  });
  assert.deepEqual([body.status, body.duplicate, body.bankFileId, body.month], ["applied", false, bankFile, "2026-10"]);
  const { totalRecords, successful, failed, unmatched, successfulAmount, failedAmount, successfulAmountPaise } =
    body.summary;
  assert.deepEqual([totalRecords, successful, failed, unmatched, successfulAmount, failedAmount], [
    10,
    2,
    1,
    5,
    41900,
    15200,
  ]);
  assert.equal(successfulAmountPaise, "4190000");
  assert.deepEqual(body.successfulPayments[0], {
    ...{ invoiceId: "inv_12345", invoiceNumber: "I12345", destinationId: "P-12345", utrNumber: utr(1), amount: 23400 },
    ...{ paymentDate: paidOn, status: "paid", line: 2, classification: "SETTLED" },
  });
  assert.equal(body.failedPayments[0].failureReason, "Invalid account number");
  const short = body.unmatchedRecords.find((row: { invoiceId: string }) => row.invoiceId === "inv_12348");
  assert.deepEqual([short.expectedAmount, short.difference, short.warnings], [32100, -100, ["SHORT"]]);
});

Deno.test("after it: invoices, attempts, references, exceptions, the bank file and the books say the same", async () => {
  const all = await Promise.all(eight.map(({ no }) => world.standing(no)));
  assert.deepEqual(all, [
    `paid 23400.00 ${utr(1)}`,
    `paid 18500.00 ${utr(2)}`,
    "failed 0.00",
    "in_bank_file 0.00",
    "in_bank_file 0.00",
    "in_bank_file 0.00",
    "in_bank_file 0.00",
    "in_bank_file 0.00",
  ]);
  assert.equal(
    await world.one(
      "select failure_class || payment_failure_reason from payout.invoices where tenant_id = $1 and public_no = 12347",
      houseId,
    ),
    "partnerInvalid account number",
  );
  assert.equal(
    await world.one(
      "select string_agg(status, ' ' order by line_no) from payout.payout_items where tenant_id = $1",
      houseId,
    ),
    "SUCCESS SUCCESS FAILED EXPORTED EXPORTED PENDING EXPORTED EXPORTED",
  );
  assert.equal(
    await world.one("select string_agg(utr, ' ' order by utr) from payout.utr_registry"),
    `${utr(1)} ${utr(2)}`,
  );
  assert.equal(await world.one("select count(*) from payout.settlement_exceptions where status = 'OPEN'"), "5");
  assert.equal(
    await world.one("select status from payout.bank_file_log where tenant_id = $1", houseId),
    "part_reconciled",
  );
  assert.equal(await world.one("select count(*) from payout.settlement_intake"), "0");
  assert.deepEqual(await postings(), ["settlement 41900.00 2026-11-19"]);
  for (const { no } of eight) {
    assert.equal(await world.standing(no, rival), "in_bank_file 0.00", "the other company's stand as before");
  }
});

Deno.test("the same bytes again change nothing and are answered as before; the same rows in a new file are applied already", async () => {
  const again = await world.settle([...file1], { fields: { bankFileId: bankFile } });
  assert.deepEqual([again.status, again.body.duplicate, again.body.reconciliationId], [200, true, first]);
  assert.equal(again.body.control.rows.settled, 2);
  const other = await world.settle(
    [...file1].reverse().reverse().concat([["inv_99998", "", "1.00", paidOn, "FAILED"]]),
  );
  assert.deepEqual(await world.classes(other.body.reconciliationId), [
    ...["ALREADY_APPLIED", "ALREADY_APPLIED", "ALREADY_APPLIED", "AMOUNT_MISMATCH", "DUPLICATE_UTR", "PENDING"],
    ...["UNKNOWN_INVOICE", "DUP_ROW", "AMOUNT_MISMATCH", "BAD_ROW", "UNKNOWN_INVOICE"],
  ]);
  assert.deepEqual(await postings(), ["settlement 41900.00 2026-11-19"]);
});

Deno.test("its second file, after 32,000 was allocated to D: settled net 69,900, returned 18,500, and the sum is what was exported", async () => {
  await allocate(12348, first, "owner@house.test");
  assert.equal(await world.standing(12348), `part_paid 32000.00 ${utr(4)}`);
  const answer = await world.settle([...file2]);
  assert.deepEqual(await world.classes(answer.body.reconciliationId), ["SETTLED", "RETURNED", "SETTLED", "SETTLED"]);
  assert.deepEqual(answer.body.control.exported, {
    ...{
      exported: 142900,
      settled: 69900,
      failed: 15200,
      pending: 0,
      returned: 18500,
      inException: 39300,
      notReported: 0,
    },
    ...{ partPaidOutstanding: 0, writtenOff: 0, cancelled: 0 },
  });
  assert.equal(await world.standing(12346), `returned 0.00 ${utr(2)}`, "what came back keeps its reference");
  assert.equal(
    await world.one(
      "select concat_ws(' ', return_utr, return_date, return_reason, failure_class) from payout.invoices where tenant_id = $1 and public_no = 12346",
      houseId,
    ),
    `${utr(2)} 2026-11-20 account closed partner`,
  );
  assert.equal(
    await world.one("select released_at is not null from payout.utr_registry where utr = $1", utr(2)),
    "true",
  );
  assert.equal(await world.standing(12348), `paid 32100.00 ${utr(12)}`);
  assert.equal(await world.standing(12349), "in_bank_file 0.00", "a person decides on E, though the reference is free");
  assert.deepEqual(await postings(), [
    "settlement 41900.00 2026-11-19",
    "settlement 32000.00 2026-11-19",
    "settlement 14500.00 2026-11-19",
    "return 18500.00 2026-11-20",
  ]);
});

Deno.test("the books of the example: what was paid and not returned left the bank, paisa for paisa", async () => {
  const balance = await world.one(
    "select sum(credit) - sum(debit) from ledger.ledger_entries as e join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where e.tenant_id = $1 and l.code = 'bank'",
    houseId,
  );
  assert.equal(balance, "69900.00");
  await world.close();
});

const houseId = "00000000-0000-7000-8000-0000000000a5";

async function postings(): Promise<string[]> {
  const rows = await world.admin<{ text: string }[]>`
    select concat_ws(' ', kind, amount, posted_on) as text from payout.postings where tenant_id = ${houseId} order by created_at, id`;
  return rows.map(({ text }) => text);
}

async function allocate(no: number, reconciliationId: string, as: string) {
  const { withTenant } = await import("../../db/tenant.ts");
  const { callOne } = await import("../../db/call.ts");
  const id = await world.one(
    `select e.id from payout.settlement_exceptions as e join payout.settlement_files as f on f.tenant_id = e.tenant_id and f.id = e.file_id
     join payout.settlement_rows as r on r.tenant_id = e.tenant_id and r.file_id = e.file_id and r.line_no = e.line_no
     where e.tenant_id = $1 and f.reconciliation_id = $2 and r.raw_invoice_id = $3`,
    houseId,
    reconciliationId,
    `inv_${no}`,
  );
  await withTenant(
    await world.context(as),
    ({ sql }) =>
      callOne(sql, "payout.resolve_exception", {
        p_exception_id: id,
        p_resolution: "allocate",
        p_reason: "the bank took its charge",
      }),
  );
}
