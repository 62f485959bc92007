import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { cancelRequested } from "../../domain/einvoice/mod.ts";
import { generateDueBills } from "../../domain/ewaybill/mod.ts";
import {
  credentialsOf,
  einvoiceWorld,
  gstinOf,
  house,
  invoice,
  rival,
  rowsOf,
  startOfTests,
} from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  await world.db`delete from sandbox.faults`;
  await world.admin`delete from ops.breakers`;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const theirs = "owner@rival.test";
const list = async (query: string, as?: string) =>
  (await world.api(`GET /api/ops/api-calls${query}`, { ...(as && { as }) })).body;
const retry = (id: string, as?: string) => world.api(`POST /api/ops/api-calls/${id}/retry`, { ...(as && { as }) });

/** A posted invoice whose registration met a fault: the voucher and the call that failed. */
async function failed(plan: Record<string, unknown>, as?: string) {
  const tenant = as === theirs ? rival : house;
  await world.fault(plan);
  const voucher = await world.post(invoice(), as);
  await world.run(tenant);
  const { data } = await list(`?status=failed&entityId=${voucher.id}`, as);
  assert.equal(data.length, 1, `one call failed under ${JSON.stringify(plan)}`);
  return { voucher, call: data[0] };
}

test("R14.5 a call that failed is kept with request and answer, its secrets masked, and told in words", async () => {
  const { voucher, call } = await failed({ kind: "portal_error", code: "2240", message: "Not allowed today" });
  assert.deepEqual(
    [call.portal, call.operation, call.outcome, call.errorCode, call.entityId],
    ["irp", "generate", "refused", "2240", voucher.id],
  );
  assert.match(call.request, /"DocDtls"/);
  assert.match(call.response, /Not allowed today/);
  assert.match(call.reason, /2240/);
  assert.match(call.next, /^Mend what is named/);
  assert.deepEqual([call.about.kind, call.about.number, call.about.open], ["e_invoice", voucher.number, true]);

  const one = (await world.api(`GET /api/ops/api-calls/${call.id}`)).body;
  assert.ok(one.request.length >= call.request.length);
  assert.equal(one.requestHeaders["client-secret"] ?? one.requestHeaders["client_secret"], "[masked]");
  const { password, clientSecret } = credentialsOf(house);
  const all = (await list("?limit=200")).data;
  const signIn = all.find((each: { operation: string }) => each.operation === "authenticate");
  const whole = (await world.api(`GET /api/ops/api-calls/${signIn.id}`)).text;
  for (const secret of [password, clientSecret]) {
    assert.ok(!whole.includes(secret) && !JSON.stringify(all).includes(secret));
  }
});

