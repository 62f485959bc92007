import assert from "node:assert/strict";
import { cancelRequested, makeDueBills, retryDueFailures } from "../../domain/einvoice/mod.ts";
import { einvoiceWorld, house, invoice, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `cancelling both: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const irnCancels = () => world.calls.filter((call) => call.startsWith("POST") && call.endsWith("/Cancel")).length;
const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };
const asRival = "owner@rival.test";

interface Both {
  readonly id: string;
  readonly number: string;
  readonly irn: string;
  readonly ewbNumber: string;
}

/** A registered invoice with its e-way bill on the road. */
async function both(tenant = house, as?: string): Promise<Both> {
  const { id, number } = await world.post(invoice(), as);
  await rowsOf(world, tenant)(({ sql }) => sql`select ewaybill.request_generation(${id}, ${sql.json(transport)})`);
  await world.run(tenant);
  const { irn } = await world.standing(id, tenant);
  const { eWayBill } = (await world.api(`GET /api/vouchers/${id}`, { ...(as && { as }) })).body;
  assert.equal(eWayBill.status, "active");
  return { id, number, irn, ewbNumber: eWayBill.ewbNumber };
}

async function ask(irn: string, tenant = house): Promise<string> {
  const [row] = await rowsOf(world, tenant)(({ sql }) =>
    sql`select * from einvoice.request_cancellation(${irn}, '3', 'order withdrawn by the buyer, who found it cheaper elsewhere')`
  );
  return row?.cancellation_id;
}
const job = (id: string, tenant = house) => cancelRequested(world.context(tenant), world.deps, world.ewayDeps, id);

/** The job as it is tried again, time passing between. */
async function untilSettled(id: string, tenant = house): Promise<void> {
  for (let attempt = 0; attempt < 6; attempt++) {
    if (await job(id, tenant)) return;
    world.later(400);
  }
  throw new Error("not settled after six attempts");
}
const atPortals = async ({ irn, ewbNumber }: Both) => {
  const [invoice] = await world.db`select status from sandbox.irp_invoices where irn = ${irn}`;
  const [bill] = await world.db`select status from sandbox.ewb_bills where ewb_no = ${ewbNumber}`;
  return [bill?.status, invoice?.status];
};
const told = (tenant = house) =>
  rowsOf(world, tenant)(({ sql }) =>
    sql`select key, severity, facts from ops.notifications where kind = 'irn_stands_without_bill'`
  );
async function here({ id }: Both, tenant = house) {
  const { status, cancellation } = await world.standing(id, tenant);
  const [bill] = await rowsOf(world, tenant)(({ sql }) =>
    sql`select status from ewaybill.e_way_bills where voucher_id = ${id}`
  );
  return [bill?.status, status, cancellation?.status, cancellation?.step];
}

test("the bill goes first, then the IRN; the state says which step it is at", async () => {
  const made = await both();
  const cancellation = await ask(made.irn);
  assert.deepEqual(await here(made), ["cancelling", "generated", "requested", "e_way_bill"]);
  await untilSettled(cancellation);
  assert.deepEqual(await here(made), ["cancelled", "cancelled", "cancelled", "irn"]);
  assert.deepEqual(await atPortals(made), ["CNL", "CNL"]);
  const [reason] = await rowsOf(world)(({ sql }) =>
    sql`select request from ewaybill.changes where change = 'cancel' and request ->> 'remarks' like 'order withdrawn%'`
  );
  assert.deepEqual(reason?.request, { reasonCode: "2", remarks: "order withdrawn by the buyer, who found it cheaper" });
  const { eWayBill } = (await world.standing(made.id)).cancellation;
  assert.deepEqual([eWayBill.ewbNumber, eWayBill.status], [made.ewbNumber, "cancelled"]);
  assert.equal((await told()).length, 0);
});

test("a bill in transit will not go: both stand, with the e-way portal's reason", async () => {
  const made = await both();
  await world.fault({ portal: "ewb", operation: "cancel", kind: "portal_error", code: "316" });
  const cancellation = await ask(made.irn);
  await untilSettled(cancellation);
  assert.deepEqual(await here(made), ["active", "generated", "refused", "e_way_bill"]);
  assert.deepEqual([await atPortals(made), irnCancels()], [["ACT", "ACT"], 0]);
  assert.equal((await world.standing(made.id)).cancellation.error.code, "316");
  await untilSettled(await ask(made.irn));
  assert.deepEqual(await atPortals(made), ["CNL", "CNL"], "asked for again, it goes");
});

test("the IRN is refused when the bill is gone: told as it is, and somebody is told", async () => {
  const made = await both();
  await world.fault({ operation: "cancel", kind: "portal_error", code: "2270", message: "too late" });
  await untilSettled(await ask(made.irn));
  assert.deepEqual(await here(made), ["cancelled", "generated", "refused", "irn"]);
  assert.deepEqual(await atPortals(made), ["CNL", "ACT"]);
  const { cancellation } = await world.standing(made.id);
  assert.deepEqual([cancellation.error.code, cancellation.eWayBill.status], ["2270", "cancelled"]);
  const [notification] = await told();
  assert.deepEqual([notification?.severity, notification?.facts.ewbNumber, notification?.facts.number], [
    "critical",
    made.ewbNumber,
    made.number,
  ]);
  assert.deepEqual([...await told(rival)], []);
});

/** Where a process dies: what was done at the portals by then, and what had been written down here. */
const deaths: [string, (made: Both, cancellation: string) => Promise<unknown>][] = [
  ["before anything was sent", () => Promise.resolve()],
  ["after the bill was sent for cancellation, unrecorded", async (made) => {
    await rowsOf(world)(({ sql }) =>
      sql`select * from ewaybill.change_to_send((select change_id from einvoice.cancellations where irn = ${made.irn}))`
    );
    await world.db`update sandbox.ewb_bills set status = 'CNL', closed_at = now() where ewb_no = ${made.ewbNumber}`;
  }],
  ["after the bill was cancelled and recorded", async (made, cancellation) => {
    await world.fault({ operation: "cancel", kind: "http_503" });
    await world.fault({ operation: "get_by_irn", kind: "http_503", times: 2 });
    assert.equal(await job(cancellation), false);
    assert.deepEqual(await here(made), ["cancelled", "generated", "unknown", "irn"]);
  }],
  ["after the IRN was cancelled, unrecorded", async (made, cancellation) => {
    await world.fault({ operation: "cancel", kind: "http_504", afterEffect: true });
    await world.fault({ operation: "get_by_irn", kind: "http_503", times: 2 });
    assert.equal(await job(cancellation), false);
    assert.deepEqual(await atPortals(made), ["CNL", "CNL"]);
  }],
];
for (const [when, die] of deaths) {
  test(`a process that dies ${when}: the next one goes on, and both are cancelled once`, async () => {
    const made = await both();
    const cancellation = await ask(made.irn);
    await die(made, cancellation);
    world.later(400);
    await untilSettled(cancellation);
    assert.deepEqual(await here(made), ["cancelled", "cancelled", "cancelled", "irn"]);
    assert.deepEqual(await atPortals(made), ["CNL", "CNL"]);
    await job(cancellation);
    assert.deepEqual(await here(made), ["cancelled", "cancelled", "cancelled", "irn"]);
  });
}

test("two workers at it at once cancel each once", async () => {
  const made = await both();
  const cancellation = await ask(made.irn);
  await Promise.all([job(cancellation), job(cancellation)]);
  world.later(400);
  await untilSettled(cancellation);
  assert.deepEqual(await here(made), ["cancelled", "cancelled", "cancelled", "irn"]);
  assert.deepEqual(await atPortals(made), ["CNL", "CNL"]);
});

test("a bill that is on its way is waited for, then cancelled before the IRN", async () => {
  const { id, number } = await world.post();
  await world.run();
  const { irn } = await world.standing(id);
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${id}, ${sql.json(transport)})`);
  await world.fault({ operation: "eway_generate", kind: "http_504", afterEffect: true });
  await makeDueBills(world.context(house), world.deps);
  const cancellation = await ask(irn);
  assert.equal(await job(cancellation), false);
  assert.deepEqual([irnCancels(), (await world.standing(id)).cancellation.step], [0, "e_way_bill"]);
  world.later(400);
  await makeDueBills(world.context(house), world.deps);
  await untilSettled(cancellation);
  const [bill] = await world.db`select status from sandbox.ewb_bills where document_no = ${number}`;
  assert.deepEqual([bill?.status, (await world.standing(id)).status], ["CNL", "cancelled"]);
});

