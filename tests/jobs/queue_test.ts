import assert from "node:assert/strict";
import postgres from "postgres";
import * as v from "valibot";
import { withTenant } from "../../db/tenant.ts";
import { defineJob, ofTenant } from "../../jobs/define.ts";
import { acting } from "../support/tenants.ts";
import { openJobWorld, until } from "./job_world.ts";

const started: { job: string; tenantId: string; attempt: number; at: number }[] = [];
let atOnce = 0;
let atMostAtOnce = 0;
let failures = 0;
let release: (() => void) | undefined;

function note(job: string) {
  return (tenantId: string, attempt: number) => started.push({ job, tenantId, attempt, at: performance.now() });
}
const startsOf = (job: string) => started.filter((start) => start.job === job);

const plain = defineJob({
  name: "test.plain",
  idempotentBy: "nothing",
  schema: v.strictObject({ tenantId: ofTenant.entries.tenantId, itemId: v.pipe(v.string(), v.uuid()) }),
  async work(ctx, { itemId }) {
    note("plain")(ctx.actor.tenantId, ctx.run.attempt);
    const found = await withTenant(ctx, ({ sql }) => sql`select name from billing.items where id = ${itemId}`);
    return { found: found.length };
  },
});
const single = defineJob({
  name: "test.single",
  idempotentBy: "the tenant",
  schema: ofTenant,
  singleton: true,
  concurrency: 3,
  async work(ctx) {
    note("single")(ctx.actor.tenantId, ctx.run.attempt);
    atMostAtOnce = Math.max(atMostAtOnce, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 150));
    atOnce--;
    return { done: 1 };
  },
});
const failing = defineJob({
  name: "test.failing",
  idempotentBy: "nothing",
  schema: ofTenant,
  retry: { limit: 2, delaySeconds: 1 },
  work(ctx) {
    note("failing")(ctx.actor.tenantId, ctx.run.attempt);
    failures++;
    return Promise.reject(new Error("the portal is asleep"));
  },
});
const held = defineJob({
  name: "test.held",
  idempotentBy: "nothing",
  schema: ofTenant,
  async work(ctx) {
    note("held")(ctx.actor.tenantId, ctx.run.attempt);
    await new Promise<void>((resolve) => release = resolve);
    return { finished: 1 };
  },
});

const world = await openJobWorld([plain, single, failing, held]);
const { house, rival, queue, app } = world;
const admin = postgres(world.database.adminUrl, { max: 1, onnotice: () => {} });
await world.work();
await world.work();

Deno.test.afterAll(async () => {
  await admin.end();
  await world.close();
});

const runsOf = (job: string, tenantId: string) =>
  acting(app, tenantId)(({ sql }) => sql`select * from ops.job_runs where job = ${job} order by started_at`);

Deno.test("a job commits with the business transaction or not at all", async () => {
  const itemId = crypto.randomUUID();
  const inHouse = acting(app, house.tenantId);
  const rolledBack = inHouse(async ({ sql }) => {
    await queue.enqueue(sql, "test.plain", { tenantId: house.tenantId, itemId });
    throw new Error("no");
  });
  await assert.rejects(rolledBack, /no/);
  const [none] = await admin`select count(*) from pgboss.job where name = 'test.plain'`;
  assert.equal(none?.count, "0");

  const asked = performance.now();
  await inHouse(({ sql }) => queue.enqueue(sql, "test.plain", { tenantId: house.tenantId, itemId }));
  await until(() => startsOf("plain").length === 1);
  assert.ok(performance.now() - asked < 1_500, "a notification wakes the worker, not the next poll");
  await until(async () => (await runsOf("test.plain", house.tenantId)).length === 1);
  const [run] = await runsOf("test.plain", house.tenantId);
  assert.deepEqual([run?.outcome, run?.attempt, run?.summary], ["done", 1, { found: 0 }]);
  assert.equal((await runsOf("test.plain", rival.tenantId)).length, 0, "a company reads its own runs only");
});

Deno.test("a forged pair of tenant and id touches nothing, and a payload that is none is not tried again", async () => {
  const [theirs] = await acting(app, rival.tenantId)(({ sql, tenantId }) =>
    sql`insert into billing.items (tenant_id, name, hsn, unit, gst_rate)
        values (${tenantId}, 'theirs', '847130', 'NOS', 18) returning id`
  );
  await app.begin((sql) => queue.enqueue(sql, "test.plain", { tenantId: house.tenantId, itemId: theirs?.id }));
  await until(async () => (await runsOf("test.plain", house.tenantId)).length === 2);
  assert.deepEqual((await runsOf("test.plain", house.tenantId)).at(-1)?.summary, { found: 0 });

  await app.begin((sql) => queue.enqueue(sql, "test.plain", { tenantId: "'; drop table billing.items; --" }));
  await until(async () => (await admin`select 1 from pgboss.job where name = 'jobs.dead_letter'`).length === 1);
  assert.equal(startsOf("plain").length, 2);
});

