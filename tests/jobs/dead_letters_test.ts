import assert from "node:assert/strict";
import * as v from "valibot";
import { openDatabase } from "../../db/pool.ts";
import { listDeadLetters, listJobRuns, listJobs, readJob, retryJob } from "../../domain/ops/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { defineJob, ofTenant } from "../../jobs/define.ts";
import type { Company } from "../support/people.ts";
import { acting } from "../support/tenants.ts";
import { openJobWorld, until } from "./job_world.ts";

let isBroken = true;
const done: string[] = [];
const brittle = defineJob({
  name: "test.brittle",
  idempotentBy: "the item",
  schema: v.strictObject({ tenantId: ofTenant.entries.tenantId, itemId: v.pipe(v.string(), v.uuid()) }),
  retry: { limit: 1, delaySeconds: 1 },
  work(_ctx, { itemId }) {
    if (isBroken) return Promise.reject(new Error("the portal is asleep"));
    done.push(itemId);
    return Promise.resolve({ done: 1 });
  },
});
let failsFor = "";
const sweep = defineJob({
  name: "test.sweep",
  idempotentBy: "nothing to keep",
  schema: ofTenant,
  schedule: "*/30 * * * *",
  singleton: true,
  retry: { limit: 0 },
  work: (ctx) =>
    ctx.actor.tenantId === failsFor ? Promise.reject(new Error("a row is locked")) : Promise.resolve({ swept: 1 }),
});

const world = await openJobWorld([brittle, sweep]);
const { house, rival, queue, app } = world;
await world.work();
await world.work();
Deno.test.afterAll(() => world.close());

const person = (company: Company): Context => {
  const [userId = ""] = Object.values(company.people);
  const actor = {
    kind: "user" as const,
    tenantId: company.tenantId,
    userId,
    roles: ["owner"],
    scopes: new Set<string>(),
  };
  return { db: app, actor, clock: systemClock, requestId: "test", ip: null };
};
const waiting = async (company: Company) =>
  (await listDeadLetters(person(company), { limit: 50, status: "waiting" })).data;
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

test("R14.9 a job that used up its retries is a row of its company, told to somebody, and sent again once by hand", async () => {
  const itemId = crypto.randomUUID();
  await app.begin((sql) => queue.enqueue(sql, "test.brittle", { tenantId: house.tenantId, itemId }));
  await until(async () => (await waiting(house)).length === 1, 20_000);
  const [letter] = await waiting(house);
  assert.ok(letter);
  assert.deepEqual([letter.job, letter.attempts, letter.error, letter.payload], [
    "test.brittle",
    2,
    "the portal is asleep",
    { itemId },
  ]);
  assert.deepEqual(await waiting(rival), [], "of its own company alone");
  await assert.rejects(readJob(person(rival), letter.id), { code: "not_found" });
  await assert.rejects(retryJob(person(rival), queue, letter.id), { code: "not_found" });
  const crossed = await acting(app, rival.tenantId)(({ sql }) =>
    sql`select 1 from audit.security_events where kind = 'tenant_crossing' and entity_id = ${letter.id}`
  );
  assert.equal(crossed.length, 2);

  const told = () =>
    acting(app, house.tenantId)(({ sql }) =>
      sql`select severity, resolved_at from ops.notifications where kind = 'job_given_up' and key = 'test.brittle'`
    );
  assert.deepEqual((await told()).map((row) => [row.severity, row.resolved_at]), [["critical", null]]);
  const known = await readJob(person(house), letter.queuedId);
  assert.deepEqual([known.state, known.runs.map((run) => run.outcome)], ["dead", ["retry", "failed"]]);

  isBroken = false;
  const sent = await retryJob(person(house), queue, letter.id);
  assert.deepEqual([sent.state, sent.deadLetter?.retriedBy], ["retried", "owner@house.test"]);
  await until(() => done.includes(itemId));
  assert.deepEqual(await waiting(house), []);
  assert.ok((await told())[0]?.resolved_at, "what is settled is told no longer");
  await assert.rejects(retryJob(person(house), queue, letter.id), { code: "dead_letter_retried" });
  const trail = await acting(app, house.tenantId)(({ sql }) =>
    sql`select action, actor_kind from audit.events where entity = 'ops.dead_letters' order by occurred_at`
  );
  assert.deepEqual(trail.map((row) => [row.action, row.actor_kind]), [["insert", "job"], ["update", "user"]]);
});

