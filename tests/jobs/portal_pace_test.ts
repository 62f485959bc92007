import assert from "node:assert/strict";
import { generateDue } from "../../domain/einvoice/mod.ts";
import type { Clock } from "../../domain/shared/context.ts";
import { generateDueBills } from "../../domain/ewaybill/mod.ts";
import { einvoiceWorld, gstinOf, house, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";
import { anotherGstin, portalTraffic } from "../support/portal_traffic.ts";

const world = await einvoiceWorld();
const traffic = await portalTraffic(world);
traffic.sites.splice(1);
const [site] = traffic.sites;
const { run, calls } = traffic;
const branch = await anotherGstin(world, "29");
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  site!.callsPerMinute = 0;
  await traffic.up();
  await world.admin`delete from ops.call_budgets`;
  for (const tenant of [house, rival]) await world.settle(tenant);
  world.clock.set(startOfTests);
  await traffic.settleDown();
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const ours = gstinOf(house);

interface Sent {
  readonly gstin: string;
  readonly number: string;
  readonly second: number;
}

/** What was sent since a moment, in order, with the second at which it was. */
async function sentSince(since: Date): Promise<Sent[]> {
  const rows = await rowsOf(world)(({ sql }) =>
    sql`select gstin, (request ->> 'body')::json #>> '{DocDtls,No}' as number,
        extract(epoch from called_at - ${since})::float8 as second
      from ops.api_calls where operation = 'generate' and called_at >= ${since} order by called_at, id`
  );
  return rows.map(({ gstin, number, second }) => ({ gstin, number, second }));
}

/** The clock of the world, going on a little whenever it is looked at. */
function ticking(): Clock {
  let looks = 0;
  return { now: () => new Date(world.clock.now().getTime() + ++looks), injected: true };
}

/** The most that fell into any sixty seconds. */
const mostInAMinute = (sent: readonly Sent[]) =>
  Math.max(...sent.map(({ second }) => sent.filter((one) => one.second >= second && one.second < second + 60).length));

test("R14.8 a GSTIN calls no more often in any minute than it may, oldest first, and another's waits for none of it", async () => {
  site!.callsPerMinute = 30;
  const began = world.clock.now();
  const many = await traffic.postMany(70);
  const few = await traffic.postMany(4, { companyGstin: branch });
  const first = await run();
  assert.equal(first.generated, 5 + 4, "a sixth of a minute's calls at once, and all of the other's few");
  assert.ok(first.nextInSeconds! > 2 && first.nextInSeconds! < 3, `${first.nextInSeconds}: when the next may go`);
  assert.equal((await run()).generated, 0, "none before its time");
  for (let second = 0; second < 240; second += 6) {
    world.later(6);
    await run();
  }
  const sent = await sentSince(began);
  const mine = sent.filter(({ gstin }) => gstin === ours);
  const inOrder = mine.toSorted((a, b) => a.second - b.second || (a.number < b.number ? -1 : 1));
  assert.deepEqual(inOrder.map(({ number }) => number), many.map(({ number }) => number), "oldest first, each once");
  assert.equal(sent.filter(({ gstin }) => gstin === branch).length, few.length);
  assert.ok(mostInAMinute(mine) <= 30, `${mostInAMinute(mine)}`);
  assert.ok(mine.at(-1)!.second <= 70 / 25 * 60, "and it is not held back more than that");
});

test("calls that nobody reckoned with are paid back", async () => {
  site!.callsPerMinute = 60;
  await traffic.postMany(5);
  await world.fault({ kind: "http_500", times: 3 });
  await run();
  world.later(1);
  const tokens = async () => {
    const [row] = await rowsOf(world)(({ sql }) =>
      sql`select tokens::float8 from ops.call_budgets where gstin = ${ours}`
    );
    return row!.tokens;
  };
  const before = await tokens();
  assert.ok(before <= 5, `${before}`);
  world.later(1_000);
  await world.signOut();
  await traffic.postMany(1);
  await run(house); // a sign-in, a document, three questions
  assert.ok(await tokens() <= 10 - 5, `${await tokens()}`);
});

test("R14.8 a GSTIN of which the portal wants fewer calls is left alone until the moment it names, and others go on", async () => {
  const mine = await traffic.postMany(40);
  await world.fault({ kind: "http_429", retryAfter: 90, times: 40, gstin: ours });
  await generateDue(world.context(house, { clock: ticking() }), { ...traffic.deps, width: 4 });
  const tried = calls().length;
  assert.ok(tried >= 1 && tried <= 12, `${tried}: what was taken ahead is put back, not tried`);
  const theirs = await traffic.postMany(3, { companyGstin: branch });
  world.later(60);
  const { generated, nextInSeconds } = await run();
  assert.equal(generated, theirs.length);
  assert.ok(nextInSeconds! > 20 && nextInSeconds! <= 90, `${nextInSeconds}`);
  await traffic.up();
  world.later(29);
  assert.equal((await run()).generated, 0, "one second before");
  world.later(2);
  assert.ok((await run()).generated >= 40 - tried, "those that were not refused themselves go at once");
  await world.settle();
  for (const { id } of mine) assert.equal((await world.standing(id)).status, "generated");
});

test("a claim takes of every GSTIN alike, however much another has waiting", async () => {
  await traffic.postMany(30);
  await traffic.postMany(30, { companyGstin: branch });
  const taken = await rowsOf(world)(({ sql }) => sql`select gstin from einvoice.claim_due(10, interval '5 minutes')`);
  const counted = (gstin: string) => taken.filter((row) => row.gstin === gstin).length;
  assert.deepEqual([counted(ours), counted(branch)], [5, 5]);
  world.later(301);
});

test("taken and never heard of: after its lease it is asked for first, where it was sent", async () => {
  const vouchers = await traffic.postMany(3);
  const sites = { sandbox: [{ provider: "irp1", callsPerMinute: 0 }] };
  const claim = () =>
    rowsOf(world)(({ sql }) =>
      sql`select voucher_id, ask_first, provider, attempt from einvoice.claim_due(10, interval '5 minutes', null, ${
        sql.json(sites)
      })`
    );
  const first = await claim();
  assert.deepEqual(first.map(({ ask_first, provider }) => [ask_first, provider]), Array(3).fill([false, "irp1"]));
  assert.equal((await claim()).length, 0);
  world.later(301);
  await run();
  const asked = calls();
  assert.deepEqual(
    asked.map((call) => call.split("?")[0]),
    Array(3).fill("irp1 GET /eicore/v1.03/Invoice/irnbydocdetails"),
  );
  await world.settle();
  for (const { id, number } of vouchers) {
    assert.equal((await world.standing(id)).status, "generated");
    assert.equal((await world.registered(number)).length, 1);
  }
});

test("two workers over one company's documents send each once", async () => {
  const vouchers = await traffic.postMany(40);
  const runs = await Promise.all([run(house, { width: 8 }), run(house, { width: 8 })]);
  assert.equal(runs.reduce((sum, { generated }) => sum + generated, 0), 40);
  assert.equal(calls().length, 40);
  for (const { number } of vouchers) assert.equal((await world.registered(number)).length, 1);
});

test("after twelve attempts a document waits a quarter of an hour each time, and a person is told once", async () => {
  const [one] = await traffic.postMany(1);
  await world.admin`update einvoice.e_invoices set attempts = 11 where voucher_id = ${one!.id}`;
  await world.fault({ kind: "portal_error", code: "2146", times: 3 });
  for (let attempt = 12; attempt <= 14; attempt++) {
    await run();
    const [row] = await rowsOf(world)(({ sql }) =>
      sql`select attempts, extract(epoch from next_attempt_at - updated_at)::float8 as wait from einvoice.e_invoices where voucher_id = ${
        one!.id
      }`
    );
    assert.equal(row!.attempts, attempt);
    if (attempt > 12) assert.equal(row!.wait, 900);
    world.later(901);
  }
  const told = (tenant = house) =>
    rowsOf(world, tenant)(({ sql }) =>
      sql`select kind, key, count from ops.notifications where kind = 'e_invoices_stuck'`
    );
  assert.deepEqual([...await told()], [{ kind: "e_invoices_stuck", key: ours, count: 1 }]);
  assert.deepEqual([...await told(rival)], []);
  await world.settle();
  assert.equal((await world.standing(one!.id)).status, "generated");
});

test("the e-way bill portal is paced by the same measure", async () => {
  const sites = { sandbox: [{ provider: "nic", callsPerMinute: 12 }] };
  const ways = await rowsOf(world)(({ sql }) => sql`select gstin, room from ops.call_ways('ewb', ${sql.json(sites)})`);
  assert.equal(ways.find(({ gstin }) => gstin === ours)?.room, 2);
  assert.deepEqual(await generateDueBills(world.context(rival), world.ewayDeps), {
    generated: 0,
    failed: 0,
    open: 0,
    nextInSeconds: null,
  });
});