test("a bill that was asked for and never sent is taken back", async () => {
  const { id } = await world.post();
  await world.run();
  const { irn } = await world.standing(id);
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${id}, ${sql.json(transport)})`);
  await untilSettled(await ask(irn));
  const { body: { eWayBill, eInvoice } } = await world.api(`GET /api/vouchers/${id}`);
  assert.deepEqual([eWayBill.status, eInvoice.status], ["failed", "cancelled"]);
});

test("a voucher is cancelled only once both are gone", async () => {
  const made = await both();
  const cancel = () => world.api(`POST /api/vouchers/${made.id}/cancel`, { body: { reason: "order withdrawn" } });
  assert.equal((await cancel()).body.code, "e_invoice_alive");
  const cancellation = await ask(made.irn);
  assert.equal((await cancel()).body.code, "e_invoice_alive");
  await untilSettled(cancellation);
  assert.equal((await cancel()).status, 200);
});

test("a cancellation whose job was lost is taken up by the half-hourly run, each company its own", async () => {
  const [made, theirs] = [await both(), await both(rival, asRival)];
  const [cancellation, other] = [await ask(made.irn), await ask(theirs.irn, rival)];
  const sent: string[] = [];
  const later = {
    nudge: () => {},
    enqueue: (_: unknown, __: string, { cancellationId }: Record<string, string>) =>
      Promise.resolve(void sent.push(cancellationId!)),
  };
  const run = (tenant = house) => retryDueFailures(world.context(tenant), later);
  assert.deepEqual([(await run()).cancellations, sent], [0, []], "its own job may still be at it");
  world.later(1_800);
  assert.equal((await run()).cancellations, 1);
  assert.deepEqual(sent, [cancellation]);
  await run(rival);
  assert.deepEqual(sent, [cancellation, other]);
  await untilSettled(cancellation);
  await untilSettled(other, rival);
  sent.length = 0;
  assert.deepEqual([(await run()).cancellations, sent], [0, []]);
});

test("another company's job and person do nothing to it", async () => {
  const [made, theirs] = [await both(), await both(rival, asRival)];
  assert.equal(await ask(theirs.irn), undefined);
  const cancellation = await ask(made.irn);
  assert.equal(await job(cancellation, rival), true);
  assert.deepEqual(await atPortals(made), ["ACT", "ACT"]);
  await untilSettled(cancellation);
  assert.deepEqual(await atPortals(theirs), ["ACT", "ACT"]);
});
