import assert from "node:assert/strict";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, settlementWorld, utr } from "../support/settlement_world.ts";

/** What the state of an attempt and the bank's word make together: every cell. */
const world = await settlementWorld();
Deno.test.afterAll(() => world.close());
const words = ["SUCCESS", "FAILED", "PENDING", "RETURNED"] as const;
type Word = (typeof words)[number];
let last = 2000;
let references = 0;
const fresh = () => utr(++references);
const say = (no: number, reference: string, status: Word, remarks = ""): Row => [
  `inv_${no}`,
  reference,
  "500.00",
  paidOn,
  status,
  remarks,
];

async function made(status = "sent_to_bank"): Promise<number> {
  await world.exported([{ no: ++last, amount: "500.00" }], { status });
  await world.exported([{ no: last, amount: "500.00" }], { tenant: rival });
  return last;
}

async function settled(rows: readonly Row[], fields: Record<string, string> = {}): Promise<string[]> {
  const answer = await world.settle(rows, { fields });
  assert.equal(answer.status, 200, answer.text);
  return await world.classes(answer.body.reconciliationId);
}

/** `FAILED EXPORTED` of an invoice's attempts, in their order. */
const attempts = (no: number) =>
  world.one(
    "select string_agg(t.status, ' ' order by t.attempt_no) from payout.payout_items as t join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where i.tenant_id = $1 and i.public_no = $2",
    house.id,
    no,
  );

/** Makes an attempt of a state, lets the bank say each word of it, and answers `CLASS attempts | invoice` of each. */
async function row(make: () => Promise<number>, reference: (no: number) => string | Promise<string> = fresh) {
  const cells: string[] = [];
  for (const word of words) {
    const no = await make();
    const [classification] = await settled([say(no, await reference(no), word)]);
    cells.push(`${classification} ${await attempts(no)} | ${(await world.standing(no)).replace(/ HDFCN\d+/, "")}`);
    assert.equal(await world.standing(no, rival), "in_bank_file 0.00", "the other company's stands as it was");
  }
  return cells;
}

async function after(...said: Word[]): Promise<number> {
  const no = await made();
  for (const word of said) await settled([say(no, fresh(), word)]);
  return no;
}

Deno.test("EXPORTED: settled, failed, pending; what came back before it arrived has failed", async () => {
  assert.deepEqual(await row(made), [
    "SETTLED SUCCESS | paid 500.00",
    "FAILED FAILED | failed 0.00",
    "PENDING PENDING | in_bank_file 0.00",
    "FAILED FAILED | failed 0.00",
  ]);
  const answer = await world.settle([say(await made(), fresh(), "RETURNED")]);
  assert.deepEqual(answer.body.failedPayments[0].warnings, ["RETURNED_BEFORE_SUCCESS"]);
  const reason = "select payment_failure_reason from payout.invoices where tenant_id = $1 and public_no = $2";
  assert.equal(await world.one(reason, house.id, last), "RETURNED_BEFORE_SUCCESS");
});

Deno.test("PENDING: as EXPORTED", async () => {
  assert.deepEqual(await row(() => after("PENDING")), [
    "SETTLED SUCCESS | paid 500.00",
    "FAILED FAILED | failed 0.00",
    "PENDING PENDING | in_bank_file 0.00",
    "FAILED FAILED | failed 0.00",
  ]);
});

Deno.test("SUCCESS: another reference may be a second payment; late failure waits for a person; pending is ignored; returned", async () => {
  assert.deepEqual(await row(() => after("SUCCESS")), [
    "POSSIBLE_DOUBLE_PAYMENT SUCCESS | paid 500.00",
    "LATE_FAILURE SUCCESS | paid 500.00",
    "NO_CHANGE SUCCESS | paid 500.00",
    "RETURNED RETURNED | returned 0.00",
  ]);
});

Deno.test("FAILED, no newer attempt: a late success waits for a person, nothing else changes it", async () => {
  assert.deepEqual(await row(() => after("FAILED")), [
    "LATE_SUCCESS FAILED | failed 0.00",
    "NO_CHANGE FAILED | failed 0.00",
    "NO_CHANGE FAILED | failed 0.00",
    "NO_CHANGE FAILED | failed 0.00",
  ]);
});

Deno.test("FAILED, a newer attempt at the bank: a success of the first may be a second payment, and the newer stays as it is", async () => {
  const first = new Map<number, string>();
  const make = async () => {
    const no = await made();
    first.set(no, fresh());
    await settled([say(no, first.get(no)!, "FAILED", "first")]);
    await world.exportedAgain([no]);
    return no;
  };
  assert.deepEqual(await row(make, (no) => first.get(no)!), [
    "POSSIBLE_DOUBLE_PAYMENT FAILED EXPORTED | in_bank_file 0.00",
    "ALREADY_APPLIED FAILED EXPORTED | in_bank_file 0.00",
    "NO_CHANGE FAILED EXPORTED | in_bank_file 0.00",
    "NO_CHANGE FAILED EXPORTED | in_bank_file 0.00",
  ]);
});

