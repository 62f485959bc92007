import assert from "node:assert/strict";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, success, utr } from "../support/settlement_world.ts";

const world = await exceptionWorld();
const amount = "1000.00";
const nos = Array.from({ length: 30 }, (_, i) => i + 1);
await world.exported(nos.map((no) => ({ no, amount })));
await world.exported(nos.map((no) => ({ no, amount })), { tenant: rival });
const row = (no: number, n: string, rupees: string, status: string, remarks = "", day = paidOn): Row => [
  ...[`inv_${no}`, n && utr(n), rupees, day, status] as const,
  remarks,
];
const item = (no: number, what: string) =>
  world.one(
    `select string_agg(${what}, ' ' order by t.attempt_no) from payout.payout_items as t
     join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where t.tenant_id = $1 and i.public_no = $2`,
    house.id,
    no,
  );
const state = async (no: number) => `${await world.standing(no)} | ${await item(no, "t.status")}`;

Deno.test("a short payment is allocated: the invoice is part-paid, and the row of the balance settles it", async () => {
  const { ids, classes } = await world.told([success(1, "A1", "900.00")]);
  assert.deepEqual(classes, ["AMOUNT_MISMATCH"]);
  await world.refused(ids[0]!, { resolution: "allocate", amount: "900.01" }, "allocation_exceeds_row");
  const { body } = await world.resolve(ids[0]!, { resolution: "allocate", reason: "the bank says so" });
  assert.deepEqual([body.status, body.outstandingAmount, body.decisions.length], ["RESOLVED", 100, 1]);
  assert.equal(await state(1), `part_paid 900.00 ${utr("A1")} | EXPORTED`);
  await world.agrees();
  assert.deepEqual((await world.told([success(1, "A2", "100.00")])).classes, ["SETTLED"]);
  assert.equal(await state(1), `paid 1000.00 ${utr("A2")} | SUCCESS`);
  await world.agrees();
});

Deno.test("an excess is kept as an advance to the partner, and somebody is told to get it back", async () => {
  const { ids } = await world.told([success(2, "B1", "1500.00")]);
  const { body, text } = await world.resolve(ids[0]!, { resolution: "allocate" });
  assert.match(text, /"kind" : "advance", "amount" : 500.00/);
  assert.equal(body.invoiceStatus, "paid");
  assert.equal(await state(2), `paid 1000.00 ${utr("B1")} | SUCCESS`);
  assert.equal(
    await world.one("select subject from ops.notifications where kind = 'partner_advance'"),
    "Partner 2 was paid 500.00 more than was owed on inv_2",
  );
  await world.agrees();
  assert.deepEqual(
    (await world.told([success(2, "B1", "1500.00"), row(3, "", "1.00", "PENDING")])).classes[0],
    "ALREADY_APPLIED",
  );
});

Deno.test("a rest within the company's limit is written off, with the payment or after it; above the limit it is refused", async () => {
  const { ids } = await world.told([
    success(4, "C1", "999.50"),
    success(5, "C2", "999.00"),
    success(6, "C3", "998.99"),
  ]);
  await world.refused(ids[2]!, { resolution: "write_off", reason: "too little" }, "write_off_exceeds_limit");
  await world.resolve(ids[0]!, { resolution: "write_off", reason: "the bank's charge" });
  assert.equal(await state(4), `paid 999.50 ${utr("C1")} | SUCCESS`);
  await world.agrees();
  await world.resolve(ids[1]!, { resolution: "allocate" });
  assert.equal(await state(5), `part_paid 999.00 ${utr("C2")} | EXPORTED`);
  const after = await world.resolve(ids[1]!, { resolution: "write_off", reason: "nobody asks for a rupee" });
  assert.deepEqual([after.status, after.body.resolution, after.body.decisions.length], [200, "write_off", 2]);
  assert.equal(await state(5), `paid 999.00 ${utr("C2")} | SUCCESS`);
  await world.agrees();
  await world.refused(ids[1]!, { resolution: "write_off", reason: "again" }, "settlement_exception_resolved");
});

Deno.test("a row with a typo is given its invoice, and is taken for what the rules make of it then", async () => {
  const rows: Row[] = [
    ["inv_990007", utr("D1"), amount, paidOn, "SUCCESS"],
    ["inv_990008", utr("D2"), amount, paidOn, "FAILED", "Account closed"],
    ["7", utr("D3"), "950.00", paidOn, "SUCCESS"],
    ["INV9", utr("D4"), amount, paidOn, "SUCCESS"],
  ];
  const { ids, classes } = await world.told(rows);
  assert.deepEqual(classes, ["UNKNOWN_INVOICE", "UNKNOWN_INVOICE", "UNKNOWN_INVOICE", "UNKNOWN_INVOICE"]);
  const link = (invoiceId: string) => ({ resolution: "link_to_invoice", invoiceId });
  await world.refused(ids[0]!, link("inv_880000"), "invoice_unknown");
  assert.equal((await world.resolve(ids[0]!, link("inv_7"))).body.status, "RESOLVED");
  assert.equal(await state(7), `paid 1000.00 ${utr("D1")} | SUCCESS`);
  await world.resolve(ids[1]!, link("8"));
  assert.equal(await state(8), "failed 0.00 | FAILED");
  const short = await world.resolve(ids[2]!, link("inv_9"));
  assert.deepEqual([short.body.status, short.body.classification, short.body.invoiceId], [
    "OPEN",
    "AMOUNT_MISMATCH",
    "inv_9",
  ]);
  assert.equal(await state(9), "in_bank_file 0.00 | EXPORTED");
  await world.resolve(ids[2]!, { resolution: "allocate" });
  assert.equal(await state(9), `part_paid 950.00 ${utr("D3")} | EXPORTED`);
  const double = await world.resolve(ids[3]!, link("inv_7"));
  assert.deepEqual([double.body.status, double.body.classification, double.body.severity], [
    "OPEN",
    "POSSIBLE_DOUBLE_PAYMENT",
    "critical",
  ]);
  await world.agrees();
  assert.deepEqual((await world.told(rows)).classes, classes, "the rows of the file say what they said");
});

