import assert from "node:assert/strict";
import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { einvoiceWorld, house, rival, rowsOf } from "../support/einvoice_world.ts";

const world = await einvoiceWorld({ queue: true });
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const theirs = "owner@rival.test";

/** A job of a company that was given up, as the worker would keep it. */
async function deadLetter(tenant = house, job = "einvoice.generate_irn") {
  const queuedId = crypto.randomUUID();
  const letter = { job, queuedId, payload: {}, attempts: 6, error: "the portal is asleep" };
  const run = { job, queuedId, attempt: 6, startedAt: world.clock.now(), outcome: "failed", error: letter.error };
  const id = await withTenant(world.context(tenant), async ({ sql }) => {
    await callOne(sql, "ops.record_job_run", { p_run: run });
    return (await callOne(sql, "ops.record_dead_letter", { p_letter: letter }))?.answer;
  });
  return { id: String(id), queuedId };
}

test("R14.9 jobs, their runs and what was given up are looked at and sent again over HTTP, by who may", async () => {
  const { id, queuedId } = await deadLetter();
  await deadLetter(rival);
  const letters = (await world.api("GET /api/ops/dead-letters?status=waiting")).body.data;
  assert.deepEqual(letters.map((letter: { id: string }) => letter.id), [id]);
  const one = (await world.api(`GET /api/ops/jobs/${queuedId}`)).body;
  assert.deepEqual([one.state, one.deadLetter.id, one.runs.length], ["dead", id, 1]);
  const runs = (await world.api("GET /api/ops/job-runs?job=einvoice.generate_irn&outcome=failed")).body.data;
  assert.deepEqual(runs.map((run: { queuedId: string }) => run.queuedId), [queuedId]);

  assert.equal((await world.api(`POST /api/ops/jobs/${id}/retry`, { as: "auditor@house.test" })).status, 403);
  const sent = await world.api(`POST /api/ops/jobs/${id}/retry`);
  assert.deepEqual([sent.status, sent.body.state], [200, "retried"], sent.text);
  const [queued] = await world.admin`
    select data from pgboss.job where name = 'einvoice.generate_irn' and state = 'created'`;
  assert.deepEqual(queued?.data, { tenantId: house.id });
  const twice = await world.api(`POST /api/ops/jobs/${id}/retry`);
  assert.deepEqual([twice.status, twice.body.code], [409, "dead_letter_retried"]);
  assert.equal(
    (await world.api("GET /api/ops/dead-letters?status=retried")).body.data[0].retriedBy,
    "owner@house.test",
  );

  const jobs = (await world.api("GET /api/ops/jobs")).body.data;
  const batch = jobs.find(({ job }: { job: string }) => job === "einvoice.generate_irn");
  assert.deepEqual([batch.title, batch.deadLetters, batch.failedToday], ["E-Invoice Batch Generate", 0, 1]);
});

test("a queued job of another company is not there, and the reach is recorded", async () => {
  await rowsOf(world, rival)(({ sql }) =>
    sql`
    insert into pgboss.job (name, data) values ('einvoice.generate_irn', ${sql.json({ tenantId: rival.id })})`
  );
  const [job] = await world.admin`select id from pgboss.job where data ->> 'tenantId' = ${rival.id}`;
  assert.equal((await world.api(`GET /api/ops/jobs/${job?.id}`, { as: theirs })).body.state, "created");
  for (const what of [`GET /api/ops/jobs/${job?.id}`, `POST /api/ops/jobs/${job?.id}/retry`]) {
    assert.equal((await world.api(what)).status, 404);
  }
  const crossed = await rowsOf(world)(({ sql }) =>
    sql`select 1 from audit.security_events where kind = 'tenant_crossing' and entity_id = ${job?.id}`
  );
  assert.equal(crossed.length, 2);
  assert.equal((await world.api(`POST /api/ops/jobs/${job?.id}/retry`, { as: theirs })).body.code, "job_not_given_up");
  assert.equal((await world.api("GET /api/ops/jobs/none")).status, 404);
});

test("a list is asked for only in ways it knows", async () => {
  for (
    const query of [
      "dead-letters?status=gone",
      "job-runs?outcome=maybe",
      "api-calls?status=bad",
      "api-calls?cursor=abc",
      "job-runs?cursor=WyJ4IiwieSJd",
      "deadlines?withinHours=0",
      "api-calls?from=yesterday",
      "summary?more=1",
    ]
  ) {
    const { status } = await world.api(`GET /api/ops/${query}`);
    assert.ok(status === 400 || query.startsWith("summary"), `${query}: ${status}`);
  }
});
