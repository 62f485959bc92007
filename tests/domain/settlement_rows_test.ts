import assert from "node:assert/strict";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementWorld, success, utr } from "../support/settlement_world.ts";

/** Every row of the table of what a row of a settlement file is taken for, in its order: the first that fits. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
let last = 1000;

/** Invoices that stand in a bank file which was sent, in both companies under one number; their numbers. */
async function exported(...amounts: string[]): Promise<number[]> {
  const invoices = amounts.map((amount) => ({ no: ++last, amount }));
  await world.exported(invoices);
  await world.exported(invoices, { tenant: rival });
  return invoices.map(({ no }) => no);
}

/** Settles a file and answers what each row was taken for; every exception is one, with nothing done. */
async function taken(rows: readonly Row[], fields: Record<string, string> = {}): Promise<string[]> {
  const answer = await world.settle(rows, { fields });
  assert.equal(answer.status, 200, answer.text);
  const classes = await world.classes(answer.body.reconciliationId);
  const exceptions = await world.one(
    `select count(*) from payout.settlement_exceptions as e join payout.settlement_files as f on f.tenant_id = e.tenant_id and f.id = e.file_id
     where e.tenant_id = $1 and f.reconciliation_id = $2`,
    house.id,
    answer.body.reconciliationId,
  );
  assert.equal(answer.body.summary.unmatched, Number(exceptions));
  return classes;
}

async function untouched(...nos: number[]): Promise<void> {
  for (const no of nos) {
    assert.equal(await world.standing(no), "in_bank_file 0.00");
    assert.equal(
      await world.one(
        "select status from payout.payout_items as t where t.invoice_id = (select id from payout.invoices where tenant_id = $1 and public_no = $2)",
        house.id,
        no,
      ),
      "EXPORTED",
    );
    assert.equal(await world.standing(no, rival), "in_bank_file 0.00", "the other company's stands as it was");
  }
}

Deno.test("1 BAD_ROW: a field is missing or cannot be read, and nothing of the row is believed", async () => {
  const [no] = await exported("100.00");
  const key = `inv_${no}`;
  const bad: Row[] = [
    ["", utr(1), "100.00", paidOn, "SUCCESS"],
    [key, utr(1), "", paidOn, "SUCCESS"],
    [key, utr(1), "100.00", "", "SUCCESS"],
    [key, utr(1), "100.00", paidOn, ""],
    [key, "SHORT", "100.00", paidOn, "SUCCESS"],
    [key, "HDFC-00000000001", "100.00", paidOn, "SUCCESS"],
    [key, "X".repeat(36), "100.00", paidOn, "SUCCESS"],
    [key, utr(1), "100.00", "19-11-2026", "SUCCESS"],
  ];
  assert.deepEqual(await taken(bad), bad.map(() => "BAD_ROW"));
  assert.deepEqual(
    await taken([[key, "SHORT", "99.00", paidOn, "SUCCESS"], [key, "SHORT", "99.00", paidOn, "SUCCESS"]]),
    [
      "BAD_ROW",
      "BAD_ROW",
    ],
    "before DUP_ROW",
  );
  await untouched(no!);
});

Deno.test("2 DUP_ROW: all fields as in an earlier row; counted and without effect, also where that row is an exception", async () => {
  const [paid, short] = await exported("100.00", "200.00");
  const rows = [success(paid!, 2, "100.00"), success(short!, 3, "150.00"), success(999_001, 4, "1.00")];
  assert.deepEqual(await taken([...rows, ...rows, ...rows]), [
    ...["SETTLED", "AMOUNT_MISMATCH", "UNKNOWN_INVOICE"],
    ...Array(6).fill("DUP_ROW"),
  ]);
  assert.equal(await world.standing(paid!), `paid 100.00 ${utr(2)}`);
  const [other] = await exported("100.00");
  const remark: Row = [`inv_${other}`, utr(5), "100.00", paidOn, "SUCCESS", "by NEFT"];
  assert.deepEqual(
    await taken([success(other!, 5, "100.00"), remark]),
    ["SETTLED", "ALREADY_APPLIED"],
    "a remark more is another row",
  );
});

