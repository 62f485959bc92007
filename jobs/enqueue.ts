import type { Database } from "../db/pool.ts";
import type { Later, WorkPayload } from "../domain/shared/work.ts";
import { bossDatabase, ensureQueues, makeBoss, pooledDatabase } from "./boss.ts";
import type { Job } from "./define.ts";
import { type Log, logJson } from "./log.ts";

/** The queue's sending side, as the API and the jobs hold it. */
export interface Queue extends Later {
  stop(): Promise<void>;
}

interface QueueOptions {
  readonly db: Database;
  readonly jobs: readonly Job[];
  readonly log?: Log;
}

/** Opens the queue for sending: no polling, no upkeep, no connection beyond the pool's. */
export async function openQueue({ db, jobs, log = logJson }: QueueOptions): Promise<Queue> {
  const boss = makeBoss({ db: pooledDatabase(db), supervise: false, schedule: false });
  boss.on("error", (error) => log({ level: "error", event: "queue_error", error: String(error) }));
  await boss.start();
  await ensureQueues(boss, jobs);
  const nudging = new Set<Promise<unknown>>();
  return {
    async enqueue(sql, name, payload) {
      await boss.send(name, payload, { singletonKey: keyOf(payload), db: bossDatabase(sql) });
    },
    nudge(name, payload) {
      const sent = boss.send(name, payload, { singletonKey: keyOf(payload) })
        .catch((error) => log({ level: "warn", event: "nudge_lost", job: name, error: String(error) }))
        .finally(() => nudging.delete(sent));
      nudging.add(sent);
    },
    async stop() {
      await Promise.all(nudging);
      await boss.stop({ graceful: false, close: false });
    },
  };
}

/** What makes two payloads the same to a singleton job: their ids. */
function keyOf(payload: WorkPayload): string {
  return Object.keys(payload).sort().map((name) => payload[name]).join(":");
}