Deno.test("FAILED, a newer attempt not sent yet: a success of the first puts the newer on hold, and its file is not sent", async () => {
  for (const status of ["approved", "generated"]) {
    const no = await made();
    const reference = fresh();
    await settled([say(no, reference, "FAILED")]);
    const newer = await world.exportedAgain([no], status);
    assert.deepEqual(await settled([say(no, reference, "SUCCESS")]), ["POSSIBLE_DOUBLE_PAYMENT"]);
    assert.equal(await attempts(no), "FAILED ON_HOLD", status);
    assert.equal(await world.standing(no), "in_bank_file 0.00");
    const as = "owner@house.test";
    if (status === "approved") {
      const sent = await world.api(`POST /api/admin/bank-files/${newer}/mark-sent`, { as });
      assert.deepEqual([sent.status, sent.body.code], [409, "bank_file_changed"]);
    }
    const ended = await world.api(`POST /api/admin/bank-files/${newer}/cancel`, {
      as,
      body: { reason: "paid already" },
    });
    assert.deepEqual([ended.status, await attempts(no)], [200, "FAILED CANCELLED"], ended.text);
  }
});

Deno.test("a success that names nothing is of the attempt that the bank can have had: the day and the state of the file tell", async () => {
  const no = await made();
  await settled([say(no, "", "FAILED")]);
  await world.exportedAgain([no], "generated");
  assert.deepEqual(
    await settled([say(no, fresh(), "SUCCESS")]),
    ["POSSIBLE_DOUBLE_PAYMENT"],
    "nobody approved the newer",
  );
  assert.equal(await attempts(no), "FAILED ON_HOLD");
  const other = await made();
  await settled([say(other, "", "FAILED")]);
  const newer = await world.exportedAgain([other], "approved");
  await world.admin`update payout.bank_file_log set approved_at = '2026-11-20T09:59:00+05:30'
    where tenant_id = ${house.id} and bank_file_id = ${newer}`;
  const early: Row = [`inv_${other}`, fresh(), "500.00", "2026-11-18", "SUCCESS"];
  assert.deepEqual(await settled([early]), ["POSSIBLE_DOUBLE_PAYMENT"], "two days before the newer was approved");
  assert.equal(await attempts(other), "FAILED ON_HOLD");
});

Deno.test("ON_HOLD: a success may be a second payment, a failure ends it, the rest waits", async () => {
  const make = async () => {
    const no = await made();
    const reference = fresh();
    await settled([say(no, reference, "FAILED")]);
    await world.exportedAgain([no], "approved");
    await settled([say(no, reference, "SUCCESS")]);
    assert.equal(await attempts(no), "FAILED ON_HOLD");
    return no;
  };
  assert.deepEqual(await row(make), [
    "POSSIBLE_DOUBLE_PAYMENT FAILED ON_HOLD | in_bank_file 0.00",
    "FAILED FAILED FAILED | failed 0.00",
    "NO_CHANGE FAILED ON_HOLD | in_bank_file 0.00",
    "FAILED FAILED FAILED | failed 0.00",
  ]);
});

Deno.test("RETURNED: it needs a new attempt; a success of the old one waits for a person, its own reference said again has no effect", async () => {
  assert.deepEqual(await row(() => after("SUCCESS", "RETURNED")), [
    "LATE_SUCCESS RETURNED | returned 0.00",
    "NO_CHANGE RETURNED | returned 0.00",
    "NO_CHANGE RETURNED | returned 0.00",
    "NO_CHANGE RETURNED | returned 0.00",
  ]);
  const no = await made();
  const reference = fresh();
  const rows = [say(no, reference, "SUCCESS"), say(no, reference, "RETURNED", "Account closed")];
  assert.deepEqual(await settled(rows), ["SETTLED", "RETURNED"]);
  assert.deepEqual(await settled([...rows, say(no, reference, "FAILED")]), [
    "ALREADY_APPLIED",
    "ALREADY_APPLIED",
    "NO_CHANGE",
  ]);
  assert.equal(await world.standing(no), `returned 0.00 ${reference}`);
});

Deno.test("RETURNED, a newer attempt is open: a success with a reference of the old one may be a second payment", async () => {
  const no = await made();
  const reference = fresh();
  await settled([say(no, reference, "SUCCESS"), say(no, reference, "RETURNED", "Account closed")]);
  await world.exportedAgain([no]);
  assert.deepEqual(await settled([say(no, reference, "SUCCESS", "again")]), ["ALREADY_APPLIED"]);
  assert.deepEqual(await settled([say(no, fresh(), "SUCCESS")]), ["SETTLED"], "a new reference is of the new attempt");
  assert.equal(await attempts(no), "RETURNED SUCCESS");
});

Deno.test("CANCELLED: a success is an exception, nothing else changes it", async () => {
  const make = async () => {
    const file = await world.exported([{ no: ++last, amount: "500.00" }], { status: "approved" });
    await world.exported([{ no: last, amount: "500.00" }], { tenant: rival });
    const ended = await world.api(`POST /api/admin/bank-files/${file}/cancel`, { body: { reason: "a wrong month" } });
    assert.equal(ended.status, 200, ended.text);
    return last;
  };
  assert.deepEqual(await row(make), [
    "NOT_EXPORTED CANCELLED | submitted 0.00",
    "NO_CHANGE CANCELLED | submitted 0.00",
    "NO_CHANGE CANCELLED | submitted 0.00",
    "NO_CHANGE CANCELLED | submitted 0.00",
  ]);
});