Deno.test("3 UNKNOWN_INVOICE: no such public id in this company, whoever else has it; neither a bare number nor another form", async () => {
  await world.exported([{ no: 777_001, amount: "50.00" }], { tenant: rival });
  const [no] = await exported("50.00");
  const keys = [
    "inv_777001",
    "inv_999999",
    `${no}`,
    `inv_0${no}`,
    `inv_${no}x`,
    "inv_",
    `inv_${"9".repeat(18)}`,
    `inv_${"9".repeat(30)}`,
  ];
  const rows = keys.map((key, i): Row => [key, utr(10 + i), "50.00", paidOn, "SUCCESS"]);
  assert.deepEqual(await taken(rows), keys.map(() => "UNKNOWN_INVOICE"));
  assert.equal(await world.standing(777_001, rival), "in_bank_file 0.00");
  await untouched(no!);
  assert.deepEqual(
    await taken([[` INV_${no} `, utr(20), "50.00", paidOn, "success"]]),
    ["SETTLED"],
    "case and blanks do not matter",
  );
});

Deno.test("4 NOT_EXPORTED: it was never in a bank file, or in one that nobody approved, or is cancelled", async () => {
  const nos = [...await exported("60.00"), ...await exported("61.00")];
  const draft = ++last;
  await world.exported([{ no: draft, amount: "62.00" }], { status: "generated" });
  await world.admin`delete from payout.payout_items as t using payout.invoices as i
    where t.tenant_id = ${house.id} and i.tenant_id = t.tenant_id and i.id = t.invoice_id and i.public_no = ${nos[0]!}`;
  await world
    .admin`update payout.invoices set status = 'cancelled' where tenant_id = ${house.id} and public_no = ${nos[1]!}`;
  const before = await Promise.all([...nos, draft].map((no) => world.standing(no)));
  assert.deepEqual(
    await taken([success(nos[0]!, 30, "60.00"), success(nos[1]!, 31, "61.00"), success(draft, 32, "62.00"), [
      `inv_${nos[0]}`,
      "",
      "60.00",
      paidOn,
      "FAILED",
    ]]),
    ["NOT_EXPORTED", "NOT_EXPORTED", "NOT_EXPORTED", "NOT_EXPORTED"],
  );
  assert.deepEqual(await Promise.all([...nos, draft].map((no) => world.standing(no))), before);
});

Deno.test("5 WRONG_BATCH: a bank file is named and the attempt belongs to another", async () => {
  const [no] = await exported("70.00");
  const other = await world.exported([{ no: ++last, amount: "71.00" }]);
  const rows = [success(no!, 40, "70.00"), success(last, 41, "71.00")];
  assert.deepEqual(await taken(rows, { bankFileId: other }), ["WRONG_BATCH", "SETTLED"]);
  await untouched(no!);
});

Deno.test("6 UNKNOWN_STATUS: a word that the layout does not know; those it knows, in any case", async () => {
  const words = ["PROCESSED", "SUCCESSFUL", "OK", "S"];
  const nos = await exported(...words.map(() => "80.00"));
  assert.deepEqual(
    await taken(words.map((word, i): Row => [`inv_${nos[i]}`, utr(50 + i), "80.00", paidOn, word])),
    words.map(() => "UNKNOWN_STATUS"),
  );
  await untouched(...nos);
  const known = [
    ["paid", "SETTLED"],
    ["E", "SETTLED"],
    ["Executed", "SETTLED"],
    ["ACSC", "SETTLED"],
    ["Rejected", "FAILED"],
    ["r", "FAILED"],
    [
      "RJCT",
      "FAILED",
    ],
    ["in process", "PENDING"],
    ["pdng", "PENDING"],
    [" Pending ", "PENDING"],
  ] as const;
  const more = await exported(...known.map(() => "81.00"));
  assert.deepEqual(
    await taken(known.map(([word], i): Row => [`inv_${more[i]}`, utr(60 + i), "81.00", paidOn, word])),
    known.map(([, classification]) => classification),
  );
});

