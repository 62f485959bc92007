import assert from "node:assert/strict";
import postgres from "postgres";
import { sealEvents } from "../../domain/audit/mod.ts";
import { jobs } from "../../jobs/jobs.ts";
import { acting, addItem } from "../support/tenants.ts";
import { openJobWorld, until } from "./job_world.ts";

const world = await openJobWorld(jobs);
const { house, rival, app } = world;
const admin = postgres(world.database.adminUrl, { max: 1, onnotice: () => {} });
await world.work();
await world.work();

Deno.test.afterAll(async () => {
  await admin.end();
  await world.close();
});

const verify = (tenantId: string) =>
  acting(app, tenantId)(async ({ sql }) => (await sql`select audit.verify() as found`)[0]?.found);

/** What the schedule sends: a sweep, for no tenant in particular. */
const sweep = () => app.begin((sql) => world.queue.enqueue(sql, sealEvents, {} as never));

Deno.test("the minute's sweep is scheduled in Indian time, once for however many workers", async () => {
  const schedules = await admin`select name, cron, timezone from pgboss.schedule where name = ${sealEvents}`;
  assert.deepEqual([...schedules], [{ name: sealEvents, cron: "* * * * *", timezone: "Asia/Kolkata" }]);
});

Deno.test("two workers seal two companies' events into one chain each", async () => {
  for (let round = 1; round <= 3; round++) {
    for (const { tenantId } of [house, rival]) await acting(app, tenantId)((tx) => addItem(tx, `item ${round}`));
    await sweep();
    await until(async () =>
      (await verify(house.tenantId)).sealNo === round && (await verify(rival.tenantId)).sealNo === round
    );
  }
  for (const { tenantId } of [house, rival]) {
    const found = await verify(tenantId);
    assert.equal(found.valid, true, JSON.stringify(found.problems));
    assert.equal(found.unsealed, 1);
    const runs = await acting(app, tenantId)(({ sql }) =>
      sql`select summary, outcome from ops.job_runs order by started_at`
    );
    assert.deepEqual(runs.map((run) => [run.summary.sealNo, run.outcome]), [[1, "done"], [2, "done"], [3, "done"]]);
  }
  const heads = world.logged.filter((line) => line.job === sealEvents && typeof line.head === "string");
  assert.equal(heads.length, 6, "each head is noted outside the database, in the log");
});

Deno.test("a sweep with nothing to do leaves no row, and one company's fault does not stop the other", async () => {
  const runs = () => admin`select tenant_id, outcome, error from ops.job_runs order by started_at`;
  const before = (await runs()).length;
  await sweep();
  await until(async () =>
    (await admin`select 1 from pgboss.job where name = ${sealEvents} and state < 'completed'`).length === 0
  );
  assert.equal((await runs()).length, before);

  for (const { tenantId } of [house, rival]) await acting(app, tenantId)((tx) => addItem(tx, "one more"));
  const [first, second] = [house.tenantId, rival.tenantId].sort();
  await admin`create function public.stumble() returns trigger language plpgsql as
    $$ begin raise exception 'disk is full'; end $$`;
  await admin.unsafe(`create trigger stumble before insert on audit.seals for each row
    when (new.tenant_id = '${first}') execute function public.stumble()`);
  await sweep();
  await until(async () => (await verify(second ?? "")).sealNo === 4);
  await until(async () => (await runs()).some((run) => run.tenant_id === first && run.outcome === "retry"));
  assert.match((await runs()).find((run) => run.outcome === "retry")?.error, /disk is full/);
  await admin`drop trigger stumble on audit.seals`;
  await until(async () => (await verify(first ?? "")).sealNo === 4);
});
