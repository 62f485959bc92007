import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { until } from "../jobs/job_world.ts";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, success, utr } from "../support/settlement_world.ts";

const world = await exceptionWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const amount = "1000.00";
const invoices = Array.from({ length: 25 }, (_, i) => ({ no: i + 1, amount }));
await world.exported(invoices);
await world.exported(invoices, { tenant: rival });
await world.admin`update core.users set destination_id = 'P-1' where email = 'partner@house.test'`;
await world.admin`update core.users set destination_id = 'P-2' where email = 'kaveri@house.test'`;

const path = (id = "", rest = "") => `/api/admin/exceptions${id && `/${id}`}${rest}`;
const allocate = { resolution: "allocate" };
const one = async (no: number, n: string, rupees = "900.00") => (await world.told([success(no, n, rupees)])).ids[0]!;
const allocations = (no: number) =>
  world.one(
    `select count(*) from payout.settlement_allocations as a join payout.payout_items as t on t.tenant_id = a.tenant_id and t.id = a.item_id
     join payout.invoices as i on i.tenant_id = t.tenant_id and i.id = t.invoice_id where a.tenant_id = $1 and i.public_no = $2`,
    house.id,
    no,
  );

test("whoever reads payouts sees what waits; a clerk may raise it with the bank, and decides on no money", async () => {
  const id = await one(3, "A1");
  for (const as of ["owner", "accountant", "clerk", "auditor"]) {
    const answer = await world.api(`GET ${path(id)}`, { as: `${as}@house.test` });
    assert.deepEqual([answer.status, answer.body.difference, answer.body.allowed[0]], [200, -100, "allocate"]);
    assert.match(answer.text, /"amount" ?: ?900.00/);
  }
  assert.equal((await world.api(`GET ${path(id)}`, { as: "partner@house.test" })).body.code, "scope_missing");
  assert.equal((await world.resolve(id, allocate, "auditor@house.test")).body.code, "scope_missing");
  const clerk = await world.resolve(id, allocate, "clerk@house.test");
  assert.deepEqual([clerk.status, clerk.body.code, clerk.body.errors[0].pointer], [
    403,
    "scope_missing",
    "/resolution",
  ]);
  const raised = await world.resolve(
    id,
    { resolution: "raise_with_bank", reason: "mail of today" },
    "clerk@house.test",
  );
  assert.deepEqual([raised.body.status, raised.body.assignedTo.name], ["ASSIGNED", "clerk"]);
  const waiting = await world.api(`GET ${path()}?status=UNRESOLVED`);
  assert.deepEqual(waiting.body.data.map((row: { exceptionId: string }) => row.exceptionId), [id]);
  const done = await world.resolve(id, allocate);
  assert.deepEqual(done.body.decisions.map((row: { resolution: string }) => row.resolution), [
    "raise_with_bank",
    "allocate",
  ]);
});

test("who brought the file in decides on no money of it, unless the company says that one person is enough", async () => {
  const id = await one(4, "B1");
  const uploader = "accountant@house.test";
  assert.equal((await world.api(`GET ${path(id)}`, { as: uploader })).body.needsSecondPerson, true);
  for (
    const body of [allocate, { resolution: "write_off", reason: "x" }, { resolution: "accept_status" }, {
      resolution: "link_to_invoice",
      invoiceId: "inv_5",
    }]
  ) {
    const answer = await world.refused(id, body, "settlement_needs_second_person", uploader);
    assert.equal(answer.status, 409);
  }
  await world.told([success(5, "B2", amount)]);
  const double = await one(5, "B3", amount);
  const ignore = { resolution: "ignore_with_reason", reason: "no" };
  await world.refused(double, ignore, "settlement_needs_second_person", uploader);
  assert.equal((await world.resolve(double, ignore)).status, 200);
  const { updatedAt: _, ...settings } = (await world.api("GET /api/admin/payout-settings")).body;
  const alone = (secondPerson: boolean) =>
    world.api("PUT /api/admin/payout-settings", { body: { ...settings, secondPerson } });
  assert.equal((await alone(false)).status, 200);
  assert.equal((await world.resolve(id, allocate, uploader)).status, 200);
  await alone(true);
  await world.agrees();
});

test("a page follows the other, by status, classification and file; another company's are not there, and a reach for one is written down", async () => {
  const told = await world.told([success(6, "C1", "1.00"), success(7, "C2", "2.00"), success(888, "C3", "3.00")]);
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await world.api(`GET ${path()}?reconciliationId=${told.reconciliationId}&limit=1${cursor}`);
    seen.push(...body.data.map((row: { exceptionId: string }) => row.exceptionId));
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  } while (cursor);
  assert.deepEqual(seen.sort(), [...told.ids].sort());
  const unknown = await world.api(`GET ${path()}?classification=UNKNOWN_INVOICE&status=OPEN`);
  assert.deepEqual(unknown.body.data.map((row: { invoiceId: string }) => row.invoiceId), ["inv_888"]);
  assert.equal((await world.api(`GET ${path()}?reconciliationId=rec_99`)).body.code, "reconciliation_unknown");

  assert.deepEqual((await world.api(`GET ${path()}`, { as: "owner@rival.test" })).body.data, []);
  const [id] = told.ids;
  const read = await world.api(`GET ${path(id)}`, { as: "owner@rival.test" });
  assert.deepEqual([read.status, read.body.code], [404, "settlement_exception_not_found"]);
  await world.refused(id!, allocate, "settlement_exception_not_found", "owner@rival.test");
  await world.refused("no-id", allocate, "settlement_exception_not_found");
  assert.equal(
    await world.one(
      "select count(*) from audit.security_events where tenant_id = $1 and kind = 'tenant_crossing'",
      rival.id,
    ),
    "2",
  );
  for (const each of told.ids) {
    await world.resolve(each, { resolution: "ignore_with_reason", reason: "the bank's test" });
  }
});

