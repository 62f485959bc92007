import assert from "node:assert/strict";
import postgres from "postgres";
import { forgetRequestsJob } from "../../jobs/core/forget_requests.ts";
import { openJobWorld, until } from "./job_world.ts";

const world = await openJobWorld([forgetRequestsJob]);
const admin = postgres(world.database.adminUrl, { max: 1, onnotice: () => {} });

Deno.test.afterAll(async () => {
  await admin.end();
  await world.close();
});

Deno.test("what is kept for a while goes when its time is over, at every company", async () => {
  for (const { tenantId } of [world.house, world.rival]) {
    for (const days of [1, 100]) {
      await admin`insert into ops.job_runs (tenant_id, job, queued_id, attempt, started_at, finished_at, outcome)
        values (${tenantId}, 'test', ${crypto.randomUUID()}, 1, now() - make_interval(days => ${days}), now(), 'done')`;
    }
  }
  await world.work();
  await world.app.begin((sql) => world.queue.enqueue(sql, forgetRequestsJob.name, {} as never));
  const runs = () => admin`select tenant_id, summary from ops.job_runs where job = ${forgetRequestsJob.name}`;
  await until(async () => (await runs()).length === 2);
  assert.deepEqual((await runs()).map((run) => run.summary), [{ requests: 0, runs: 1 }, { requests: 0, runs: 1 }]);
  const [left] = await admin`select count(*) from ops.job_runs where job = 'test'`;
  assert.equal(left?.count, "2");
});
