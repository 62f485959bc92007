import assert from "node:assert/strict";
import { cancelEInvoice, cancelRequested } from "../../domain/einvoice/mod.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import type { Later } from "../../domain/shared/work.ts";
import { einvoiceWorld, house, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const cancels = () => world.calls.filter((call) => call.startsWith("POST") && call.endsWith("/Cancel")).length;

async function registered(): Promise<{ id: string; number: string; irn: string }> {
  const { id, number } = await world.post();
  await world.run();
  return { id, number, irn: (await world.standing(id)).irn };
}

/** Asks for a cancellation without the job; answers its id. */
async function ask(irn: string, tenant = house): Promise<string> {
  const [row] = await rowsOf(world, tenant)(({ sql }) =>
    sql`select * from einvoice.request_cancellation(${irn}, '2', 'wrong rate')`
  );
  return row?.cancellation_id;
}
const job = (id: string, tenant = house) => cancelRequested(world.context(tenant), world.deps, world.ewayDeps, id);

/** The job as it is tried again and again, time passing between. */
async function untilSettled(id: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await job(id)) return;
    world.later(60);
  }
  throw new Error("not settled after five attempts");
}

test("R2.5 R2.6 an IRN is cancelled within 24 hours, with a reason code and remarks", async () => {
  const { id, number, irn } = await registered();
  world.later(24 * 3600 - 1);
  await untilSettled(await ask(irn));
  const { status, cancelledAt, cancellation } = await world.standing(id);
  assert.deepEqual([status, cancelledAt], ["cancelled", "2026-11-21T04:29:59+00:00"]);
  assert.deepEqual([cancellation.status, cancellation.reasonCode, cancellation.remarks], [
    "cancelled",
    "2",
    "wrong rate",
  ]);
  assert.deepEqual(await world.registered(number), [{ irn, status: "CNL" }]);
  const [portal] = await world.db`select cancel_reason, cancel_remarks from sandbox.irp_invoices where irn = ${irn}`;
  assert.deepEqual([portal?.cancel_reason, portal?.cancel_remarks], ["2", "wrong rate"]);
});

test("an answer about another document cancels nothing; the portal is asked what became of this one", async () => {
  await registered();
  const { id, number, irn } = await registered();
  const cancellation = await ask(irn);
  await world.fault({ operation: "cancel", kind: "crossed_reply", afterEffect: false });
  await world.fault({ operation: "get_by_irn", kind: "crossed_reply" });
  assert.equal(await job(cancellation), false);
  assert.equal((await world.standing(id)).cancellation.status, "unknown");
  assert.deepEqual(await world.registered(number), [{ irn, status: "ACT" }]);
  world.later(60);
  await untilSettled(cancellation);
  assert.deepEqual(await world.registered(number), [{ irn, status: "CNL" }]);
  assert.equal((await world.standing(id)).status, "cancelled");
});

test("R2.5 at 24:00:01 it is refused here, and the portal is not asked", async () => {
  const { id, irn } = await registered();
  world.later(24 * 3600 + 1);
  const answer = await world.api(`POST /api/einvoice/${irn}/cancel`, { body: { reasonCode: "2", remarks: "late" } });
  assert.deepEqual([answer.status, answer.body.code], [409, "irn_cancel_window_closed"]);
  assert.equal(cancels(), 0);
  assert.equal((await world.standing(id)).status, "generated");
});

test("one that was asked for in time and comes too late is refused by the portal, and the document stands", async () => {
  const { id, number, irn } = await registered();
  world.later(24 * 3600 - 1);
  const cancellation = await ask(irn);
  world.later(10);
  await untilSettled(cancellation);
  const standing = await world.standing(id);
  assert.deepEqual([standing.status, standing.cancellation.status, standing.cancellation.error.code], [
    "generated",
    "refused",
    "2270",
  ]);
  assert.deepEqual(await world.registered(number), [{ irn, status: "ACT" }]);
});

test("a refusal of the portal leaves the document as it stands, with the reason; it may be asked for again", async () => {
  const { id, irn } = await registered();
  await world.fault({
    operation: "cancel",
    kind: "portal_error",
    code: "2230",
    message: "Cancel the e-way bill first",
  });
  await untilSettled(await ask(irn));
  const { status, cancellation } = await world.standing(id);
  assert.equal(status, "generated");
  assert.deepEqual([cancellation.status, cancellation.error], [
    "refused",
    { code: "2230", message: "Cancel the e-way bill first" },
  ]);
  await untilSettled(await ask(irn));
  assert.equal((await world.standing(id)).status, "cancelled");
});

