import type { JobWithMetadata } from "pg-boss";
import { callOne } from "../db/call.ts";
import type { Database } from "../db/pool.ts";
import { withSystem, withTenant } from "../db/tenant.ts";
import type { Actor, Clock } from "../domain/shared/context.ts";
import { Refusal } from "../domain/shared/refusals.ts";
import type { Job, JobContext, JobDeps, Summary } from "./define.ts";
import type { Log } from "./log.ts";

export interface Surroundings {
  readonly db: Database;
  readonly clock: Clock;
  readonly deps: JobDeps;
  readonly log: Log;
}

type Queued = Pick<JobWithMetadata<object>, "id" | "data" | "retryCount" | "retryLimit" | "signal">;
interface Settled {
  readonly status: "completed" | "failed" | "deadletter";
  readonly output: object;
}

/** Runs a queued job for the tenant it names, or, where it names none, for every tenant in turn. */
export async function runJob(around: Surroundings, job: Job, queued: Queued): Promise<Settled> {
  const payload = queued.data ?? {};
  if ("tenantId" in payload || job.schedule === null) return await runPayload(around, job, queued, payload, true);
  const tenants = await withSystem(around.db, (sql) => sql<{ id: string }[]>`select id from core.tenants order by id`);
  const failed: string[] = [];
  for (const { id } of tenants) {
    if (queued.signal.aborted) {
      return { status: "failed", output: { message: "stopped before every tenant had its turn" } };
    }
    const settled = await runPayload(around, job, queued, { tenantId: id }, false);
    if (settled.status !== "completed") failed.push(id);
  }
  const message = `failed for ${failed.length} of ${tenants.length} tenants`;
  return failed.length > 0
    ? { status: "failed", output: { message, tenants: failed.slice(0, 20) } }
    : { status: "completed", output: { tenants: tenants.length } };
}

async function runPayload(
  around: Surroundings,
  job: Job,
  queued: Queued,
  payload: object,
  always: boolean,
): Promise<Settled> {
  const work = job.bind(payload);
  if (!work) {
    around.log({ level: "error", event: "job_payload_not_valid", job: job.name, id: queued.id });
    return { status: "deadletter", output: { message: "the payload is not this job's" } };
  }
  const ctx = contextOf(around, queued, (payload as { tenantId: string }).tenantId);
  const startedAt = around.clock.now().toISOString();
  try {
    const summary = await work(ctx);
    if (always || summary) await record(ctx, job, { startedAt, outcome: "done", summary });
    if (summary) {
      around.log({ level: "info", event: "job_done", job: job.name, tenantId: ctx.actor.tenantId, ...summary });
    }
    return { status: "completed", output: summary ?? {} };
  } catch (error) {
    const message = sayWhy(error);
    const outcome = queued.retryCount < queued.retryLimit ? "retry" : "failed";
    const level = outcome === "retry" ? "warn" : "error";
    around.log({ level, event: "job_failed", job: job.name, id: queued.id, outcome, error: message });
    await record(ctx, job, { startedAt, outcome, error: message }).catch((lost) =>
      around.log({ level: "error", event: "job_run_not_recorded", job: job.name, id: queued.id, error: sayWhy(lost) })
    );
    return { status: "failed", output: { message } };
  }
}

function contextOf({ db, clock, deps }: Surroundings, queued: Queued, tenantId: string): JobContext {
  const actor: Actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set() };
  const run = { id: queued.id, attempt: queued.retryCount + 1, signal: queued.signal };
  return { db, clock, deps, actor, requestId: queued.id, ip: null, run };
}

type Run = { startedAt: string; outcome: "done" | "retry" | "failed"; summary?: Summary; error?: string };

async function record(ctx: JobContext, job: Job, run: Run): Promise<void> {
  const p_run = { job: job.name, queuedId: ctx.run.id, attempt: ctx.run.attempt, ...run };
  await withTenant(ctx, (tx) => callOne(tx.sql, "ops.record_job_run", { p_run }));
}

function sayWhy(error: unknown): string {
  if (error instanceof Refusal) return `${error.code}: ${error.detail}`;
  return error instanceof Error ? error.message || error.name : String(error);
}
