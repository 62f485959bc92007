import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Database } from "../db/pool.ts";
import type { Clock } from "../domain/shared/context.ts";
import { deadLetters, ensureQueues, listeningDatabase, makeBoss, queueOptions } from "./boss.ts";
import type { Job, JobDeps } from "./define.ts";
import { type Log, logJson } from "./log.ts";
import { keepDeadLetter } from "./ops/keep_dead_letter.ts";
import { runJob, type Surroundings } from "./run.ts";

export interface WorkerOptions {
  /** A pool signed in as pakka_worker; the queue uses it too, and one more connection to listen. */
  readonly db: Database;
  readonly jobs: readonly Job[];
  readonly clock: Clock;
  readonly deps: JobDeps;
  readonly log?: Log;
  /** How long stop() waits for running jobs before the queue takes them back. */
  readonly graceMs?: number;
  /** How often a queue is looked at without being woken: repetitions after a pause, and lost notifications. */
  readonly pollSeconds?: number;
  /** How often it looks for jobs whose worker died (no sign of life for 30 seconds); they are tried again. */
  readonly monitorSeconds?: number;
}

export interface Worker {
  /** Takes no new job, waits for the running ones, then lets go. */
  stop(): Promise<void>;
}

/**
 * Runs the jobs until stopped: woken by a notification, and polling where one was lost; any number of workers side by
 * side. Schedules are the list's own: what left the list is no longer scheduled.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { db, jobs, clock, deps, log = logJson, graceMs = 30_000, pollSeconds = 5, monitorSeconds = 15 } = options;
  const around: Surroundings = { db, clock, deps, log };
  const boss = makeBoss({
    db: listeningDatabase(db),
    useListenNotify: true,
    superviseIntervalSeconds: monitorSeconds,
    monitorIntervalSeconds: monitorSeconds,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 1,
    reindex: false,
  });
  boss.on("error", (error) => log({ level: "error", event: "queue_error", error: String(error) }));
  boss.on("warning", ({ message }) => log({ level: "warn", event: "queue_warning", message }));
  await boss.start();
  await ensureQueues(boss, jobs);
  await keepQueues(boss, jobs);
  await keepSchedules(boss, jobs);
  for (const job of jobs) await workOn(boss, around, job, pollSeconds);
  await boss.work(
    deadLetters,
    { pollingIntervalSeconds: Math.min(pollSeconds, 2), includeMetadata: true },
    (dead: JobWithMetadata<object>[]) => Promise.all(dead.map((one) => keepDeadLetter(around, one))).then(() => {}),
  );
  return { stop: () => boss.stop({ graceful: true, timeout: graceMs, close: false }) };
}

const lookAgainMs = 50;

/**
 * A singleton that waits for its own kind to end is passed over by the group: left to the queue's policy alone, it would
 * stand at the head and hold back every other company's.
 */
async function workOn(boss: PgBoss, around: Surroundings, job: Job, seconds: number): Promise<void> {
  const polling = { pollingIntervalSeconds: Math.min(seconds, 2), notifyPollingIntervalSeconds: seconds };
  const options = {
    ...polling,
    localConcurrency: job.concurrency,
    ...(job.singleton && { groupConcurrency: 1 }),
    includeMetadata: true,
    perJobResults: true,
  } as const;
  const worker: string = await boss.work(
    job.name,
    options,
    async (queued: JobWithMetadata<object>[]) => {
      const settled = await Promise.all(queued.map(async (one) => ({ id: one.id, ...await runJob(around, job, one) })));
      // Of what waited behind it nobody is told again: it is looked for once this one is written down.
      if (job.singleton) setTimeout(() => boss.notifyWorker(worker), lookAgainMs);
      return settled;
    },
  );
}

/** Brings retry, expiry and the like of queues that were there already to what the list says now. */
async function keepQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    const { policy: _, ...options } = queueOptions(job);
    await boss.updateQueue(job.name, options);
  }
  await boss.updateQueue(deadLetters, { retryLimit: 1_000, retryDelay: 5, retryDelayMax: 900, retryBackoff: true });
}

async function keepSchedules(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const wanted = new Map(jobs.filter((job) => job.schedule !== null).map((job) => [job.name, job]));
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.has(name) && name !== deadLetters) await boss.unschedule(name);
  }
  for (const { name, schedule, tz } of wanted.values()) await boss.schedule(name, schedule ?? "", {}, { tz });
}
