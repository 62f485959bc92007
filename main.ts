import { openDatabase } from "./db/pool.ts";
import { prepareDatabase, refusePowerfulRole } from "./db/prepare.ts";
import { loadSecret } from "./db/secret.ts";
import { readSettings } from "./db/settings.ts";
import { documentStore } from "./domain/payout/mod.ts";
import { systemClock as clock } from "./domain/shared/context.ts";
import { deriveKeys } from "./domain/shared/keys.ts";
import { PostingQueue } from "./domain/voucher/mod.ts";
import { jobDeps, portalNames } from "./jobs/deps.ts";
import { openQueue } from "./jobs/enqueue.ts";
import { jobs } from "./jobs/jobs.ts";
import { logJson, logTrouble } from "./jobs/log.ts";
import { startWorker } from "./jobs/worker.ts";
import { createApp } from "./routes/app.ts";
import { seedDemo } from "./routes/demo/seed.ts";
import { runDemo } from "./routes/demo/walk.ts";
import { openMail, playedProviders, sandbox, sandboxEwbSites, sandboxSites } from "./routes/sandbox/sandbox.ts";
import { askedToStop, beside, serve } from "./routes/serve.ts";

/** serve: the API. worker: the jobs. dev: both, with sandbox portals and demo companies. demo: dev, walked through once. */
const [mode = "serve", file] = Deno.args;
const development = mode === "dev" || mode === "demo";
const log = mode === "demo" ? logTrouble : logJson;
const onProgress = (line: string) => console.error(line);

async function run(): Promise<void> {
  const settings = readSettings();
  const [playsPortals, webhooksLocal] = [settings.sandbox ?? development, settings.webhooksLocal ?? development];
  const prepared = await prepareDatabase(settings, { setUp: development, onProgress });
  const keys = await deriveKeys(await loadSecret(settings, prepared.adminUrl !== null), settings.oldSecrets);
  const open = (url: string) => openDatabase(url, { max: settings.pool, applicationName: `pakka ${mode}` });
  const [db, workerDb] = [open(prepared.appUrl), open(prepared.workerUrl)];
  await refusePowerfulRole(db);
  if (prepared.adminUrl && development) await seedDemo({ adminUrl: prepared.adminUrl, db, keys, clock, onProgress });

  const later = await openQueue({ db, jobs, log });
  const mail = await openMail(settings.smtpUrl, development, clock);
  const [posting, documents] = [new PostingQueue(later), documentStore(settings.objectStore)];
  const rateLimit = settings.rateLimit ?? (development ? 0 : 100);
  const serves = { rateLimit, sandbox: playsPortals, development, webhooksLocal };
  const [gauges, probes] = [{ pakka_posting_queue_length: () => posting.length }, { queue: () => later.probe() }];
  const portals = portalNames(settings, playsPortals ? playedProviders : null);
  const around = { db, keys, clock, later, portals, posting, documents, log, gauges, probes, settings: serves, mail };
  const api = mode === "worker" ? null : createApp(around);
  const sandboxes = playsPortals ? sandbox({ db, clock }) : null;
  const serving = api && serve(beside(api, sandboxes), settings.port, mode === "demo");

  const sandboxUrl = settings.sandboxUrl ?? `http://127.0.0.1:${serving?.port ?? settings.port}/sandbox/irp`;
  const played = { irp: () => sandboxSites(db, sandboxUrl), ewb: () => sandboxEwbSites(db, sandboxUrl) };
  const deps = jobDeps({ ...settings, smtpUrl: mail.url, webhooksLocal }, keys, later, playsPortals ? played : null);
  const worker = (mode === "worker" || development) && await startWorker({ db: workerDb, jobs, clock, deps, log });

  onProgress(serving ? `Pakka answers on http://127.0.0.1:${serving.port}` : "Pakka's jobs run");
  await (mode === "demo" ? runDemo(`http://127.0.0.1:${serving!.port}`, settings.dataDir, file) : askedToStop());
  await serving?.stop();
  await (worker && worker.stop());
  await later.stop();
  await Promise.all([db.end({ timeout: 5 }), workerDb.end({ timeout: 5 })]);
  await prepared.stop();
}

await run().then(() => Deno.exit(0), (error) => {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
});