test("R14.9 calls are asked for by outcome, portal, operation, code and day, a page at a time, and another company's are not there", async () => {
  const { call } = await failed({ kind: "http_503" });
  const other = await failed({ kind: "http_503" }, theirs);
  const mine = (await list("?status=failed&limit=200")).data;
  assert.ok(mine.every((each: { outcome: string }) => each.outcome !== "done"));
  assert.ok(!mine.some((each: { id: string }) => each.id === other.call.id));
  const asked = `status=unknown&portal=irp&operation=generate&errorCode=server_error&from=2026-11-20&to=2026-11-20`;
  assert.ok((await list(`?${asked}`)).data.some((each: { id: string }) => each.id === call.id));
  assert.deepEqual((await list("?status=failed&to=2026-11-19")).data, []);
  assert.deepEqual((await list("?portal=ewb")).data, []);

  const pages: string[] = [];
  for (let cursor = "";;) {
    const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    pages.push(...page.data.map((each: { id: string }) => each.id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  const whole = (await list("?limit=200")).data.map((each: { id: string }) => each.id);
  assert.deepEqual(pages, whole);
  assert.equal(new Set(pages).size, pages.length);

  const reach = await world.api(`GET /api/ops/api-calls/${other.call.id}`);
  assert.deepEqual([reach.status, reach.body.code], [404, "not_found"]);
  assert.equal((await retry(other.call.id)).status, 404);
  const crossings = await rowsOf(world)(({ sql }) =>
    sql`select facts from audit.security_events where kind = 'tenant_crossing' and entity_id = ${other.call.id}`
  );
  assert.equal(crossings.length, 2, "both reaches stand in the company that reached");
  assert.equal((await world.api(`GET /api/ops/api-calls/${crypto.randomUUID()}`)).status, 404);
});

test("R14.1 R14.9 a failed call to the IRP is stored with its error and tried again by hand, and then registers", async () => {
  const { voucher, call } = await failed({ kind: "portal_error", code: "2240", message: "Not allowed today" });
  assert.deepEqual((await world.standing(voucher.id)).error.code, "2240");
  const again = await retry(call.id);
  assert.equal(again.status, 200, again.text);
  assert.deepEqual([again.body.about.status, again.body.retries.length], ["pending", 1]);
  assert.equal(again.body.retries[0].requestedBy, "owner@house.test");
  assert.ok(world.nudged.some(({ name, tenantId }) => name === "einvoice.generate_irn" && tenantId === house.id));
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
  const settled = await retry(call.id);
  assert.deepEqual([settled.status, settled.body.code], [409, "api_call_settled"]);
  assert.match(settled.body.detail, /is generated by now/);
  assert.equal((settled.body.facts ?? settled.body.errors?.[0]?.facts).number, voucher.number, settled.text);
  const after = (await world.api(`GET /api/ops/api-calls/${call.id}`)).body;
  assert.match(after.next, /^Nothing: the e-invoice of .* is generated by now/);
  const [good] = (await list(`?status=done&operation=generate&entityId=${voucher.id}`)).data;
  const twice = await retry(good.id);
  assert.deepEqual([twice.status, twice.body.code], [409, "api_call_succeeded"]);
  const trail = await rowsOf(world)(({ sql }) =>
    sql`select actor_kind from audit.events where entity = 'ops.retries' and action = 'insert' order by occurred_at desc`
  );
  assert.equal(trail[0]?.actor_kind, "user", "who tried again is in the audit trail");
});

test("R14.9 everything that stands is tried again at once: each thing once, refusals only by their code, another company's not", async () => {
  const waiting = [await failed({ kind: "http_503" }), await failed({ kind: "http_503" })];
  const refused = await failed({ kind: "portal_error", code: "2240", message: "Not allowed today" });
  const other = await failed({ kind: "http_503" }, theirs);
  const before = await world.standing(other.voucher.id, rival);
  const all = await world.api("POST /api/ops/api-calls/retry-all", { body: { portal: "irp" } });
  assert.equal(all.status, 200, all.text);
  assert.ok(all.body.retried >= 2);
  const again = await world.api("POST /api/ops/api-calls/retry-all", { body: { portal: "irp" } });
  assert.deepEqual(again.body, { retried: 0, refused: [] }, "what is due already is left to its run");
  for (const { voucher } of waiting) {
    const { nextAttemptAt } = await world.standing(voucher.id);
    assert.ok(Date.parse(nextAttemptAt) <= world.clock.now().getTime());
  }
  assert.equal((await world.standing(refused.voucher.id)).status, "failed");
  assert.deepEqual(await world.standing(other.voucher.id, rival), before);
  await world.api("POST /api/ops/api-calls/retry-all", { body: { errorCode: "2240" } });
  assert.equal((await world.standing(refused.voucher.id)).status, "pending");
  assert.equal((await world.api("POST /api/ops/api-calls/retry-all", { body: { portal: "ewb" } })).body.retried, 0);
  await world.settle();
  for (const { voucher } of [...waiting, refused]) {
    assert.equal((await world.standing(voucher.id)).status, "generated");
  }
});

test("R14.9 asked without a body, all that stands is tried again", async () => {
  const { voucher } = await failed({ kind: "http_503" });
  const other = await failed({ kind: "http_503" }, theirs);
  const before = await world.standing(other.voucher.id, rival);
  const all = await world.api("POST /api/ops/api-calls/retry-all");
  assert.equal(all.status, 200, all.text);
  assert.ok(all.body.retried >= 1);
  assert.ok(Date.parse((await world.standing(voucher.id)).nextAttemptAt) <= world.clock.now().getTime());
  assert.deepEqual(await world.standing(other.voucher.id, rival), before);
  await world.settle();
  await world.settle(rival);
});

test("R14.6 R14.7 whatever the portal does, the call says in plain words what happened and what happens next", async () => {
  const ends: Record<string, RegExp> = {
    timeout: /did not answer in time/,
    http_503: /an error of its own/,
    http_429: /wanted fewer calls/,
    malformed: /could not be read/,
    truncated: /broke off|could not be read/,
    empty: /was empty/,
    html: /could not be read|error of its own/,
    redirect: /another address/,
  };
  await world.post();
  await world.settle();
  for (const [kind, said] of Object.entries(ends)) {
    world.clock.set(startOfTests);
    await world.admin`delete from ops.breakers`;
    await world.admin`delete from ops.call_budgets`;
    world.site.timeoutMs = kind === "timeout" ? 250 : 20_000;
    const { call } = await failed({ kind, latencyMs: 700 });
    world.site.timeoutMs = 20_000;
    assert.match(call.reason, said, `${kind}: ${call.errorCode}`);
    assert.doesNotMatch(call.reason + call.next, /Error:|undefined|null|\bat \//, kind);
    assert.match(call.next, /tried again by itself at \d\d:\d\d IST; retry makes it due now|waits for you/, kind);
    await world.settle();
  }
});

test("a question that is answered with “there is none” did not fail", async () => {
  const { voucher } = await failed({ kind: "http_503" });
  const before = (await world.api("GET /api/ops/summary")).body.failedCallsToday;
  world.later(120);
  await world.run();
  const { data } = await list(`?operation=get_by_document&entityId=${voucher.id}`);
  assert.deepEqual(
    data.map(({ outcome, errorCode, reason }: Record<string, string>) => [outcome, errorCode, reason]),
    [["done", "2154", "The portal has no such document (2154)."]],
  );
  assert.deepEqual((await list(`?operation=get_by_document&entityId=${voucher.id}`, theirs)).data, []);
  assert.equal((await list(`?status=failed&entityId=${voucher.id}`)).data.length, 1, "what was sent and lost");
  assert.equal((await world.api("GET /api/ops/summary")).body.failedCallsToday, before);
  await world.settle();
});

test("a call about no document, as one that only signed in, has nothing to try again", async () => {
  const told = {
    operation: "authenticate",
    entityId: null,
    url: "https://portal.test/auth",
    request: {},
    response: {},
  };
  const ended = {
    httpStatus: 503,
    outcome: "unknown",
    errorCode: "server_error",
    durationMs: 9,
    calledAt: startOfTests,
  };
  await rowsOf(world)(({ sql }) =>
    callRows(sql, "ops.record_api_calls", { p_portal: "irp", p_calls: [{ ...told, ...ended }] })
  );
  const [call] = (await list("?operation=authenticate&status=failed")).data;
  assert.deepEqual([call.about, call.next], [null, "Nothing hangs on it: it was about no document of the company."]);
  const answer = await retry(call.id);
  assert.deepEqual([answer.status, answer.body.code], [409, "api_call_about_nothing"]);
});

test("R14.2 R14.9 a failed call to the e-way bill portal is stored with its error and tried again by hand, and then makes the bill", async () => {
  const consumer = {
    name: "Asha Stores",
    address: "12 MG Road",
    city: "Bengaluru",
    pincode: "560001",
    stateCode: "29",
  };
  const line = { description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate: 6000, gstRate: 18 };
  const transport = { mode: "road", vehicleNumber: "MH12AB1234", distanceKm: 980 };
  for (const plan of [{ kind: "portal_error", code: "337" }, { kind: "http_503" }]) {
    const voucher = await world.post(invoice({ party: consumer, lines: [line] }));
    await world.fault({ portal: "ewb", operation: "generate", ...plan });
    const asked = () =>
      rowsOf(world)(({ sql }) =>
        callRows(sql, "ewaybill.request_generation", { p_voucher_id: voucher.id, p_transport: transport })
      );
    await asked();
    await generateDueBills(world.context(house), world.ewayDeps);
    const { data } = await list(`?portal=ewb&status=failed&entityId=${voucher.id}`);
    assert.equal(data.length, 1, JSON.stringify(data));
    assert.deepEqual([data[0].about.kind, data[0].about.open], ["e_way_bill", true]);
    assert.ok(data[0].reason.length > 10 && data[0].about.error.code);
    assert.equal((await retry(data[0].id, theirs)).status, 404);
    const again = await retry(data[0].id);
    assert.equal(again.status, 200, again.text);
    for (let round = 0; round < 2; round++) { // asked whether it has the bill, then sent
      world.later(120);
      await generateDueBills(world.context(house), world.ewayDeps);
    }
    const after = (await world.api(`GET /api/ops/api-calls/${data[0].id}`)).body;
    assert.match(after.next, /^Nothing: the e-way bill of .* is active by now/, JSON.stringify(after.about));
    assert.equal((await retry(data[0].id)).body.code, "api_call_settled");
  }
});

test("a change of a bill that others made, and a cancellation, are tried again by waking the job that asks for them", async () => {
  const [change] = await rowsOf(world)(async ({ sql, tenantId }) => {
    const [bill] = await sql`
      insert into ewaybill.received_bills (tenant_id, gstin, ewb_number, status, generated_at)
      values (${tenantId}, ${gstinOf(house)}, '181000000777', 'rejecting', core.now()) returning id`;
    const told = {
      operation: "reject",
      entityId: bill?.id,
      url: "https://portal.test/ewayapi",
      request: {},
      response: {},
    };
    const ended = { httpStatus: 200, outcome: "unknown", errorCode: "timeout", durationMs: 9, calledAt: startOfTests };
    await callRows(sql, "ops.record_api_calls", { p_portal: "ewb", p_calls: [{ ...told, ...ended }] });
    return await sql<{ id: string }[]>`
      insert into ewaybill.changes (tenant_id, received_bill_id, change, request, payload, status, next_attempt_at)
      values (${tenantId}, ${bill?.id}, 'reject', '{}', '{}', 'unknown', core.now() + interval '1 hour') returning id`;
  });
  const [call] = (await list("?portal=ewb&operation=reject")).data;
  assert.deepEqual([call.about.kind, call.about.id, call.about.numberThere], [
    "e_way_change",
    change?.id,
    "181000000777",
  ]);
  assert.match(call.next, /^The change of the e-way bill of 181000000777 is unknown/);
  world.nudged.length = 0;
  assert.equal((await retry(call.id)).status, 200);
  assert.ok(world.nudged.some(({ name }) => name === "ewaybill.change"));

  const voucher = await world.post(invoice());
  await world.settle();
  const { irn } = await world.standing(voucher.id);
  const [asked] = await rowsOf(world)(({ sql }) =>
    sql`select cancellation_id as id from einvoice.request_cancellation(${irn}, '2', 'order withdrawn')`
  );
  await world.fault({ operation: "cancel", kind: "http_503" });
  await cancelRequested(world.context(house), world.deps, world.ewayDeps, asked?.id);
  const [lost] = (await list(`?operation=cancel&status=failed&entityId=${voucher.id}`)).data;
  assert.deepEqual([lost.about.kind, lost.about.open], ["irn_cancellation", true], JSON.stringify(lost));
  assert.equal((await retry(lost.id)).status, 200);
  assert.ok(world.nudged.some(({ name }) => name === "einvoice.cancel_irn"));
});

test("who may look and who may try again", async () => {
  const { call } = await failed({ kind: "http_503" });
  for (const path of ["/api/ops/api-calls", `/api/ops/api-calls/${call.id}`, "/api/ops/summary"]) {
    assert.equal((await world.api(`GET ${path}`, { as: "auditor@house.test" })).status, 200, path);
    assert.equal((await world.api(`GET ${path}`, { as: "logistics@house.test" })).status, 403, path);
  }
  assert.equal((await retry(call.id, "auditor@house.test")).status, 403);
  assert.equal(
    (await world.api("POST /api/ops/api-calls/retry-all", { as: "auditor@house.test", body: {} })).status,
    403,
  );
  assert.equal((await retry(call.id, "accountant@rival.test")).status, 404);
  assert.equal(
    (await retry(call.id, "accountant@house.test")).status,
    200,
    "at the end of the month the accountant does",
  );
});