/** Fault at cancel; how the cancellation stands after one attempt; how often the portal is asked to cancel in all. */
const faults: [Record<string, unknown>, string, number][] = [
  [{ kind: "timeout" }, "unknown", 2],
  [{ kind: "timeout_after_success" }, "cancelled", 1],
  [{ kind: "drip" }, "cancelled", 1],
  [{ kind: "http_503" }, "unknown", 2],
  [{ kind: "http_504", afterEffect: true }, "cancelled", 1],
  [{ kind: "http_429" }, "unknown", 2],
  [{ kind: "malformed" }, "cancelled", 1],
  [{ kind: "truncated" }, "cancelled", 1],
  [{ kind: "empty" }, "cancelled", 1],
  [{ kind: "html" }, "unknown", 2],
  [{ kind: "reset" }, "cancelled", 1],
  [{ kind: "undecipherable" }, "cancelled", 1],
  [{ kind: "token_expired" }, "cancelled", 2],
];
for (const [plan, after, asked] of faults) {
  test(`cancel under ${JSON.stringify(plan)}: ${after} after one attempt, cancelled once in the end`, async () => {
    const { id, number, irn } = await registered();
    const isSlow = ["timeout", "timeout_after_success", "drip"].includes(String(plan.kind));
    await world.fault({ operation: "cancel", latencyMs: 900, ...plan });
    const cancellation = await ask(irn);
    if (isSlow) world.site.timeoutMs = 300;
    const settled = await job(cancellation);
    world.site.timeoutMs = 20_000;
    const meanwhile = await world.standing(id);
    assert.deepEqual([meanwhile.cancellation.status, settled], [after, after === "cancelled"]);
    if (after === "unknown") assert.deepEqual([meanwhile.status, meanwhile.irn], ["generated", irn]);
    await untilSettled(cancellation);
    const { status, cancelledAt } = await world.standing(id);
    assert.ok(status === "cancelled" && cancelledAt);
    assert.deepEqual(await world.registered(number), [{ irn, status: "CNL" }]);
    assert.equal(cancels(), asked);
  });
}

test("a lost answer, and a portal that cannot be asked: never called cancelled before the portal says so", async () => {
  const { id, irn } = await registered();
  await world.fault({ operation: "cancel", kind: "http_504", afterEffect: true });
  await world.fault({ operation: "get_by_irn", kind: "http_503", times: 2 });
  const cancellation = await ask(irn);
  assert.equal(await job(cancellation), false);
  assert.equal((await world.standing(id)).status, "generated");
  await untilSettled(cancellation);
  assert.equal((await world.standing(id)).status, "cancelled");
});

test("too late for a second attempt is not taken for a refusal of the first: it is read back", async () => {
  const [done, standing] = [await registered(), await registered()];
  for (
    const [{ id, irn }, afterEffect, wanted] of [[done, true, "cancelled"], [standing, false, "generated"]] as const
  ) {
    await world.fault({ operation: "cancel", kind: "http_504", afterEffect });
    await world.fault({ operation: "get_by_irn", kind: "http_503" });
    const cancellation = await ask(irn);
    assert.equal(await job(cancellation), false);
    await world.fault({ operation: "cancel", kind: "portal_error", code: "2270", message: "time limit is crossed" });
    await untilSettled(cancellation);
    assert.equal((await world.standing(id)).status, wanted);
  }
});

test("days later the portal shows nothing of it: not active is cancelled, too late is told with its doubt", async () => {
  const [done, standing] = [await registered(), await registered()];
  const open: string[] = [];
  for (const [{ irn }, afterEffect] of [[done, true], [standing, false]] as const) {
    await world.fault({ operation: "cancel", kind: "http_504", afterEffect });
    await world.fault({ operation: "get_by_irn", kind: "http_503" });
    open.push(await ask(irn));
    assert.equal(await job(open.at(-1)!), false);
  }
  world.later(49 * 3600);
  for (const cancellation of open) assert.equal(await job(cancellation), true);
  const [cancelled, kept] = [await world.standing(done.id), await world.standing(standing.id)];
  assert.deepEqual([cancelled.status, kept.status, kept.cancellation.error.code], ["cancelled", "generated", "2270"]);
  assert.match(kept.cancellation.error.message, /look it up at the GST portal/);
});

