import { type Database, openDatabase } from "../../db/pool.ts";
import { notifyBy } from "../../domain/notify/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import type { Job, JobDeps } from "../../jobs/define.ts";
import { openQueue, type Queue } from "../../jobs/enqueue.ts";
import type { Log } from "../../jobs/log.ts";
import { startWorker, type Worker } from "../../jobs/worker.ts";
import { freshDatabase, type TestDatabase } from "../support/database.ts";
import { memoryStore } from "../support/memory_store.ts";
import { type Company, makeCompany } from "../support/people.ts";

/** A queue and as many workers as a test wants, on a database of their own with two companies. */
export interface JobWorld {
  readonly database: TestDatabase;
  readonly app: Database;
  readonly queue: Queue;
  readonly house: Company;
  readonly rival: Company;
  readonly logged: Parameters<Log>[0][];
  work(jobs?: readonly Job[]): Promise<Worker>;
  close(): Promise<void>;
}

export async function openJobWorld(jobs: readonly Job[]): Promise<JobWorld> {
  const database = await freshDatabase();
  const app = openDatabase(database.appUrl, { max: 4 });
  const logged: Parameters<Log>[0][] = [];
  const log: Log = (line) => void logged.push(line);
  const queue = await openQueue({ db: app, jobs, log });
  const portals = { keys: undefined as never, sites: () => Promise.resolve([]) };
  const [notify, documents] = [notifyBy({}, portals.keys), memoryStore()];
  const deps: JobDeps = { later: queue, portals, ewayPortals: portals, notify, documents };
  const running: { worker: Worker; db: Database }[] = [];
  return {
    database,
    app,
    queue,
    logged,
    house: await makeCompany(database, "house"),
    rival: await makeCompany(database, "rival"),
    async work(these = jobs) {
      const db = openDatabase(database.workerUrl, { max: 4 });
      const worker = await startWorker({
        db,
        jobs: these,
        clock: systemClock,
        deps,
        log,
        graceMs: 5_000,
        pollSeconds: 0.5,
      });
      running.push({ worker, db });
      return worker;
    },
    async close() {
      for (const { worker, db } of running) {
        await worker.stop();
        await db.end({ timeout: 5 });
      }
      await queue.stop();
      await app.end({ timeout: 5 });
      await database.drop();
    },
  };
}

/** Waits until something is so; fails after `atMostMs`. */
export async function until(isSo: () => boolean | Promise<boolean>, atMostMs = 10_000): Promise<void> {
  const end = Date.now() + atMostMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not so after ${atMostMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
