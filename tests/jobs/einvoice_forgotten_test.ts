import assert from "node:assert/strict";
import { adoptEInvoice, adoptRequested, watchPendingDeadlines } from "../../domain/einvoice/mod.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import type { Later } from "../../domain/shared/work.ts";
import { einvoiceWorld, gstinOf, house, invoice, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
  await world.admin`delete from ops.notifications`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const hours = (n: number) => world.later(n * 3_600);
const watch = (tenant = house) => watchPendingDeadlines(world.context(tenant));
const told = (tenant = house) =>
  rowsOf(world, tenant)(({ sql }) =>
    sql`select kind, key, severity, facts, resolved_at is not null as settled from ops.notifications
        where kind in ('e_invoice_unknown_too_long', 'e_invoice_deadline') order by kind, key`
  );
const asks = () => world.calls.filter((call) => call.includes("irnbydocdetails")).length;

/** A document the portal registered, of which we know nothing. */
async function lost(times = 100) {
  const voucher = await world.post();
  await world.fault({ kind: "http_504", afterEffect: true });
  await world.fault({ operation: "get_by_document", kind: "http_503", times });
  await world.run();
  return voucher;
}
/** What the portal keeps, as the GST portal lets it be downloaded. */
async function download(number: string, tenant = house) {
  const [row] = await world.db`select signed_invoice as "signedInvoice", signed_qr_code as "signedQrCode"
    from sandbox.irp_invoices where gstin = ${gstinOf(tenant)} and document_no = ${number}`;
  return row as { signedInvoice: string; signedQrCode: string };
}
const later: Later = {
  nudge: () => {},
  enqueue: (_sql, _name, { adoptionId }) =>
    Promise.resolve(void setTimeout(() => adoptRequested(world.context(house), world.deps, adoptionId!), 10)),
};
const adopt = (voucherId: string, signed: { signedInvoice: string; signedQrCode: string }) =>
  adoptEInvoice(world.context(house, { db: world.db }), later, voucherId, signed);

test("unknown for 46 hours: a person is told while the portal still remembers, and it is not asked by itself any more", async () => {
  const { id, number } = await lost();
  hours(45.9);
  assert.deepEqual(await watch(), { held: 0, near: 0 });
  hours(0.2);
  assert.deepEqual(await watch(rival), { held: 0, near: 0 });
  assert.deepEqual(await watch(), { held: 1, near: 0 });
  const { status, error, heldAt, nextAttemptAt } = await world.standing(id);
  assert.deepEqual([status, error.code, nextAttemptAt], ["unknown", "unknown_too_long", undefined]);
  assert.ok(heldAt);
  const [notification] = await told();
  assert.deepEqual([notification?.kind, notification?.severity, notification?.facts], [
    "e_invoice_unknown_too_long",
    "critical",
    { voucherId: id, number },
  ]);
  assert.deepEqual([...await told(rival)], []);
  const asked = asks();
  hours(0.5);
  assert.equal((await world.run()).nextInSeconds, null);
  assert.equal(asks(), asked);
  assert.deepEqual(await watch(), { held: 0, near: 0 }, "it is told once");

  await world.db`delete from sandbox.faults`;
  await rowsOf(world)(({ sql }) => sql`select einvoice.request_generation(${id})`);
  await world.run();
  assert.equal((await world.standing(id)).status, "generated", "a person may still ask");
  await watch();
  assert.deepEqual((await told()).map(({ settled }) => settled), [true]);
});

test("what was never sent, and what is sent again, is not held", async () => {
  const voucher = await world.post();
  hours(60);
  assert.equal((await watch()).held, 0);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("the portal has forgotten it: told as it is, with the way out, and never sent again by itself", async () => {
  const { id, number } = await lost();
  hours(49);
  await world.db`delete from sandbox.faults`;
  await world.run();
  const { status, error } = await world.standing(id);
  assert.deepEqual([status, error.code], ["failed", "registered_but_forgotten"]);
  assert.match(error.message, /\/adopt/);
  assert.equal((await world.registered(number)).length, 1);
  const made = await adopt(id, await download(number));
  assert.equal(made.status, "generated");
  const [kept] = await world.registered(number);
  const now = await world.standing(id);
  assert.deepEqual([now.irn, now.signatureVerified, now.adoption.status], [kept?.irn, true, "adopted"]);
  assert.equal(Date.parse(now.ackDate), Date.parse(startOfTests), "as the portal acknowledged it");
  assert.equal((await world.api(`GET /api/einvoice/${id}/qr.svg`)).status, 200);
  const [attempt] = await rowsOf(world)(({ sql }) =>
    sql`select submission_status, irn from einvoice.submissions where invoice_id = ${id} order by attempt desc limit 1`
  );
  assert.deepEqual(attempt, { submission_status: "adopted", irn: kept?.irn });
});

test("a duplicate the portal no longer tells of says under which acknowledgement it is registered", async () => {
  const { id, number } = await world.post();
  await world.run();
  const { irn, ackNo } = await world.standing(id);
  await world.admin`delete from einvoice.irn_details where irn = ${irn}`;
  await world
    .admin`update einvoice.e_invoices set status = 'pending', irn = null, next_attempt_at = '2026-11-20T10:00+05:30' where voucher_id = ${id}`;
  hours(50);
  await world.run();
  const { error } = await world.standing(id);
  assert.equal(error.code, "registered_but_forgotten");
  assert.ok(error.message.includes(irn) && error.message.includes(ackNo));
  assert.equal((await adopt(id, await download(number))).status, "generated");
});

test("registered at another portal: told as it is, and not sent again", async () => {
  const { id } = await world.post();
  await world.fault({ kind: "portal_error", code: "2295", message: "registered by other IRP" });
  await world.run();
  const { status, error } = await world.standing(id);
  assert.deepEqual([status, error.code], ["failed", "registered_elsewhere"]);
  assert.match(error.message, /another invoice registration portal.*2295.*\/adopt/);
});

/** A refusal of this code, or `adoption_refused` for this reason. */
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal &&
  (error.code === code || error.code === "adoption_refused" && error.detail.includes(`: ${code} `));

test("what was brought is believed only where signature and every fact agree", async () => {
  const [mine, other] = [await lost(), await world.post(invoice({ reference: "another" }))];
  await world.db`delete from sandbox.faults`;
  await world.run();
  hours(49);
  const [signed, another] = [await download(mine.number), await download(other.number)];
  await rowsOf(world)(({ sql }) =>
    sql`update einvoice.e_invoices set status = 'failed', irn = null, held_at = null where voucher_id = ${mine.id}`
  );
  await world.admin`delete from einvoice.irn_details where invoice_id = ${mine.id}`;
  const [head, body, signature] = signed.signedInvoice.split(".");
  const forged = `${head}.${body}.${signature!.split("").reverse().join("")}`;
  const cases: [{ signedInvoice: string; signedQrCode: string }, string][] = [
    [another, "document_differs"],
    [{ ...signed, signedQrCode: another.signedQrCode }, "document_differs"],
    [{ ...signed, signedInvoice: forged }, "signature_invalid"],
    [{ ...signed, signedInvoice: `${btoa('{"alg":"none"}').replaceAll("=", "")}.${body}.x` }, "algorithm_not_allowed"],
  ];
  for (const [brought, reason] of cases) {
    await assert.rejects(adopt(mine.id, brought), refused(reason), reason);
    assert.equal((await world.standing(mine.id)).status, "failed");
  }
  await world.admin`update billing.voucher_lines set hsn = '482020' where voucher_id = ${mine.id}`;
  await assert.rejects(adopt(mine.id, signed), refused("figures_differ"));
  await world.admin`update billing.voucher_lines set hsn = '482010' where voucher_id = ${mine.id}`;
  assert.equal((await adopt(mine.id, signed)).status, "generated");
  await assert.rejects(adopt(mine.id, signed), refused("e_invoice_not_adoptable"));
});

test("two bring it at once: one is taken; another company's voucher and job are not reached", async () => {
  const { id, number } = await lost();
  hours(49);
  await world.db`delete from sandbox.faults`;
  await world.run();
  const signed = await download(number);
  const both = await Promise.allSettled([adopt(id, signed), adopt(id, signed)]);
  assert.equal(both.filter(({ status }) => status === "fulfilled").length, 1);
  const body = { ...signed };
  const theirs = await world.api(`POST /api/einvoice/${id}/adopt`, { body, as: "owner@rival.test" });
  assert.deepEqual([theirs.status, theirs.body.code], [404, "not_found"]);
  const broken = await world.api(`POST /api/einvoice/${id}/adopt`, { body: { ...body, signedInvoice: "x" } });
  assert.equal(broken.status, 400);
});

test("a document within three days of its last is told of, once a GSTIN and day, until it is registered", async () => {
  for (const tenant of [house, rival]) {
    await world.admin`update core.companies set aggregate_turnover = 150000000 where tenant_id = ${tenant.id}`;
  }
  await world
    .admin`update einvoice.e_invoices set status = 'withdrawn', irn = null where status in ('pending', 'unknown', 'failed')`;
  const near = await world.post(invoice({ date: "2026-10-23" }));
  const nearer = await world.post(invoice({ date: "2026-10-23" }));
  await world.post(invoice({ date: "2026-11-01" }));
  const past = await world.post(invoice({ date: "2026-10-20" }));
  assert.deepEqual(await watch(), { held: 0, near: 2 });
  await watch();
  const [notification, ...more] = await told();
  assert.deepEqual([notification?.key, notification?.severity, notification?.facts.documents, more.length], [
    `${gstinOf(house)} 2026-11-22`,
    "warning",
    2,
    0,
  ]);
  assert.deepEqual([...await told(rival)], []);

  const list = await world.api("GET /api/einvoice/pending?withinDays=3");
  const shown = list.body.data.map((one: Record<string, unknown>) => [one.voucherId, one.deadline, one.daysLeft]);
  assert.deepEqual(shown, [[past.id, "2026-11-19", -1], [near.id, "2026-11-22", 2], [nearer.id, "2026-11-22", 2]]);
  assert.equal((await world.api("GET /api/einvoice/pending?from=2026-10-23&to=2026-10-31")).body.data.length, 2);
  await world.run();
  assert.equal((await world.standing(past.id)).error.code, "2305");
  assert.equal((await world.api("GET /api/einvoice/pending?status=failed")).body.data.length, 1);
  await watch();
  assert.deepEqual((await told()).map(({ settled }) => settled), [true]);
});