Deno.test("a singleton never runs twice at a time on two workers, and at most one more is queued", async () => {
  for (let n = 0; n < 10; n++) queue.nudge("test.single", { tenantId: house.tenantId });
  await until(() => startsOf("single").length === 1);
  for (let n = 0; n < 10; n++) queue.nudge("test.single", { tenantId: house.tenantId });
  await until(async () => atOnce === 0 && (await runsOf("test.single", house.tenantId)).length >= 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(atMostAtOnce, 1);
  assert.ok(startsOf("single").length <= 3, `${startsOf("single").length} runs for 20 nudges`);

  atMostAtOnce = 0;
  queue.nudge("test.single", { tenantId: house.tenantId });
  queue.nudge("test.single", { tenantId: rival.tenantId });
  await until(() => atMostAtOnce === 2);
  await until(() => atOnce === 0);
});

Deno.test("R14.3 a failing job is tried again with a growing pause, then put in the dead letter queue", async () => {
  await app.begin((sql) => queue.enqueue(sql, "test.failing", { tenantId: house.tenantId }));
  await until(() => failures === 3, 20_000);
  const dead = () =>
    admin`select data from pgboss.job where name = 'jobs.dead_letter' and data ->> 'tenantId' = ${house.tenantId}`;
  await until(async () => (await dead()).length === 1);
  const [first, second, third] = startsOf("failing").map((start) => start.at);
  assert.ok((second ?? 0) - (first ?? 0) >= 900, "a second before the first repetition");
  assert.ok((third ?? 0) - (second ?? 0) >= 900, "at least as long before the next");
  const runs = await runsOf("test.failing", house.tenantId);
  assert.deepEqual(runs.map((run) => [run.attempt, run.outcome]), [[1, "retry"], [2, "retry"], [3, "failed"]]);
  assert.equal(runs[2]?.error, "the portal is asleep");
  const [kept] =
    await admin`select retry_limit, retry_backoff, retry_delay from pgboss.queue where name = 'test.failing'`;
  assert.deepEqual(kept, { retry_limit: 2, retry_backoff: true, retry_delay: 1 });
});

Deno.test("stopping waits for the running job and takes no new one", async () => {
  const lone = await openJobWorld([held]);
  const worker = await lone.work();
  await lone.app.begin((sql) => lone.queue.enqueue(sql, "test.held", { tenantId: lone.house.tenantId }));
  await until(() => release !== undefined);
  const stopped = worker.stop();
  await lone.app.begin((sql) => lone.queue.enqueue(sql, "test.held", { tenantId: lone.house.tenantId }));
  let isStopped = false;
  void stopped.then(() => isStopped = true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(isStopped, false, "it waits");
  release?.();
  await stopped;
  const runs = await acting(lone.app, lone.house.tenantId)(({ sql }) => sql`select summary from ops.job_runs`);
  assert.deepEqual(runs.map((run) => run.summary), [{ finished: 1 }], "the running one finished, the other waits");
  await lone.close();
});

Deno.test("a job whose worker was killed is taken up by another", async () => {
  const itemId = crypto.randomUUID();
  await admin`insert into pgboss.job (name, data, state, started_on, heartbeat_on, heartbeat_seconds, expire_seconds,
                retry_limit, retry_delay, retry_backoff, policy, start_after, keep_until, deletion_seconds)
    select 'test.plain', ${admin.json({ tenantId: house.tenantId, itemId })}, 'active', now() - interval '2 minutes',
           now() - interval '1 minute', 30, 900, 5, 0, false, 'standard', now(), now() + interval '1 day', 86400`;
  const before = startsOf("plain").length;
  await until(() => startsOf("plain").length === before + 1, 15_000);
  assert.equal(startsOf("plain").at(-1)?.attempt, 2);
});

Deno.test("the queue holds ids only, and the app may not change or take what is queued", async () => {
  const told = await admin`select distinct jsonb_object_keys(data) as key from pgboss.job where data is not null`;
  assert.ok(told.every(({ key }) => /Id$/.test(key)), JSON.stringify(told));
  for (const attempt of ["update pgboss.job set data = null", "delete from pgboss.job", "truncate pgboss.job"]) {
    await assert.rejects(app.unsafe(attempt), { code: "42501" });
  }
});

Deno.test("the worker's role is enough for the queue's own upkeep", () => {
  assert.deepEqual(world.logged.filter((line) => line.event.startsWith("queue_")), []);
});
