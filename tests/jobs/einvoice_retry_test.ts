import assert from "node:assert/strict";
import { putRegistration, retryDueFailures } from "../../domain/einvoice/mod.ts";
import {
  credentialsOf,
  einvoiceWorld,
  gstinOf,
  house,
  rival,
  rowsOf,
  startOfTests,
} from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
  await world.admin`update einvoice.e_invoices set status = 'withdrawn' where status = 'failed'`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `retry of what was refused: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const later = { enqueue: () => Promise.resolve(), nudge: () => {} };
const retry = async (tenant = house) => (await retryDueFailures(world.context(tenant), later)).dueAgain;
const sends = () => world.calls.filter((one) => one === "POST /eicore/v1.03/Invoice").length;
const status = async (id: string, tenant = house) => (await world.standing(id, tenant)).status;
const address = (pincode: string) =>
  world.admin`update core.company_gstins set pincode = ${pincode} where gstin = ${gstinOf(house)}`;

test("the same definite refusal is never asked for twice", async () => {
  const { id } = await world.post();
  await world.fault({ kind: "portal_error", code: "2240", message: "not allowed" });
  await world.run();
  for (let round = 0; round < 100; round++) {
    world.later(1_800);
    assert.equal(await retry(), 0);
    await world.run();
  }
  assert.deepEqual([await status(id), sends()], ["failed", 1]);
});

test("an e-way bill that was asked for with it, and failed with it, does not make it another document", async () => {
  const { id } = await world.post();
  const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${id}, ${sql.json(transport)})`);
  await world.fault({ kind: "portal_error", code: "2240", message: "not allowed" });
  await world.run();
  world.later(1_800);
  assert.deepEqual([await status(id), await retry()], ["failed", 0]);
});

test("what was refused for want of a registration goes once there is one", async () => {
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  const { id } = await world.post();
  await world.run();
  world.later(1_800);
  assert.deepEqual([await status(id), await retry()], ["failed", 0]);
  await putRegistration(world.context(house, { db: world.db }), world.keys, credentialsOf(house));
  assert.deepEqual([await retry(rival), await status(id)], [0, "failed"], "another company's run leaves it alone");
  assert.deepEqual([await retry(), await status(id)], [1, "pending"]);
  await world.run();
  assert.equal(await status(id), "generated");
});

test("what our own validator refused goes when it passes, and not before", async () => {
  const { id } = await world.post();
  await address("560002"); // not of this State
  await world.run();
  assert.deepEqual([await status(id), (await world.standing(id)).error.code, sends()], ["failed", "3039", 0]);
  world.later(1_800);
  assert.equal(await retry(), 0);
  await address("400053");
  assert.equal(await retry(), 1);
  await world.run();
  assert.equal(await status(id), "generated");
});

test("what the portal refused goes when the document has become another one that passes", async () => {
  const { id } = await world.post();
  await world.fault({ kind: "portal_error", code: "3039", message: "PIN code does not belong to the state" });
  await world.run();
  world.later(1_800);
  assert.deepEqual([await status(id), await retry()], ["failed", 0]);
  await address("400058");
  assert.equal(await retry(), 1);
  await world.run();
  assert.equal(await status(id), "generated");
  await address("400053");
});

test("a refusal of the passing kind is tried again three times, ever later, and then left", async () => {
  const { id } = await world.post();
  const refuse = () => world.fault({ kind: "portal_error", code: "3028", message: "GSTIN is invalid", times: 2 });
  const gaps: number[] = [];
  await refuse();
  await world.run();
  let waited = 0;
  for (let round = 0; round < 400; round++) {
    world.later(1_800);
    waited++;
    if (await retry() === 0) continue;
    gaps.push(waited);
    waited = 0;
    await world.db`delete from sandbox.faults`;
    await refuse();
    await world.run();
  }
  assert.deepEqual([await status(id), gaps], ["failed", [1, 4, 14]]);
  await world.db`delete from sandbox.faults`;
});

test("two runs at once make each due once, and a cancelled voucher's never", async () => {
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  const vouchers = [];
  for (let n = 0; n < 4; n++) vouchers.push(await world.post());
  await world.run();
  const { id } = vouchers.pop();
  const cancelled = await world.api(`POST /api/vouchers/${id}/cancel`, { body: { reason: "order withdrawn" } });
  assert.equal(cancelled.status, 200, cancelled.text);
  world.later(60);
  await putRegistration(world.context(house, { db: world.db }), world.keys, credentialsOf(house));
  const [one, two] = await Promise.all([retry(), retry()]);
  assert.equal(one + two, 3);
  await world.run();
  for (const one of vouchers) assert.equal(await status(one.id), "generated");
  assert.equal(await status(id), "not_required");
});