Deno.test("a payment that had failed arrived after all: accepted, it is paid and not tried again", async () => {
  await world.told([row(10, "E0", amount, "FAILED", "Account closed")]);
  const { ids, classes } = await world.told([success(10, "E1", amount)]);
  assert.deepEqual(classes, ["LATE_SUCCESS"]);
  await world.resolve(ids[0]!, { resolution: "accept_status" });
  assert.equal(await state(10), `paid 1000.00 ${utr("E1")} | SUCCESS`);
  const again = await world.api("POST /api/admin/retry-failed", { body: { invoiceIds: ["inv_10"] } });
  assert.equal(again.body.refused[0].code, "invoice_not_failed");
  await world.agrees();
});

Deno.test("a payment that had arrived is told as failed: accepted, it came back, its reference is free and the books say so", async () => {
  await world.told([success(11, "F1", amount)]);
  const before = await world.bank();
  const { ids, classes } = await world.told([row(11, "F1", amount, "FAILED", "Account frozen")]);
  assert.deepEqual(classes, ["LATE_FAILURE"]);
  await world.resolve(ids[0]!, { resolution: "accept_status" });
  assert.equal(await state(11), `returned 0.00 ${utr("F1")} | RETURNED`);
  assert.equal(Number(before) - Number(await world.bank()), 1000);
  await world.agrees();
});

Deno.test("one reference for two invoices: refused while it stands for the first, accepted once that came back", async () => {
  const { ids, classes } = await world.told([success(12, "G1", amount), success(13, "G1", amount)]);
  assert.deepEqual(classes, ["SETTLED", "DUPLICATE_UTR"]);
  assert.equal((await world.api(`GET /api/admin/exceptions/${ids[0]}`)).body.standsFor, "inv_12");
  await world.refused(ids[0]!, { resolution: "accept_status" }, "utr_stands_for_another");
  await world.refused(ids[0]!, { resolution: "allocate" }, "settlement_resolution_not_for_this");
  await world.told([row(12, "G1", amount, "RETURNED", "Account closed")]);
  await world.resolve(ids[0]!, { resolution: "accept_status", reason: "the bank had meant the other" });
  assert.equal(await state(13), `paid 1000.00 ${utr("G1")} | SUCCESS`);
  await world.agrees();
});

Deno.test("paid twice: accepted, the second payment is an advance and the invoice stays as it was paid", async () => {
  await world.told([success(14, "H1", amount)]);
  const { ids, classes } = await world.told([success(14, "H2", amount)]);
  assert.deepEqual(classes, ["POSSIBLE_DOUBLE_PAYMENT"]);
  await world.resolve(ids[0]!, { resolution: "accept_status", reason: "the bank confirms both" });
  assert.equal(await state(14), `paid 1000.00 ${utr("H1")} | SUCCESS`);
  assert.equal(
    await world.one("select subject from ops.notifications where key = $1", `inv_14 ${utr("H2")}`),
    "Partner 14 was paid 1000.00 more than was owed on inv_14",
  );
  await world.agrees();
});

Deno.test("a success without its reference waits for it; a day before the file was sent is accepted by a person", async () => {
  const { ids, classes } = await world.told([row(15, "", amount, "SUCCESS"), success(16, "K2", amount, "2026-11-01")]);
  assert.deepEqual(classes, ["MISSING_UTR", "BAD_DATE"]);
  await world.refused(ids[0]!, { resolution: "accept_status" }, "settlement_utr_wanted");
  const done = await world.resolve(ids[0]!, { resolution: "accept_status", utrNumber: utr("K1").toLowerCase() });
  assert.deepEqual([done.body.status, done.body.decisions[0].utrNumber], ["RESOLVED", utr("K1")]);
  assert.equal(await state(15), `paid 1000.00 ${utr("K1")} | SUCCESS`);
  await world.resolve(ids[1]!, { resolution: "accept_status" });
  assert.equal(await state(16), `paid 1000.00 ${utr("K2")} | SUCCESS`);
  await world.agrees();
});

Deno.test("what cannot be accepted is refused by name: a day to come, a part that came back, a row that cannot be read", async () => {
  await world.told([success(17, "L1", amount)]);
  const { ids, classes } = await world.told([
    success(18, "L2", amount, "2026-12-24"),
    row(17, "L1", "400.00", "RETURNED"),
    row(19, "L3", "abc", "SUCCESS"),
  ]);
  assert.deepEqual(classes, ["BAD_DATE", "UTR_CONFLICT", "BAD_ROW"]);
  await world.refused(ids[0]!, { resolution: "accept_status" }, "settlement_exception_not_acceptable");
  await world.refused(ids[1]!, { resolution: "accept_status" }, "settlement_resolution_not_for_this");
  await world.refused(
    ids[2]!,
    { resolution: "link_to_invoice", invoiceId: "inv_19" },
    "settlement_resolution_not_for_this",
  );
  for (const id of ids) await world.resolve(id, { resolution: "ignore_with_reason", reason: "the bank sends it anew" });
  assert.equal(await state(18), "in_bank_file 0.00 | EXPORTED");
  await world.agrees();
});

Deno.test("the other company's invoices stand as before, and the world closes", async () => {
  for (const no of nos) assert.equal(await world.standing(no, rival), "in_bank_file 0.00");
  assert.equal(await world.bank(rival), "0.00");
  await world.agrees(rival);
  await world.close();
});