test("a second request while one is open is refused, and two at once make one", async () => {
  const { id, irn } = await registered();
  const both = await Promise.allSettled([ask(irn), ask(irn)]);
  assert.equal(both.filter(({ status }) => status === "fulfilled").length, 1);
  const answer = await world.api(`POST /api/einvoice/${irn}/cancel`, { body: { reasonCode: "1", remarks: "again" } });
  assert.deepEqual([answer.status, answer.body.code], [409, "e_invoice_being_cancelled"]);
  const [row] = await rowsOf(world)(({ sql }) => sql`select id from einvoice.cancellations where irn = ${irn}`);
  await untilSettled(row?.id);
  const closed = await world.api(`POST /api/einvoice/${irn}/cancel`, { body: { reasonCode: "1", remarks: "again" } });
  assert.deepEqual([closed.status, closed.body.code], [409, "e_invoice_cancelled"]);
  await job(row?.id);
  assert.equal(cancels(), 1, "a settled one is left alone");
  assert.equal((await world.standing(id)).status, "cancelled");
});

test("a cancelled number is not registered again, here or at the portal", async () => {
  const { id, number, irn } = await registered();
  await untilSettled(await ask(irn));
  const answer = await world.api("POST /api/einvoice/generate", { body: { voucherId: id } });
  assert.deepEqual([answer.status, answer.body.code], [409, "e_invoice_cancelled"]);

  const [twin] = [await world.post()];
  await world.admin`update billing.vouchers set number = ${`${number}/X`.slice(0, 16)} where id = ${id}`;
  await world.admin`update billing.vouchers set number = ${number} where id = ${twin.id}`;
  await world.run();
  const { status, error } = await world.standing(twin.id);
  assert.deepEqual([status, error.code], ["failed", "2278"]);
});

test("another company's IRN is not found, is written down, and stands", async () => {
  const { id, irn } = await registered();
  const body = { reasonCode: "2", remarks: "not mine" };
  const asked = await world.api(`POST /api/einvoice/${irn}/cancel`, { body, as: "owner@rival.test" });
  const looked = await world.api(`GET /api/einvoice/irn/${irn}`, { as: "owner@rival.test" });
  const unknown = await world.api(`GET /api/einvoice/irn/${"f".repeat(64)}`, { as: "owner@rival.test" });
  for (const { status, body } of [asked, looked, unknown]) assert.deepEqual([status, body.code], [404, "not_found"]);
  assert.equal(looked.body.detail, unknown.body.detail);
  const events = (tenant: typeof house) =>
    rowsOf(world, tenant)(({ sql }) =>
      sql`select kind, facts from audit.security_events where entity = 'einvoice.irn_details'`
    );
  assert.deepEqual([...await events(rival)], Array(2).fill({ kind: "tenant_crossing", facts: { number: irn } }));
  assert.deepEqual([...await events(house)], []);
  assert.equal((await world.standing(id)).status, "generated");
});

test("another company's job does nothing to a cancellation", async () => {
  const { id, irn } = await registered();
  const cancellation = await ask(irn);
  assert.equal(await job(cancellation, rival), true);
  assert.deepEqual([cancels(), (await world.standing(id)).status], [0, "generated"]);
  await untilSettled(cancellation);
});

test("a company whose registration is gone is told so when it cancels", async () => {
  const { id, irn } = await registered();
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  const later: Later = {
    nudge: () => {},
    enqueue: (_sql, _name, { cancellationId }) => Promise.resolve(void setTimeout(() => job(cancellationId!), 10)),
  };
  const ctx = world.context(house, { db: world.db });
  await assert.rejects(
    cancelEInvoice(ctx, later, irn, "2", "wrong"),
    (error: Refusal) => error.code === "irn_cancellation_refused" && /has no registration/.test(error.detail),
  );
  assert.equal((await world.standing(id)).status, "generated");
  await world.admin`update einvoice.registrations set is_active = true where tenant_id = ${house.id}`;
});
