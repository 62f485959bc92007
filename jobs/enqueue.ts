import type { Database } from "../db/pool.ts";
import type { Later, WorkPayload } from "../domain/shared/work.ts";
import { bossDatabase, ensureQueues, makeBoss, pooledDatabase } from "./boss.ts";
import type { Job } from "./define.ts";
import { type Log, logJson } from "./log.ts";

/** The queue's sending side, as the API and the jobs hold it. */
export interface Queue extends Later {
  /** How the queue is, for readiness; throws where it cannot be asked. */
  probe(): Promise<string>;
  stop(): Promise<void>;
}

/** Under load every batch of postings nudges; one a pause is as good as all of them. */
const nudgePauseMs = 250;

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
  const pausing = new Map<string, (() => void) | null>();
  const send = (name: string, payload: WorkPayload, afterSeconds: number) => {
    const sent = boss.send(name, payload, whenOf(payload, afterSeconds))
      .catch((error) => log({ level: "warn", event: "nudge_lost", job: name, error: String(error) }))
      .finally(() => nudging.delete(sent));
    nudging.add(sent);
  };
  return {
    async enqueue(sql, name, payload) {
      await boss.send(name, payload, { ...whenOf(payload, 0), db: bossDatabase(sql) });
    },
    // The first nudge goes at once; those that come within the pause after it go as one, at its end.
    nudge(name, payload, afterSeconds = 0) {
      if (afterSeconds > 0) return send(name, payload, afterSeconds);
      const key = `${name}:${keyOf(payload)}`;
      if (pausing.has(key)) return void pausing.set(key, () => send(name, payload, 0));
      pausing.set(key, null);
      send(name, payload, 0);
      setTimeout(() => {
        pausing.get(key)?.();
        pausing.delete(key);
      }, nudgePauseMs);
    },
    async probe() {
      const waiting = (await boss.getQueues()).reduce((sum, queue) => sum + queue.queuedCount, 0);
      return `${waiting} jobs wait`;
    },
    async stop() {
      for (const again of pausing.values()) again?.();
      pausing.clear();
      await Promise.all(nudging);
      await boss.stop({ graceful: false, close: false });
    },
  };
}

/**
 * A nudge for later has a key of its own, or it would stand in the way of one for now; by powers of two, so that a far one
 * does not stand in the way of a near one either, and there are never many.
 */
function whenOf(payload: WorkPayload, afterSeconds: number) {
  const key = keyOf(payload);
  const group = { id: key }; // see workOn: what waits for its own kind stands in nobody else's way
  if (afterSeconds <= 0) return { singletonKey: key, group };
  const startAfter = Math.ceil(afterSeconds);
  return { singletonKey: `${key} in ${2 ** Math.ceil(Math.log2(startAfter))} s`, group, startAfter };
}

/** What makes two payloads the same to a singleton job: their ids; a sweep names none. */
function keyOf(payload: WorkPayload): string {
  return Object.keys(payload).sort().map((name) => payload[name]).join(":") || "sweep";
}
