import assert from "node:assert/strict";
import { einvoiceWorld, gstinOf, house, invoice, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const theirs = "owner@rival.test";
type Row = Record<string, string>;
const deadlines = async (query = "", as = "owner@house.test"): Promise<Row[]> =>
  (await world.api(`GET /api/ops/deadlines${query}`, { as })).body.data;
const summary = async (as = "owner@house.test") => (await world.api("GET /api/ops/summary", { as })).body;
const hours = (count: number) => new Date(Date.parse(startOfTests) + count * 3_600_000).toISOString();

/** A posted invoice with an e-way bill as the portal would have left it. */
async function bill(more: Record<string, unknown>) {
  const voucher = await world.post(invoice());
  await rowsOf(world)(({ sql, tenantId }) => {
    const row = {
      tenant_id: tenantId,
      voucher_id: voucher.id,
      gstin: gstinOf(house),
      generated_at: startOfTests,
      ...more,
    };
    return sql`insert into ewaybill.e_way_bills ${sql(row)}`;
  });
  return voucher;
}

test("what is about to miss a deadline is told with its moment and what to do, to its own company alone", async () => {
  await world.admin`update core.companies set aggregate_turnover = 150000000 where tenant_id = ${house.id}`;
  const old = await world.post(invoice({ date: "2026-10-25" }));
  const young = await world.post(invoice());
  const unknown = await world.post(invoice());
  await rowsOf(world)(({ sql }) =>
    sql`update einvoice.e_invoices set status = 'unknown', sent_at = core.now() where voucher_id = ${unknown.id}`
  );
  const ending = await bill({ status: "active", ewb_number: "181000000901", valid_until: hours(6) });
  const far = await bill({ status: "active", ewb_number: "181000000902", valid_until: hours(24 * 20) });
  const partA = await bill({ status: "part_a", ewb_number: "181000000903", generated_at: hours(-24 * 14) });
  const leaving = await bill({ status: "cancelling", ewb_number: "181000000904", generated_at: hours(-23) });
  const ended = await bill({ status: "expired", ewb_number: "181000000905", valid_until: hours(-7) });
  const over = await bill({ status: "expired", ewb_number: "181000000906", valid_until: hours(-9) });

  const told = (await deadlines()).map(({ kind, voucherId, dueAt }) => [kind, voucherId, dueAt]);
  const has = (kind: string, { id }: { id: string }, at: string) =>
    assert.ok(
      told.some(([k, v, due]) => k === kind && v === id && Date.parse(due!) === Date.parse(at)),
      `${kind} of ${id} at ${at}: ${JSON.stringify(told)}`,
    );
  has("e_invoice_reporting", old, "2026-11-25T00:00:00+05:30");
  has("e_invoice_unknown", unknown, hours(46));
  has("e_way_bill_expiring", ending, hours(6));
  has("e_way_extension_window", ending, hours(14));
  has("e_way_extension_window", ended, hours(1));
  has("e_way_part_a", partA, hours(24));
  has("e_way_cancel_window", leaving, hours(1));
  for (const none of [young, far, over]) assert.ok(!told.some(([, id]) => id === none.id), `${none.number} has time`);
  const due = (await deadlines()).map(({ dueAt }) => dueAt);
  assert.deepEqual(due, [...due].sort(), "the nearest first");
  assert.match((await deadlines()).find(({ kind }) => kind === "e_invoice_unknown")!.advice!, /adopt/);
  assert.ok((await deadlines("?withinHours=2")).every(({ dueAt }) => Date.parse(dueAt!) <= Date.parse(hours(2))));
  assert.deepEqual(await deadlines("", theirs), []);

  world.clock.set(hours(2));
  const late = (await deadlines()).find(({ kind }) => kind === "e_way_cancel_window");
  assert.equal(late?.overdue, true, "what was missed is still told");
  world.clock.set(startOfTests);
});

test("a document past the 30 days is told as missed until it is registered or cancelled, with what to do then", async () => {
  const late = await world.post(invoice({ date: "2026-10-01" }));
  const [row] = (await deadlines()).filter(({ voucherId }) => voucherId === late.id);
  assert.deepEqual([row?.kind, row?.overdue], ["e_invoice_reporting", true]);
  assert.match(row!.advice!, /^missed: .*cancel this voucher and issue it under a new number/);
  assert.ok((await summary()).deadlines.overdue >= 1);
  assert.deepEqual(await deadlines("", theirs), []);
  assert.equal((await world.api(`POST /api/vouchers/${late.id}/cancel`, { body: { reason: "late" } })).status, 200);
  assert.ok(!(await deadlines()).some(({ voucherId }) => voucherId === late.id));
});

test("an IRN that is being cancelled is told with the end of its window", async () => {
  const voucher = await world.post(invoice());
  await world.run();
  const { irn, ackDate } = await world.standing(voucher.id);
  await rowsOf(world)(({ sql }) => sql`select einvoice.request_cancellation(${irn}, '2', 'order withdrawn')`);
  const [row] = (await deadlines()).filter(({ kind }) => kind === "irn_cancel_window");
  assert.deepEqual([row?.numberThere, row?.voucherId], [irn, voucher.id]);
  assert.equal(Date.parse(row!.dueAt!), Date.parse(ackDate) + 24 * 3_600_000);
});

test("the summary counts a company's own", async () => {
  await world.fault({ kind: "http_503" });
  const before = [await summary(), await summary(theirs)];
  const voucher = await world.post(invoice(), theirs);
  await world.run(rival);
  const after = [await summary(), await summary(theirs)];
  assert.deepEqual(after[0], before[0]);
  assert.equal(after[1].failedCallsToday, before[1].failedCallsToday + 1);
  assert.equal(after[1].eInvoices.unknown, before[1].eInvoices.unknown + 1);
  assert.equal((await world.standing(voucher.id, rival)).status, "unknown");
  assert.ok(after[0].deadlines.withinADay >= 4);
});

test("a provider that failed is listed as it stands, for every company", async () => {
  await world.admin`delete from ops.breakers`;
  assert.deepEqual((await world.api("GET /api/ops/breakers")).body.data, []);
  await world
    .admin`insert into ops.breakers (portal, environment, provider, state, failures, opened_at, retry_at, last_error)
    values ('irp', 'sandbox', 'irp1', 'open', 5, ${startOfTests}, ${hours(1)}, 'timeout')`;
  for (const as of ["owner@house.test", theirs]) {
    const { body } = await world.api("GET /api/ops/breakers", { as });
    const [{ portal, provider, state, failures, lastError }] = body.data;
    assert.deepEqual([portal, provider, state, failures, lastError], ["irp", "irp1", "open", 5, "timeout"]);
    assert.equal((await summary(as)).breakersOpen, 1);
  }
});
