import assert from "node:assert/strict";
import { findByNumber } from "../../domain/ewaybill/mod.ts";
import { type EInvoiceWorld, einvoiceWorld, gstinOf, house, rival } from "../support/einvoice_world.ts";
import { asRival, ewayBills, transport } from "./ewaybill_world.ts";

let world: EInvoiceWorld;
let bills: ReturnType<typeof ewayBills>;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld({ queue: true });
  await world.work();
  bills = ewayBills(world);
});
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `e-way bill not listed yet: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const reject = (number: string, as?: string) =>
  world.api(`POST /api/ewaybill/${number}/reject`, { ...(as && { as }), body: { remarks: "not ordered" } });
const asked = async (number: string) =>
  (await world.admin`select from ops.api_calls where operation = 'get' and url like ${`%ewbNo=${number}`}`).length;

/** A challan of the rival to the house, made today. */
async function madeOnUs(): Promise<string> {
  const party = {
    name: "House of Paper",
    gstin: gstinOf(house),
    address: "204 Laxmi Estate",
    city: "Mumbai",
    pincode: "400053",
    stateCode: "27",
  };
  const challan = bills.sale({ type: "delivery_challan", purpose: "job_work", party });
  return (await bills.bill(transport, asRival, challan)).ewbNumber;
}

test("it is asked for by its number and rejected on the day it was made", async () => {
  const number = await madeOnUs();
  const rejected = await reject(number);
  assert.equal(rejected.status, 200, rejected.text);
  const { status, generatedBy, gstin, documentDate, totalAmount, direction } = rejected.body;
  assert.deepEqual([status, direction, generatedBy, gstin, documentDate], [
    "rejected",
    "received",
    gstinOf(rival),
    gstinOf(house),
    "2026-11-20",
  ]);
  assert.ok(totalAmount >= 60_000, rejected.text);
  assert.equal((await bills.atPortal(number))?.is_rejected, true);
  assert.deepEqual([(await reject(number)).body.code, await asked(number)], ["e_way_bill_not_alive", 1]);
});

test("what is not there, or is ours, or concerns us not, is not found; no other company sees more of it", async () => {
  const { ewbNumber: ours } = await bills.bill();
  for (const [number, as] of [["999999999999"], [ours], [ours, asRival], [await madeOnUs(), asRival]] as const) {
    const answer = await reject(number, as);
    assert.deepEqual([answer.status, answer.body.code], [404, "not_found"], number);
  }
  assert.equal((await reject("12AB")).status, 404);
  const [kept] = await world.admin`select count(*)::int as n from ewaybill.received_bills where ewb_number = ${ours}`;
  assert.equal(kept?.n, 0);
});

test("while the portal does not say, nothing is: it is told from when on it is listed", async () => {
  const number = await madeOnUs();
  await world.fault({ portal: "ewb", operation: "get", kind: "crossed_reply" });
  const silent = await reject(number);
  assert.deepEqual([silent.status, silent.body.code], [409, "e_way_bill_not_listed_yet"]);
  assert.match(silent.body.detail, new RegExp(`from 21 Nov 2026 on.*${number}`));
  assert.equal((await bills.atPortal(number))?.is_rejected, false);
  assert.equal((await reject(number)).status, 200);
});

test("two workers with the same question keep one bill", async () => {
  const number = await madeOnUs();
  const lookup = { lookupId: crypto.randomUUID(), number };
  const both = await Promise.all([1, 2].map(() => findByNumber(world.context(house), world.ewayDeps, lookup)));
  assert.deepEqual(both.map(({ added }) => added).sort(), [0, 1]);
  const theirs = await findByNumber(world.context(rival), world.ewayDeps, lookup);
  assert.deepEqual(theirs, { asked: 1, added: 0 });
});
