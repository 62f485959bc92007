import { openDatabase } from "../../db/pool.ts";
import { type PortalSite } from "../../domain/einvoice/mod.ts";
import { notifyBy } from "../../domain/notify/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { jobs } from "../../jobs/jobs.ts";
import { startWorker } from "../../jobs/worker.ts";
import { testSecret } from "../support/app.ts";
import { memoryStore } from "../support/memory_store.ts";

/** A worker in a process of its own, to be killed: told on standard input where its database and its portal are. */
const { workerUrl, leaseSeconds, eway, ...told } = JSON.parse(await new Response(Deno.stdin.readable).text());
const site: PortalSite = told;
const keys = await deriveKeys(testSecret);
const ewayPortals = { keys, sites: () => Promise.resolve(eway ? [eway] : []) };
const portals = { keys, leaseSeconds, sites: () => Promise.resolve([site]) };
const later = { enqueue: () => Promise.resolve(), nudge: () => {} };
await startWorker({
  db: openDatabase(workerUrl, { max: 4 }),
  jobs,
  clock: systemClock,
  deps: { later, portals, ewayPortals, notify: notifyBy({}, keys), documents: memoryStore() },
});
