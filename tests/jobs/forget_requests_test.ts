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
  for (const { tenantId, people } of [world.house, world.rival]) {
    for (const days of [0, 3]) {
      await admin`insert into core.page_sessions (tenant_id, user_id, token_hash, opened_at, last_used_at, expires_at)
        select ${tenantId}, ${Object.values(
        people,
      )[0]!}, sha256(uuid_send(gen_random_uuid())), at - interval '12 hours', at, at
        from (select now() - make_interval(days => ${days}) as at)`;
    }
    for (const days of [1, 100]) {
      await admin`insert into ops.job_runs (tenant_id, job, queued_id, attempt, started_at, finished_at, outcome)
        values (${tenantId}, 'test', ${crypto.randomUUID()}, 1, now() - make_interval(days => ${days}), now(), 'done')`;
    }
  }
  await world.work();
  await world.app.begin((sql) => world.queue.enqueue(sql, forgetRequestsJob.name, {} as never));
  const gone = { requests: 1, runs: 1, news: 0 };
  const runs = () => admin`select tenant_id, summary from ops.job_runs where job = ${forgetRequestsJob.name}`;
  await until(async () => (await runs()).length === 2);
  assert.deepEqual((await runs()).map((run) => run.summary), [gone, gone]);
  const [left] = await admin`select count(*) from ops.job_runs where job = 'test'`;
  assert.equal(left?.count, "2");
  const [sessions] = await admin`select count(*) from core.page_sessions`;
  assert.equal(sessions?.count, "2");
});