Deno.test("7 MISSING_UTR: a success without the bank's reference; a failure needs none", async () => {
  const [paid, failed, pending] = await exported("90.00", "91.00", "92.00");
  const row = (no: number, amount: string, status: string): Row => [`inv_${no}`, "", amount, paidOn, status];
  assert.deepEqual(
    await taken([row(paid!, "90.00", "SUCCESS"), row(failed!, "91.00", "FAILED"), row(pending!, "92.00", "PENDING")]),
    ["MISSING_UTR", "FAILED", "PENDING"],
  );
  await untouched(paid!);
  assert.equal(await world.standing(failed!), "failed 0.00");
  assert.equal(await world.standing(pending!), "in_bank_file 0.00", "pending says nothing of the invoice");
});

Deno.test("8 ALREADY_APPLIED: an earlier file said the same of the same attempt, a failure without a reference too", async () => {
  const [paid, failed, without] = await exported("100.00", "101.00", "102.00");
  const rows: Row[] = [
    success(paid!, 70, "100.00"),
    [`inv_${failed}`, utr(71), "101.00", paidOn, "FAILED", "Account closed"],
    [`inv_${without}`, "", "102.00", paidOn, "FAILED", "Account closed"],
  ];
  assert.deepEqual(await taken(rows), ["SETTLED", "FAILED", "FAILED"]);
  const more: Row[] = rows.map(([no, reference, amount, day, status]) => [no, reference, amount, day, status, "again"]);
  assert.deepEqual(await taken(more), ["ALREADY_APPLIED", "ALREADY_APPLIED", "ALREADY_APPLIED"]);
  assert.equal(await world.standing(paid!), `paid 100.00 ${utr(70)}`);
  assert.equal(
    await world.one("select count(*) from payout.utr_registry where utr = any ($1)", [utr(70), utr(71)]),
    "1",
    "what was rejected has no reference",
  );
});

Deno.test("9 DUPLICATE_UTR: the reference stands for another payment, of this file or of an earlier; the first stays", async () => {
  const [first, second, third] = await exported("110.00", "111.00", "112.00");
  assert.deepEqual(await taken([success(first!, 80, "110.00"), success(second!, 80, "111.00")]), [
    "SETTLED",
    "DUPLICATE_UTR",
  ]);
  assert.deepEqual(await taken([success(third!, 80, "112.00")]), ["DUPLICATE_UTR"]);
  assert.equal(await world.standing(first!), `paid 110.00 ${utr(80)}`);
  await untouched(second!, third!);
  assert.deepEqual(
    await taken([[`inv_${second}`, utr(80), "111.00", paidOn, "FAILED"]]),
    ["FAILED"],
    "a failure does not use it",
  );
});

Deno.test("10 UTR_CONFLICT: the same reference of the same invoice with another amount", async () => {
  const [paid, failed] = await exported("120.00", "121.00");
  const failure = (amount: string): Row => [`inv_${failed}`, utr(91), amount, paidOn, "FAILED"];
  assert.deepEqual(await taken([success(paid!, 90, "120.00"), failure("121.00")]), ["SETTLED", "FAILED"]);
  assert.deepEqual(
    await taken([success(paid!, 90, "119.00"), failure("120.00"), [
      `inv_${paid}`,
      utr(90),
      "1.00",
      paidOn,
      "RETURNED",
    ]]),
    [
      "UTR_CONFLICT",
      "UTR_CONFLICT",
      "UTR_CONFLICT",
    ],
  );
  assert.equal(await world.standing(paid!), `paid 120.00 ${utr(90)}`);
});

Deno.test("11 BAD_DATE: later than today in India, or before the day before the bank file was approved", async () => {
  const days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-20", "2026-11-21"];
  const nos = await exported(...days.map(() => "130.00"));
  assert.deepEqual(
    await taken(days.map((day, i) => success(nos[i]!, 100 + i, "130.00", day))),
    ["BAD_DATE", "SETTLED", "SETTLED", "SETTLED", "BAD_DATE"],
  );
  await untouched(nos[0]!, nos[4]!);
  world.clock.set("2026-11-21T00:10:00+05:30"); // still the 20th in UTC
  assert.deepEqual(await taken([success(nos[4]!, 104, "130.00", "2026-11-21")]), ["SETTLED"]);
});

