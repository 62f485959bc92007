import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { watchPayments, watchPaymentsNotReported } from "../../domain/payout/mod.ts";
import type { JobDeps } from "../../jobs/define.ts";
import { openQueue } from "../../jobs/enqueue.ts";
import { jobs } from "../../jobs/jobs.ts";
import { watchPaymentsJob } from "../../jobs/payout/watch_payments.ts";
import { startWorker } from "../../jobs/worker.ts";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, success } from "../support/settlement_world.ts";
import { until } from "./job_world.ts";

const world = await exceptionWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const two = [{ no: 1, amount: "1000.00" }, { no: 2, amount: "500.00" }];
const mine = await world.exported([...two, { no: 3, amount: "250.00" }]);
const theirs = await world.exported(two, { tenant: rival });
/** A Wednesday, in the afternoon. */
await world.admin`update payout.bank_file_log set sent_to_bank_at = '2026-11-18T16:00:00+05:30'`;

const watch = (tenant = house) => watchPaymentsNotReported(world.job(tenant));
const at = (instant: string) => world.clock.set(`${instant}+05:30`);
const told = (tenant = house) =>
  world.admin<{ key: string; count: number; subject: string; body: string; open: boolean }[]>`
    select key, count, subject, body, resolved_at is null as open from ops.notifications
    where tenant_id = ${tenant.id} and kind = 'payments_not_reported' order by first_seen_at`;
const states = async () =>
  (await world.api(`GET /api/admin/bank-files/${mine}`)).body.items.map((row: { state: string; status: string }) =>
    `${row.state} ${row.status}`
  );

test("two working days pass before anybody is told: not on the second, not on the Sunday after it", async () => {
  for (const day of ["2026-11-18T18:00:00", "2026-11-20T23:59:00", "2026-11-21T12:00:00", "2026-11-22T23:59:00"]) {
    at(day);
    assert.deepEqual(await watch(), { told: 0, settled: 0 }, day);
  }
  assert.equal((await told()).length, 0);
});

test("then somebody is told once a bank file, whatever runs again and beside it; nothing is assumed paid or failed", async () => {
  at("2026-11-23T00:01:00");
  const runs = await Promise.all([watch(), watch(), watch(rival)]);
  assert.deepEqual(runs.map((run) => run.told).sort(), [0, 1, 1]);
  assert.deepEqual(await watch(), { told: 0, settled: 0 });
  at("2026-11-26T12:00:00");
  await watch();
  const [one, ...more] = await told();
  assert.deepEqual([one!.key, one!.count, one!.open, more.length], [mine, 1, true, 0]);
  assert.equal(one!.subject, `3 payments of ${mine} are not reported by the bank`);
  assert.match(one!.body, /Sent on 2026-11-18 .* 1750\.00 in all \(inv_1, inv_2, inv_3\)/);
  assert.deepEqual(await states(), Array(3).fill("not_reported EXPORTED"));
  for (const { no } of two) assert.equal(await world.standing(no), "in_bank_file 0.00");
});

test("what the bank tells of is watched no more; once it has told of all, what was told is settled", async () => {
  await world.told([success(1, "A1", "1000.00"), ["inv_2", "", "500.00", paidOn, "PENDING"]]);
  assert.deepEqual(await watch(), { told: 0, settled: 0 });
  assert.deepEqual(await states(), ["settled SUCCESS", "pending PENDING", "not_reported EXPORTED"]);
  const { ids } = await world.told([success(3, "A3", "200.00")]);
  assert.deepEqual(await watch(), { told: 0, settled: 1 }, "a person decides on it now");
  assert.deepEqual(await states(), ["settled SUCCESS", "pending PENDING", "in_exception EXPORTED"]);
  await world.resolve(ids[0]!, { resolution: "ignore_with_reason", reason: "the bank sends it anew" });
  assert.deepEqual(await watch(), { told: 1, settled: 0 }, "nothing stands of it again");
  assert.deepEqual((await told(rival)).map(({ key, open }) => [key, open]), [[theirs, true]]);
});

test("settled by a person it is not told again", async () => {
  const [open] = await world.admin`
    select id from ops.notifications where tenant_id = ${house.id} and kind = 'payments_not_reported' and resolved_at is null`;
  const settled = await world.api(`POST /api/ops/notifications/${open!.id}/resolve`);
  assert.equal(settled.status, 200, settled.text);
  assert.deepEqual(await watch(), { told: 0, settled: 0 });
});

test("the job: every hour, two workers, both companies, and each is told once", async () => {
  assert.ok(jobs.includes(watchPaymentsJob) && watchPaymentsJob.schedule === "25 * * * *");
  await world.admin`delete from ops.notifications`;
  const queue = await openQueue({ db: world.db, jobs: [watchPaymentsJob], log: () => {} });
  const pools = [1, 2].map(() => openDatabase(world.database.workerUrl, { max: 4 }));
  const deps = { later: queue } as unknown as JobDeps;
  const { clock } = world;
  const workers = await Promise.all(
    pools.map((db) => startWorker({ db, jobs: [watchPaymentsJob], clock, deps, log: () => {}, pollSeconds: 0.5 })),
  );
  try {
    for (const { id } of [house, rival, house, rival]) queue.nudge(watchPayments, { tenantId: id });
    const runs = () =>
      world.admin`select distinct tenant_id from ops.job_runs where job = ${watchPayments} and outcome = 'done'`;
    await until(async () => (await runs()).length === 2, 20_000);
    for (const tenant of [house, rival]) assert.deepEqual((await told(tenant)).map(({ count }) => count), [1]);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(pools.map((db) => db.end({ timeout: 5 })));
    await queue.stop();
  }
});
