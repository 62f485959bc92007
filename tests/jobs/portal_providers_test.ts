import assert from "node:assert/strict";
import { cancelRequested, putRegistration } from "../../domain/einvoice/mod.ts";
import { credentialsOf, einvoiceWorld, house, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";
import { portalTraffic } from "../support/portal_traffic.ts";

const world = await einvoiceWorld();
const traffic = await portalTraffic(world);
const { run, calls, breakers } = traffic;
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  await traffic.settleDown();
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const sent = "POST /eicore/v1.03/Invoice";
const counted = (all: readonly string[], call: string) => all.filter((one) => one === call).length;

/** Where documents stand: status, where they were last sent, who registered them. */
async function standing(ids: readonly { id: string }[], tenant = house) {
  const rows = await rowsOf(world, tenant)(({ sql }) =>
    sql`select e.status, e.provider, d.provider as registered from einvoice.e_invoices e
      left join einvoice.irn_details d on d.e_invoice_id = e.id
      where e.voucher_id = any(${ids.map(({ id }) => id)}::uuid[]) order by e.id`
  );
  return rows.map(({ status, provider, registered }) => [status, provider, registered].filter(Boolean).join(" "));
}
const all = (howMany: number, what: string) => Array(howMany).fill(what);

test("the first provider down: what was not sent goes to the second; what may be at the first is asked for there alone", async () => {
  const unsure = await traffic.postMany(5);
  const theirs = await traffic.postMany(1, {}, "owner@rival.test");
  await traffic.down("irp");
  await run();
  assert.deepEqual([await standing(unsure), await breakers()], [all(5, "unknown irp1"), ["open 5 irp1"]]);
  calls();

  const fresh = await traffic.postMany(3);
  world.later(10);
  await run();
  await run(rival);
  assert.deepEqual(await standing(fresh), all(3, "generated irp2 irp2"));
  assert.deepEqual(await standing(theirs, rival), ["generated irp2 irp2"]);
  assert.deepEqual(await standing(unsure), all(5, "unknown irp1"));
  assert.deepEqual(new Set(calls()), new Set([`irp2 ${sent}`]), "nobody asks the second for what the first may have");

  await traffic.up();
  for (let round = 0; round < 4; round++) {
    world.later(1_000);
    await run();
  }
  const asked = calls();
  assert.deepEqual(await standing(unsure), all(5, "generated irp1 irp1"));
  assert.deepEqual([counted(asked, `irp1 ${sent}`), counted(asked, `irp2 ${sent}`)], [5, 0]);
  for (const { number } of [...unsure, ...fresh]) assert.equal((await world.registered(number)).length, 1);
});

test("what the first provider took before its answers were lost is found there, and never sent to the second", async () => {
  const unsure = await traffic.postMany(6);
  await traffic.down("irp", { operation: "generate", kind: "http_504", afterEffect: true });
  await run();
  assert.deepEqual(await standing(unsure), all(6, "unknown irp1"));
  for (let round = 0; round < 3; round++) {
    world.later(600);
    await run();
  }
  const asked = calls();
  assert.deepEqual(await standing(unsure), all(6, "generated irp1 irp1"));
  assert.deepEqual([counted(asked, `irp1 ${sent}`), counted(asked, `irp2 ${sent}`)], [6, 0]);
});

test("both down: nothing is called, nothing is lost, and each is tried once its rest is over", async () => {
  const first = await traffic.postMany(6);
  await traffic.down("irp");
  await traffic.down("irp2");
  await run();
  const second = await traffic.postMany(6);
  world.later(5);
  await run();
  assert.deepEqual((await breakers()).map((one) => one.split(" ")[0]), ["open", "open"]);
  assert.deepEqual(await standing(second), all(6, "unknown irp2"));
  const third = await traffic.postMany(2);
  calls();
  world.later(1);
  const { nextInSeconds } = await run();
  assert.deepEqual([calls(), await standing(third)], [[], all(2, "pending")]);
  assert.ok(nextInSeconds! > 0 && nextInSeconds! <= 15);
  await traffic.up();
  for (let round = 0; round < 4; round++) {
    world.later(1_000);
    await run();
  }
  assert.deepEqual(await standing(first), all(6, "generated irp1 irp1"));
  assert.deepEqual(
    await standing(second),
    all(6, "generated irp1 irp1"),
    "the second had none, so the first may have them",
  );
  assert.deepEqual(await standing(third), all(2, "generated irp1 irp1"));
});

test("an IRN is cancelled where it was registered", async () => {
  await world.admin`insert into ops.breakers (portal, environment, provider, state, retry_at, updated_at)
    values ('irp', 'sandbox', 'irp1', 'open', ${world.clock.now()}::timestamptz + interval '1 hour', ${world.clock.now()})`;
  const voucher = await world.post();
  await run();
  assert.deepEqual(await standing([voucher]), ["generated irp2 irp2"]);
  await world.admin`delete from ops.breakers`;
  calls();
  const { irn } = await world.standing(voucher.id);
  const asked = { p_irn: irn, p_reason_code: "2", p_remarks: "entered twice" };
  const [row] = await rowsOf(world)(({ sql }) =>
    sql`select * from einvoice.request_cancellation(${asked.p_irn}, ${asked.p_reason_code}, ${asked.p_remarks})`
  );
  assert.equal(await cancelRequested(world.context(house), traffic.deps, world.ewayDeps, row!.cancellation_id), true);
  assert.deepEqual(new Set(calls().map((call) => call.split(" ")[0])), new Set(["irp2"]));
  assert.equal((await world.standing(voucher.id)).status, "cancelled");
});

test("a registration that names its provider goes to no other, and waits while it rests", async () => {
  const register = (more: object) =>
    putRegistration(world.context(house, { db: world.db }), world.keys, { ...credentialsOf(house), ...more });
  try {
    await register({ provider: "irp2" });
    const [one] = await traffic.postMany(1);
    await run();
    assert.deepEqual(await standing([one!]), ["generated irp2 irp2"]);
    calls();
    const waiting = await traffic.postMany(6);
    await traffic.down("irp2");
    await run();
    const more = await traffic.postMany(1);
    world.later(5);
    await run();
    assert.deepEqual([await standing(waiting), await standing(more)], [all(6, "unknown irp2"), ["pending"]]);
    assert.equal(calls().filter((call) => call.startsWith("irp1")).length, 0);
    await register({ provider: "irp3" });
    await traffic.up();
    world.later(1_000);
    await run();
    const { status, error } = await world.standing(more[0]!.id);
    assert.deepEqual([status, error.code], ["failed", "portal_not_configured"]);
    assert.deepEqual(
      await standing(waiting),
      all(6, "pending irp2"),
      "what may be at a provider is still asked for there",
    );
  } finally {
    await register({});
    await traffic.up();
    await world.settle();
  }
});

test("what a service provider wants in every request goes along, and stands in no log", async () => {
  const [first] = traffic.sites;
  const seen: (string | null)[] = [];
  const between = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    seen.push(request.headers.get("Ocp-Apim-Subscription-Key"));
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    return await fetch(`${world.origin}/sandbox/irp${pathname}${search}`, {
      method,
      headers,
      body: method === "POST" ? await request.text() : null,
    });
  });
  const secret = "a key of the service provider";
  const site = {
    ...first!,
    provider: "gsp",
    baseUrl: `http://127.0.0.1:${between.addr.port}`,
    headers: { "Ocp-Apim-Subscription-Key": secret },
  };
  const voucher = await world.post();
  await run(house, { sites: () => Promise.resolve([site]) });
  await between.shutdown();
  assert.deepEqual(await standing([voucher]), ["generated gsp gsp"]);
  assert.ok(seen.length >= 2 && seen.every((value) => value === secret));
  const logged = await world
    .admin`select request::text, response::text, url, provider from ops.api_calls where provider = 'gsp'`;
  assert.ok(logged.length >= 2);
  assert.equal(JSON.stringify(logged).includes(secret), false);
  assert.match(logged[0]!.request, /"Ocp-Apim-Subscription-Key": "\[masked\]"/);
});