Deno.test("12 AMOUNT_MISMATCH: not what is outstanding, or, of one that is paid, not what was paid; short or over by how much", async () => {
  const [short, over, paid, failed] = await exported("140.00", "141.00", "142.00", "143.00");
  assert.deepEqual(await taken([success(paid!, 112, "142.00"), [`inv_${failed}`, "", "143.00", paidOn, "FAILED"]]), [
    "SETTLED",
    "FAILED",
  ]);
  const answer = await world.settle([
    success(short!, 110, "139.99"),
    success(over!, 111, "141.01"),
    success(paid!, 113, "142.50"),
    [`inv_${paid}`, utr(114), "1.00", paidOn, "RETURNED"],
    success(failed!, 115, "1.00"),
    [`inv_${short}`, "", "0", paidOn, "FAILED"],
  ]);
  assert.deepEqual(await world.classes(answer.body.reconciliationId), Array(6).fill("AMOUNT_MISMATCH"));
  const told = answer.body.unmatchedRecords.map((
    row: Record<string, unknown>,
  ) => [row.expectedAmount, row.difference, row.warnings]);
  assert.deepEqual(told, [
    [140, -0.01, ["SHORT"]],
    [141, 0.01, ["OVER"]],
    [142, 0.5, ["OVER"]],
    [142, -141, ["SHORT"]],
    [143, -142, ["SHORT"]],
    [140, -140, ["SHORT"]],
  ]);
  assert.equal(await world.standing(short!), "in_bank_file 0.00");
  assert.equal(await world.standing(paid!), `paid 142.00 ${utr(112)}`);
});

Deno.test("the first that fits is taken: a row with several faults is told by the earliest", async () => {
  const [no, other] = await exported("150.00", "151.00");
  const batch = await world.exported([{ no: ++last, amount: "1.00" }]);
  const faulty = (
    status: string,
    reference: string,
    remarks = "",
  ): Row => [`inv_${no}`, reference, "1.00", "2020-01-01", status, remarks];
  assert.deepEqual(await taken([faulty("WHO KNOWS", "", "x")], { bankFileId: batch }), ["WRONG_BATCH"]);
  assert.deepEqual(await taken([faulty("WHO KNOWS", "")]), ["UNKNOWN_STATUS"]);
  assert.deepEqual(await taken([faulty("SUCCESS", "")]), ["MISSING_UTR"]);
  await taken([success(other!, 120, "151.00")]);
  assert.deepEqual(await taken([faulty("SUCCESS", utr(120))]), ["DUPLICATE_UTR"]);
  assert.deepEqual(await taken([[`inv_${other}`, utr(120), "1.00", "2020-01-01", "SUCCESS"]]), ["UTR_CONFLICT"]);
  assert.deepEqual(await taken([faulty("SUCCESS", utr(121))]), ["BAD_DATE"]);
  assert.deepEqual(await taken([[`inv_${no}`, utr(121), "1.00", paidOn, "SUCCESS"]]), ["AMOUNT_MISMATCH"]);
  await untouched(no!);
});

Deno.test("the form of a reference that no bank uses is a warning, and the payment counts", async () => {
  const forms = ["HDFCN00000000130", "HDFCR52026111900000131", "632512345678", "HDFC2412050012345", "REF1234"];
  const nos = await exported(...forms.map(() => "160.00"));
  const answer = await world.settle(forms.map((form, i): Row => [`inv_${nos[i]}`, form, "160.00", paidOn, "SUCCESS"]));
  assert.deepEqual(
    answer.body.successfulPayments.map((row: Record<string, unknown>) => row.warnings ?? null),
    [null, null, null, ["UTR_SHAPE"], ["UTR_SHAPE"]],
  );
});