test("two retries at once send it once, and a job that is not dead is not sent again", async () => {
  isBroken = true;
  const itemId = crypto.randomUUID();
  await app.begin((sql) => queue.enqueue(sql, "test.brittle", { tenantId: house.tenantId, itemId }));
  await until(async () => (await waiting(house)).length === 1, 20_000);
  isBroken = false;
  const [letter] = await waiting(house);
  const both = await Promise.allSettled([1, 2].map(() => retryJob(person(house), queue, letter!.id)));
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  await until(() => done.includes(itemId));
  const runs = (await listJobRuns(person(house), { limit: 50, job: "test.brittle", outcome: "done" })).data;
  const ran = runs.find(({ outcome }) => outcome === "done");
  await assert.rejects(retryJob(person(house), queue, ran!.queuedId), { code: "job_not_given_up" });
  assert.equal(done.filter((one) => one === itemId).length, 1);
});

test("a sweep that failed for one company is a dead letter of that one, which is sent again for it alone", async () => {
  failsFor = rival.tenantId;
  queue.nudge("test.sweep", {} as never);
  await until(async () => (await waiting(rival)).length === 1, 20_000);
  const [letter] = await waiting(rival);
  assert.deepEqual([letter?.job, letter?.error, letter?.payload], ["test.sweep", "a row is locked", {}]);
  assert.deepEqual(await waiting(house), []);
  failsFor = "";
  await retryJob(person(rival), queue, letter!.id);
  const runs = async () => (await listJobRuns(person(rival), { limit: 50, job: "test.sweep" })).data;
  await until(async () => (await runs())[0]?.outcome === "done");
});

test("a job whose worker was killed at its last attempt is a dead letter too, though it left no run", async () => {
  const itemId = crypto.randomUUID();
  const admin = openDatabase(world.database.adminUrl, { max: 1 });
  await admin`
    insert into pgboss.job (name, data, state, started_on, heartbeat_on, heartbeat_seconds, expire_seconds, retry_limit,
      retry_count, retry_delay, retry_backoff, policy, dead_letter, start_after, keep_until, deletion_seconds)
    select 'test.brittle', ${admin.json({ tenantId: rival.tenantId, itemId })}, 'active', now() - interval '2 minutes',
      now() - interval '1 minute', 30, 900, 1, 1, 0, false, 'standard', 'jobs.dead_letter', now(), now() + interval '1 day', 86400`;
  await admin.end();
  await until(async () => (await waiting(rival)).length === 1, 30_000);
  const [letter] = await waiting(rival);
  assert.deepEqual([letter?.job, letter?.attempts, letter?.payload], ["test.brittle", 2, { itemId }]);
  assert.match(letter!.error, /heartbeat|timed out|died/i);
  isBroken = false;
  await retryJob(person(rival), queue, letter!.id);
  await until(() => done.includes(itemId));
});

test("what names no company of ours is logged and leaves no row", async () => {
  await app.begin((sql) => queue.enqueue(sql, "test.brittle", { tenantId: crypto.randomUUID() }));
  await until(() => world.logged.some(({ event, companies }) => event === "job_given_up" && companies === 0), 20_000);
  assert.deepEqual([await waiting(house), await waiting(rival)], [[], []]);
});

test("every kind of job is listed with its schedule in words, its next run, and what of it is the company's own", async () => {
  isBroken = true;
  const itemId = crypto.randomUUID();
  await app.begin((sql) => queue.enqueue(sql, "test.brittle", { tenantId: house.tenantId, itemId }));
  await until(async () => (await listJobs(person(house))).some(({ retrying }) => retrying === 1));
  const before = new Date().toISOString();
  queue.nudge("test.sweep", {} as never);
  await until(async () => Date.parse((await listJobs(person(rival)))[1]?.lastSweptAt ?? "") >= Date.parse(before));
  const mine = await listJobs(person(house));
  assert.deepEqual(mine.map(({ job }) => job), ["test.brittle", "test.sweep"]);
  const swept = mine[1];
  assert.deepEqual([swept?.schedule?.cron, swept?.schedule?.words], ["*/30 * * * *", "every 30 minutes"]);
  assert.ok(Date.parse(swept?.schedule?.nextRunAt ?? "") > Date.now());
  assert.equal(swept?.lastRun?.outcome, "done");
  const theirs = await listJobs(person(rival));
  assert.deepEqual(theirs.map(({ retrying }) => retrying), [0, 0], "the other company's job is not counted");
  await until(async () => (await waiting(house)).length === 1, 20_000);
});