test("the same Idempotency-Key decides once; without one the second time is refused", async () => {
  const id = await one(8, "D1");
  const headers = { "idempotency-key": "decided-once" };
  const first = await world.resolve(id, allocate, "owner@house.test", headers);
  const again = await world.resolve(id, allocate, "owner@house.test", headers);
  assert.deepEqual([first.status, again.status, again.headers.get("idempotency-replayed")], [200, 200, "true"]);
  assert.equal(again.text, first.text);
  await world.refused(id, allocate, "settlement_exception_resolved");
  assert.equal(await allocations(8), "1");
  const audited = await world.admin<{ said: string }[]>`
    select e.entity || ' ' || u.display_name as said from audit.events as e
    join core.users as u on u.tenant_id = e.tenant_id and u.id = e.actor_id
    where e.tenant_id = ${house.id} and e.action = 'update' and (e.entity_id = ${id} or e.after ->> 'utr_number' = ${
    utr("D1")
  })
    order by 1`;
  assert.deepEqual(audited.map(({ said }) => said), ["payout.invoices owner", "payout.settlement_exceptions owner"]);
});

test("of many people who decide at once one does, and the others are told that it was", async () => {
  const id = await one(9, "E1");
  const bodies = Array.from(
    { length: 10 },
    (_, i) => i % 2 ? allocate : { resolution: "ignore_with_reason", reason: "no" },
  );
  const answers = await Promise.all(bodies.map((body) => world.resolve(id, body)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.deepEqual([...new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))], [
    "settlement_exception_resolved",
  ]);
  assert.ok(["0", "1"].includes(await allocations(9)));
  await world.agrees();
});

test("a decision and a file with the same reference at the same instant: one of them has it", async () => {
  const id = await one(10, "F1");
  const [decided, settled] = await Promise.all([
    world.resolve(id, allocate),
    world.settle([success(11, "F1", amount)]),
  ]);
  const classes = await world.classes(settled.body.reconciliationId);
  const [won] = decided.status === 200 ? ["decision"] : ["file"];
  assert.deepEqual(
    [classes[0], decided.body.code ?? null],
    won === "decision" ? ["DUPLICATE_UTR", null] : ["SETTLED", "utr_stands_for_another"],
  );
  assert.equal(
    await world.one(
      "select count(*) from payout.utr_registry where tenant_id = $1 and utr = $2 and released_at is null",
      house.id,
      utr("F1"),
    ),
    "1",
  );
  await world.agrees();
});

test("the partner sees at once what was decided, and no other partner does", async () => {
  const mine = async (as = "partner@house.test") => (await world.api("GET /api/partner/P-1/invoices", { as }));
  const id = await one(990001, "G1", amount);
  assert.equal((await mine()).body.invoices[0].status, "in_bank_file");
  await world.resolve(id, { resolution: "link_to_invoice", invoiceId: "inv_1" });
  const [row] = (await mine()).body.invoices;
  assert.deepEqual([row.status, row.utrNumber, row.paymentDate, row.settledAmount], ["paid", utr("G1"), paidOn, 1000]);
  assert.equal(row.mayReturnUntil, "2026-11-26", "seven days from the payment");
  assert.equal((await mine("kaveri@house.test")).status, 404);
  await world.told([["inv_2", utr("G2"), amount, paidOn, "FAILED", "Account closed"]]);
  const [other] = (await world.api("GET /api/partner/P-2/invoices", { as: "kaveri@house.test" })).body.invoices;
  assert.deepEqual([other.status, other.paymentFailureReason, other.paymentDate], ["failed", "Account closed", null]);
  await world.told([["inv_1", utr("G1"), amount, "2026-11-20", "RETURNED", "Account frozen"]]);
  const [back] = (await mine()).body.invoices;
  assert.deepEqual([back.status, back.returnDate, back.returnReason, back.settledAmount], [
    "returned",
    "2026-11-20",
    "Account frozen",
    0,
  ]);
});

test("killed in the middle of a decision nothing of it is there, and it can be decided afterwards", async () => {
  const id = await one(12, "H1");
  const books = await world.admin.reserve();
  await books`select pg_advisory_lock(18, hashtext(${house.id}))`;
  const { actor } = await world.context("owner@house.test");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", fileURLToPath(new URL("../support/resolve_process.ts", import.meta.url))],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const told = { appUrl: world.database.appUrl, actor, id, body: allocate, now: world.clock.now().toISOString() };
  await writer.write(new TextEncoder().encode(JSON.stringify(told)));
  await writer.close();
  const connections = async (condition: string) =>
    Number(
      await world.one(
        `(select count(*) from pg_stat_activity where application_name = 'to be killed' and datname = current_database() and ${condition})`,
      ),
    );
  await until(async () => await connections("wait_event = 'advisory'") > 0, 20_000);
  child.kill("SIGKILL");
  await child.status;
  await books`select pg_advisory_unlock(18, hashtext(${house.id}))`;
  books.release();
  await until(async () => await connections("true") === 0, 20_000);
  assert.equal(await world.standing(12), "in_bank_file 0.00");
  assert.equal(await allocations(12), "0");
  assert.equal((await world.resolve(id, allocate)).status, 200);
  await world.agrees();
  await world.agrees(rival);
});
