import { type ConstructorOptions, type Db, PgBoss } from "pg-boss";
import type { Database, TransactionSql } from "../db/pool.ts";
import type { Job } from "./define.ts";

/** Where jobs go that were given up: each becomes a row of its company (ops/keep_dead_letter.ts), which is sent again from there. */
export const deadLetters = "jobs.dead_letter";

/** pg-boss on a handle of ours: a pool, or the business transaction a job must share the fate of. */
export function bossDatabase(sql: Database | TransactionSql): Db {
  return { executeSql: async (text, values = []) => ({ rows: [...await sql.unsafe(text, values as never[])] }) };
}

/**
 * The same on a pool. The queue wraps some of its own work in `BEGIN … COMMIT`, which needs one connection for itself.
 */
export function pooledDatabase(sql: Database): Db {
  const onPool = bossDatabase(sql);
  return {
    async executeSql(text, values = []) {
      if (!/^\s*begin\b/i.test(text)) return await onPool.executeSql(text, values);
      const reserved = await sql.reserve();
      try {
        const answers = await reserved.unsafe(text, values as never[]);
        return { rows: [...answers].flat() }; // several statements, an answer each
      } finally {
        reserved.release();
      }
    },
  };
}

/** The same on a pool, able to be woken: the driver keeps a connection of its own to listen on, and mends it. */
export function listeningDatabase(sql: Database): Db {
  return {
    ...pooledDatabase(sql),
    async listen(channel, onNotification, onReconnect) {
      const { unlisten } = await sql.listen(channel, onNotification, onReconnect);
      return { close: unlisten };
    },
  };
}

/** The schema is db:migrate's to make: neither the app nor the worker could. */
export function makeBoss(options: ConstructorOptions): PgBoss {
  return new PgBoss({ schema: "pgboss", migrate: false, createSchema: false, ...options });
}

/** What the queue knows of a job. A policy is for good; a job that changes it needs a new name. */
export function queueOptions(job: Job) {
  return {
    policy: job.singleton ? "stately" : "standard",
    retryLimit: job.retry.limit,
    retryDelay: job.retry.delaySeconds,
    retryDelayMax: job.retry.delayAtMostSeconds,
    retryBackoff: true,
    expireInSeconds: job.expireInSeconds,
    heartbeatSeconds: 30,
    deadLetter: deadLetters,
    notify: true,
  };
}

/** Makes the queues that are not there yet, so that the API may send before any worker has started. */
export async function ensureQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!known.has(deadLetters)) {
    await boss.createQueue(deadLetters, { retentionSeconds: 365 * 86_400, deleteAfterSeconds: 365 * 86_400 });
  }
  for (const job of jobs) {
    if (!known.has(job.name)) await boss.createQueue(job.name, queueOptions(job));
  }
}
