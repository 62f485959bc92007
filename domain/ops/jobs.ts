import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter } from "../shared/page.ts";
import { mustFindHere } from "./crossings.ts";
import { nextRun, wordsOf } from "./cron.ts";
import { type Page, pageOf } from "./pages.ts";
import type { DeadLetter, DeadLettersQuery, JobQueue, JobRun, JobRunsQuery, OneJob } from "./schema.ts";
import { within } from "./span.ts";
import { titleOf } from "./titles.ts";

/** Each kind of job: its schedule, what waits for the company, how it ran last. */
export async function listJobs(ctx: Context): Promise<JobQueue[]> {
  const rows = await withTenant(
    ctx,
    ({ sql }) =>
      sql<
        {
          job: string;
          cron: string | null;
          timezone: string | null;
          queue: Omit<JobQueue, "job" | "title" | "schedule">;
        }[]
      >`
      select job, cron, timezone, queue from ops.queues()`,
  );
  return rows.map(({ job, cron, timezone, queue }) => ({
    job,
    title: titleOf(job),
    schedule: scheduleOf(ctx, cron, timezone),
    ...queue,
  }));
}

function scheduleOf(ctx: Context, cron: string | null, timezone: string | null): JobQueue["schedule"] {
  if (cron === null) return null;
  const zone = timezone ?? "UTC";
  const next = nextRun(cron, zone, ctx.clock.now());
  return { cron, timezone: zone, words: wordsOf(cron), nextRunAt: next?.toISOString() ?? null };
}

/** Runs of jobs, newest first. */
export async function listJobRuns(ctx: Context, asked: JobRunsQuery): Promise<Page<JobRun>> {
  const after = keysAfter(asked.cursor, ["instant", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ at: string; id: string; run: JobRun }[]>`
      select started_at::text as at, id, run
      from ops.job_run_list
      where tenant_id = ${tenantId}
        ${asked.job === undefined ? sql`` : sql`and job = ${asked.job}`}
        ${asked.outcome === undefined ? sql`` : sql`and outcome = ${asked.outcome}`}
        ${within(sql, sql`started_at`, asked)}
        ${after ? sql`and (started_at, id) < (${after[0]!}::text::timestamptz, ${after[1]!}::text::uuid)` : sql``}
      order by started_at desc, id desc limit ${asked.limit + 1}`);
  return pageOf(rows.map(({ at, id, run }) => ({ keys: [at, id], row: run })), asked.limit);
}

/** Jobs that were given up, newest first. */
export async function listDeadLetters(ctx: Context, asked: DeadLettersQuery): Promise<Page<DeadLetter>> {
  const after = keysAfter(asked.cursor, ["instant", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ at: string; id: string; letter: DeadLetter }[]>`
      select died_at::text as at, id, letter
      from ops.dead_letter_list
      where tenant_id = ${tenantId}
        ${asked.job === undefined ? sql`` : sql`and job = ${asked.job}`}
        ${
      asked.status === undefined
        ? sql``
        : asked.status === "waiting"
        ? sql`and retried_at is null`
        : sql`and retried_at is not null`
    }
        ${after ? sql`and (died_at, id) < (${after[0]!}::text::timestamptz, ${after[1]!}::text::uuid)` : sql``}
      order by died_at desc, id desc limit ${asked.limit + 1}`);
  return pageOf(rows.map(({ at, id, letter }) => ({ keys: [at, id], row: letter })), asked.limit);
}

/** A job with its attempts, by its id in the queue or as a dead letter. */
export async function readJob(ctx: Context, id: string): Promise<OneJob> {
  const json = await mustFindHere(ctx, "pgboss.job", id, (tx) => callJson(tx.sql, "ops.job_json", { p_id: id }));
  return JSON.parse(json) as OneJob;
}
