import { join } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { putRegistration } from "../../domain/einvoice/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { median, progress, report } from "./figures.ts";
import { residentMemory, serveScript, spawnScript } from "./processes.ts";
import { company, invoice, recipient } from "./workload.ts";

const dataDir = join(import.meta.dirname ?? ".", "..", "..", ".data", "bench");
const secret = "a secret of the bench, long enough to be one";
const queued = 50_000;
/** So many are signed beforehand: a minute at full speed. */
const signed = 20_000;
const [width, latencyMs, seconds] = [32, 100, 50];
const { gstin } = (company.company.gstins as { gstin: string }[])[0]!;
/** Above the threshold, so that every invoice needs an IRN; the buyer in another State than the seller's name says. */
const seller = { ...company, company: { ...company.company, aggregateTurnover: "80000000.00" } };

/**
 * IRNs a second against a portal that takes 100 ms, 32 at a time, with 50,000 waiting: the worker in a process of its own,
 * the portal in another. The floor is what such a portal can give: 32 a tenth of a second.
 */
export async function measureIrns(): Promise<void> {
  const embedded = await startEmbedded({ dataDir, port: 54341, onProgress: progress });
  const control = openDatabase(embedded.url("postgres", "postgres"), { max: 1 });
  const name = "pakka_bench_irn";
  await control`drop database if exists ${control(name)} with (force)`;
  await control`create database ${control(name)}`;
  await control.end();
  await migrateDatabase({ adminUrl: embedded.url("postgres", name), passwords: embedded.passwords });
  const admin = openDatabase(embedded.url("postgres", name), { max: 4, applicationName: "pakka bench" });
  const portal = await serveScript("tests/bench/irn_portal.ts", [String(latencyMs)]);
  try {
    await setUpTenant(admin, seller, systemClock);
    await register(openDatabase(embedded.url("pakka_app", name), { max: 1 }));
    await postMany(admin);
    await prepare(admin, portal.origin);
    await measure(admin, portal.origin, embedded.url("pakka_worker", name));
  } finally {
    await portal.stop();
    await admin.end({ timeout: 5 });
    await embedded.stop();
  }
}

async function register(db: Database): Promise<void> {
  const actor = { kind: "job", tenantId: seller.id, userId: null, roles: [], scopes: new Set<string>() } as const;
  const ctx = { db, actor, clock: systemClock, requestId: "bench", ip: null };
  const login = { clientId: "client", clientSecret: "secret", username: "API_bench", password: "password" };
  await putRegistration(ctx, await deriveKeys(secret), { gstin, environment: "sandbox", ...login });
  await db.end();
}

async function postMany(admin: Database): Promise<void> {
  const { partyId: _, ...document } = invoice("");
  const batch = Array.from({ length: 500 }, () => ({ document: { ...document, party: recipient } }));
  const context = admin.json({ tenantId: seller.id, actorKind: "job" });
  for (let posted = 0; posted < queued; posted += batch.length) {
    if (posted % 10_000 === 0) progress(`irn: ${posted} of ${queued} posted`);
    await admin`select count(*) from billing.post_vouchers(${admin.json(batch as never)}, ${context}, true)`;
  }
  await admin`vacuum analyze`;
}

/** The portal signs what it will be asked for first. */
async function prepare(admin: Database, origin: string): Promise<void> {
  progress(`irn: the portal signs ${signed} beforehand`);
  for (let from = 0; from < signed; from += 500) {
    const documents = await admin.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: seller.id })})`;
      return await sql<{ payload: string }[]>`
        select einvoice.payload(e.voucher_id)::text as payload from einvoice.e_invoices as e where e.tenant_id = ${seller.id}
        order by e.id offset ${from} limit 500`;
    });
    const body = `[${documents.map(({ payload }) => payload).join(",")}]`;
    await (await fetch(`${origin}/control/prepare`, { method: "POST", body })).text();
  }
}

async function measure(admin: Database, origin: string, workerUrl: string): Promise<void> {
  const keys = await (await fetch(`${origin}/control/keys`)).json();
  const told = { workerUrl, secret, tenantId: seller.id, baseUrl: origin, width, ...keys };
  const worker = spawnScript("tests/bench/irn_worker.ts", [JSON.stringify(told)]);
  const rates: number[] = [];
  const memory: number[] = [];
  let [done, at] = [await registered(admin), performance.now()];
  for (let second = 0; second < seconds; second += 5) {
    await new Promise((wake) => setTimeout(wake, 5_000));
    const [now, moment] = [await registered(admin), performance.now()];
    if (second > 0) {
      rates.push((now - done) / (moment - at) * 1000);
      memory.push(await residentMemory(worker.pid));
    }
    [done, at] = [now, moment];
  }
  await worker.stop();
  const floor = width / (latencyMs / 1000);
  report({
    figure: "IRN pipeline",
    unit: "IRNs/s",
    value: median(rates),
    floor,
    against: `${width} calls of ${latencyMs} ms at a time`,
    goal: { atLeast: 0.95 },
    pairs: rates.map((rate) => rate / floor),
    note: `${queued} queued, ${done} registered in ${seconds} s`,
  });
  report({
    figure: "its memory, at most",
    unit: "MB",
    value: Math.max(...memory),
    floor: memory[0]!,
    against: "ten seconds after it began",
    goal: { atMost: 1.25 },
    note: memory.map((mb) => mb.toFixed(0)).join(" "),
  });
}

async function registered(admin: Database): Promise<number> {
  const [row] = await admin`select count(*)::int as n from einvoice.irn_details where tenant_id = ${seller.id}`;
  return row?.n;
}
