import assert from "node:assert/strict";
import { einvoiceWorld, house, rival, startOfTests } from "../support/einvoice_world.ts";
import { portalTraffic } from "../support/portal_traffic.ts";

const world = await einvoiceWorld();
const traffic = await portalTraffic(world);
traffic.sites.splice(1); // one provider; see portal_providers_test.ts for two
const { run, calls, breakers } = traffic;
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  await traffic.up();
  for (const tenant of [house, rival]) await world.settle(tenant);
  world.clock.set(startOfTests);
  await traffic.settleDown();
  await world.admin`delete from ops.installation_notifications`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const rival1 = "owner@rival.test";
const told = () =>
  world
    .admin`select kind, key, resolved_at is null as open from ops.installation_notifications order by first_seen_at, id`;

test("a portal that fails five times is left alone, whatever the company, and those who run it are told", async () => {
  const ours = await traffic.postMany(6);
  await traffic.down("irp");
  await run();
  assert.deepEqual([calls().length, await breakers()], [6, ["open 6 irp1"]]);
  assert.deepEqual([...await told()], [{ kind: "portal_down", key: "irp sandbox irp1", open: true }]);
  const [mail] = await world.admin`select body from ops.installation_notifications`;
  assert.match(mail?.body, /tried again at \d\d:\d\d:\d\d IST\.$/);

  const later = [await traffic.postMany(1), await traffic.postMany(1, {}, rival1)];
  world.later(5);
  for (const tenant of [house, rival]) {
    const { nextInSeconds, ...done } = await run(tenant);
    assert.deepEqual(done, { generated: 0, failed: 0, open: 0 });
    assert.ok(nextInSeconds! > 3 && nextInSeconds! <= 10, `${nextInSeconds}: when the portal is tried again`);
  }
  assert.deepEqual(calls(), []);
  assert.equal((await world.standing(ours[0]!.id)).status, "unknown");
  for (const [tenant, [one]] of [[house, later[0]!], [rival, later[1]!]] as const) {
    const standing = await world.standing(one!.id, tenant);
    assert.deepEqual([standing.status, standing.attempts], ["pending", 0], "it waits, untouched");
  }
});

test("when the rest is over one call tries, however many workers ask; a failure doubles the rest, up to five minutes", async () => {
  await traffic.postMany(6);
  await traffic.postMany(3, {}, rival1);
  await traffic.down("irp");
  await run();
  calls();
  for (let opened = 1, rest = 15; opened < 8; opened++, rest = Math.min(rest * 2, 300)) {
    const [row] = await world.admin`select extract(epoch from retry_at - updated_at)::float8 as rest from ops.breakers`;
    assert.ok(row!.rest >= rest * 0.9 && row!.rest <= rest, `rest ${opened}: ${row!.rest}`);
    world.later(rest);
    await Promise.all([run(), run(rival), run()]);
    assert.equal(calls().length, 1, `try ${opened}`);
  }
  assert.equal((await breakers()).length, 1);
  assert.equal((await told()).length, 1, "told once while it lasts");
});

test("an answer closes it: in the same run everything that waited goes, and the notification is settled", async () => {
  const ours = await traffic.postMany(40);
  await traffic.down("irp");
  await run();
  await traffic.up();
  calls();
  world.later(1_000);
  await run();
  const [first, ...then] = calls();
  assert.match(first!, /GET .*irbydocdetails|GET .*irnbydocdetails/, "the one call that tries asks, and sends nothing");
  assert.equal(then.length, 39, "and then all the others go, in the same run");
  assert.deepEqual([await breakers(), (await told()).map(({ open }) => open)], [[], [false]]);
  await world.settle();
  for (const { id, number } of ours) {
    assert.equal((await world.standing(id)).status, "generated");
    assert.equal((await world.registered(number)).length, 1);
  }
});

test("a worker that dies while it tries holds nobody up for more than two minutes", async () => {
  await traffic.postMany(6);
  await traffic.down("irp");
  await run();
  await traffic.up();
  world.later(16);
  const sites = { sandbox: [{ provider: "irp1", callsPerMinute: 0 }] };
  const claim = () =>
    world.workerDb.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: house.id, now: world.clock.now().toISOString() })})`;
      return await sql`select provider from einvoice.claim_due(32, interval '5 minutes', null, ${sql.json(sites)})`;
    });
  assert.equal((await claim()).length, 1, "and it is never heard of again");
  world.later(60);
  assert.equal((await run()).generated, 0);
  world.later(61);
  await run();
  assert.deepEqual(await breakers(), []);
});

test("what a portal refuses, and fewer calls it wants, open nothing", async () => {
  await traffic.postMany(8);
  await world.fault({ kind: "portal_error", code: "2240", times: 8 });
  assert.equal((await run()).failed, 8);
  await traffic.postMany(8);
  await world.fault({ kind: "http_429", retryAfter: 5, times: 8 });
  await run();
  assert.deepEqual(await breakers(), []);
});

test("a failure now and then among answers opens nothing", async () => {
  for (let round = 0; round < 6; round++) {
    await traffic.postMany(3);
    await world.fault({ kind: "http_500" });
    await run(house, { width: 1 });
    world.later(1);
  }
  assert.deepEqual(await breakers(), []);
});
