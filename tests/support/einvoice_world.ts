import type { Hono } from "hono";
import { type Database, openDatabase, type TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import { type NewTenant, setUpTenant } from "../../domain/core/mod.ts";
import {
  generateDue,
  type PortalDeps,
  type PortalSite,
  putRegistration,
  readEInvoice,
} from "../../domain/einvoice/mod.ts";
import { type EwbDeps, putRegistration as putEwayRegistration } from "../../domain/ewaybill/mod.ts";
import { notifyBy } from "../../domain/notify/mod.ts";
import { forgetSessions } from "../../domain/portals/mod.ts";
import { type Actor, type Clock, type Context, fixedClock, systemClock } from "../../domain/shared/context.ts";
import { deriveKeys, type Keys } from "../../domain/shared/keys.ts";
import type { Later } from "../../domain/shared/work.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import { openQueue } from "../../jobs/enqueue.ts";
import { jobs } from "../../jobs/jobs.ts";
import { startWorker, type Worker } from "../../jobs/worker.ts";
import { createApp } from "../../routes/app.ts";
import type { Env } from "../../routes/deps.ts";
import { sandbox, sandboxEwbSite, sandboxSite } from "../../routes/sandbox/sandbox.ts";
import { type Asked, send, testSecret } from "./app.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { memoryStore } from "./memory_store.ts";
import { acting } from "./tenants.ts";

export const peoplesPassword = "a password of the tests";

function company(id: string, name: string, gstin: string, more: Record<string, unknown>): NewTenant {
  const roles = ["owner", "accountant", "ap_clerk", "logistics", "auditor"];
  const home = { gstin, stateCode: gstin.slice(0, 2), isDefault: true };
  const { gstins, ...rest } = { gstins: { address: "204 Laxmi Estate", city: "Mumbai", pincode: "400053" }, ...more };
  return {
    id: `00000000-0000-7000-8000-0000000000${id}`,
    name,
    password: peoplesPassword,
    company: {
      legalName: `${name} Private Limited`,
      aggregateTurnover: "80000000.00",
      composition: false,
      gstins: [{ ...home, ...gstins }],
      luts: [{ gstin, financialYear: "2026-27", arn: "AD270426000001X" }],
      ...rest,
    },
    users: roles.map((role) => ({
      email: `${role}@${name.split(" ")[0]!.toLowerCase()}.test`,
      name: role,
      roles: [role],
    })),
  };
}

/** Two companies above the threshold, and one below it. */
export const house = company("a1", "House of Paper", "27AABCS1429B1ZU", {});
export const rival = company("b2", "Rival Stationers", "29AABCK2345M1ZA", {
  gstins: { address: "18 Avenue Road", city: "Bengaluru", pincode: "560002" },
});
export const small = company("c3", "Small Shop", "27AAACR5055K1Z7", { aggregateTurnover: "4000000.00" });

export const gstinOf = (tenant: NewTenant) => (tenant.company.gstins as { gstin: string }[])[0]!.gstin;

/** The credentials of a company at the sandbox portal. */
export function credentialsOf(tenant: NewTenant) {
  const gstin = gstinOf(tenant);
  return {
    gstin,
    environment: "sandbox" as const,
    clientId: "client-of-pakka",
    clientSecret: `client-secret-${tenant.id.slice(-2)}`,
    username: `API_${gstin}`,
    password: `portal-password-${tenant.id.slice(-2)}`,
  };
}

/** An inter-State invoice of 1,180.00 that must be registered, with what a test wants changed. */
export function invoice(more: Record<string, unknown> = {}): Record<string, unknown> {
  const party = {
    name: "Rivalry Traders",
    gstin: "29AAGCB7383J1Z4",
    address: "12 MG Road",
    city: "Bengaluru",
    pincode: "560001",
    stateCode: "29",
  };
  const lines = [{ description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate: 100, gstRate: 18 }];
  return { type: "tax_invoice", date: "2026-11-20", party, lines, ...more };
}

export const startOfTests = "2026-11-20T10:00:00+05:30";

/** The companies, the API, and the portal over its wire, on one database. Close it when the file ends. */
export interface EInvoiceWorld {
  readonly app: Hono<Env>;
  readonly database: TestDatabase;
  readonly db: Database;
  readonly workerDb: Database;
  /** Sees everything: for the portal's own books and for what no role of the house may read. */
  readonly admin: Database;
  readonly clock: Clock & { set(instant: string): void };
  readonly keys: Keys;
  readonly deps: PortalDeps;
  readonly ewayDeps: EwbDeps;
  /** How the portal is reached; a test may change it. */
  readonly site: { -readonly [key in keyof PortalSite]: PortalSite[key] };
  readonly origin: string;
  /** Requests the portal has seen, `POST /eicore/v1.03/Invoice`, in order. */
  readonly calls: string[];
  readonly nudged: { name: string; tenantId: string }[];
  api(what: string, asked?: Asked & { as?: string }): Promise<Awaited<ReturnType<typeof send>>>;
  /** The bytes behind a GET. */
  raw(path: string, as?: string): Promise<Uint8Array>;
  /** What a worker would write down. */
  recordAnswers(answers: readonly Record<string, unknown>[], tenant?: NewTenant): Promise<void>;
  context(tenant: NewTenant, more?: Partial<Context>): Context;
  /** Posts one document over HTTP and answers the voucher. */
  // deno-lint-ignore no-explicit-any -- a test says what it expects of a body, field by field
  post(body?: Record<string, unknown>, as?: string): Promise<any>;
  /** One run of the job for a company, in this process. */
  run(tenant?: NewTenant, deps?: PortalDeps): ReturnType<typeof generateDue>;
  /** The e-invoice of a voucher as callers see it, without signing in for it. */
  // deno-lint-ignore no-explicit-any -- the same
  standing(voucherId: string, tenant?: NewTenant): Promise<any>;
  fault(plan: Record<string, unknown>): Promise<void>;
  /** Documents the portal has registered under a number of a company. */
  registered(number: string, tenant?: NewTenant): Promise<{ irn: string; status: string }[]>;
  /** Forgets every session at the portal, on both sides. */
  signOut(): Promise<void>;
  later(seconds: number): void;
  /** Lets time pass and runs the job until nothing of the company is open. */
  settle(tenant?: NewTenant): Promise<void>;
  work(options?: { deps?: PortalDeps; pollSeconds?: number }): Promise<Worker>;
  close(): Promise<void>;
}

interface Wanted {
  /** Real jobs through the queue; without it later work is only noted. */
  readonly queue?: boolean;
  /** The clock of the wall instead of one that stands at `startOfTests`. */
  readonly realClock?: boolean;
}

export async function einvoiceWorld({ queue = false, realClock = false }: Wanted = {}): Promise<EInvoiceWorld> {
  const database = await freshDatabase();
  const open = (url: string, max: number) => openDatabase(url, { max, applicationName: "pakka-tests" });
  const [db, workerDb, admin] = [open(database.appUrl, 8), open(database.workerUrl, 8), open(database.adminUrl, 2)];
  const clock = realClock ? { ...systemClock, set: () => {} } : fixedClock(startOfTests);
  const keys = await deriveKeys(testSecret);
  for (const tenant of [house, rival, small]) await setUpTenant(admin, tenant, clock);
  for (const tenant of [house, rival]) await enlist(db, tenant);
  const unit = { gstin: "24AABCS4321Q1Z8", legal_name: "Kandla Textiles SEZ Unit", taxpayer_type: "SEZ" };
  await db`select sandbox.register_irp_taxpayer(${db.json(unit)})`;

  const played = sandbox({ db, clock });
  const calls: string[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {}, onError: () => broken() },
    (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/sandbox/irp")) calls.push(`${request.method} ${pathname.slice("/sandbox/irp".length)}`);
      return played.fetch(request);
    },
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const site: EInvoiceWorld["site"] = {
    provider: "irp1",
    callsPerMinute: 0,
    ...await sandboxSite(db, `${origin}/sandbox/irp`),
    settleMs: 1_000,
    timeoutMs: 20_000,
  };
  const deps: PortalDeps = {
    keys,
    sites: (environment) => Promise.resolve(environment === "sandbox" ? [site] : []),
  };

  const ewbSite = {
    provider: "nic",
    callsPerMinute: 0,
    ...await sandboxEwbSite(db, `${origin}/sandbox/ewb`),
    settleMs: 1_000,
    timeoutMs: 20_000,
  };
  const ewayDeps: EwbDeps = {
    keys,
    sites: (environment) => Promise.resolve(environment === "sandbox" ? [ewbSite] : []),
  };

  const nudged: EInvoiceWorld["nudged"] = [];
  const real = queue ? await openQueue({ db, jobs, log: () => {} }) : null;
  const noted: Later = {
    enqueue: (_sql, name, { tenantId }) => Promise.resolve(void nudged.push({ name, tenantId })),
    nudge: (name, { tenantId }) => void nudged.push({ name, tenantId }),
  };
  const later = real ?? noted;
  const settings = { rateLimit: 0, sandbox: true, development: false };
  const portals = {
    irp: { sandbox: ["irp1", "irp2"], production: ["irp1"] },
    ewb: { sandbox: ["nic"], production: ["nic"] },
  };
  const [posting, documents] = [new PostingQueue(later), memoryStore()];
  const app = createApp({ db, keys, clock, later, portals, posting, documents, settings, log: () => {} });

  const context = (tenant: NewTenant, more: Partial<Context> = {}): Context => {
    const actor: Actor = { kind: "job", tenantId: tenant.id, userId: null, roles: [], scopes: new Set() };
    return { db: workerDb, actor, clock, requestId: "test", ip: null, ...more };
  };
  for (const tenant of [house, rival]) {
    await putRegistration(context(tenant, { db }), keys, credentialsOf(tenant));
    await putEwayRegistration(context(tenant, { db }), keys, credentialsOf(tenant));
  }

  const tokens = new Map<string, { token: string; at: number }>();
  const signIn = async (email: string): Promise<string> => {
    const known = tokens.get(email);
    const age = clock.now().getTime() - (known?.at ?? Infinity);
    if (known && age >= 0 && age < 600_000) return known.token;
    const answer = await send(app, "POST /api/auth/login", { body: { email, password: peoplesPassword } });
    if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.text}`);
    tokens.set(email, { token: answer.body.accessToken, at: clock.now().getTime() });
    return answer.body.accessToken;
  };
  const running: { worker: Worker; db: Database }[] = [];
  const world: EInvoiceWorld = {
    app,
    database,
    db,
    workerDb,
    admin,
    clock,
    keys,
    deps,
    ewayDeps,
    site,
    origin,
    calls,
    nudged,
    context,
    async api(what, { as = "owner@house.test", ...asked } = {}) {
      return await send(app, what, { token: await signIn(as), ...asked });
    },
    async raw(path, as = "owner@house.test") {
      const answer = await app.request(path, { headers: { authorization: `Bearer ${await signIn(as)}` } });
      return new Uint8Array(await answer.arrayBuffer());
    },
    async recordAnswers(answers, tenant = house) {
      const record = (sql: TransactionSql) => sql`select einvoice.record_answers(${sql.json(answers as never)})`;
      await withTenant(context(tenant), ({ sql }) => record(sql));
    },
    async post(body = invoice(), as = "owner@house.test") {
      const answer = await world.api("POST /api/vouchers", { body, as });
      if (answer.status !== 201) throw new Error(`not posted: ${answer.text}`);
      return answer.body;
    },
    run: (tenant = house, these = deps) => generateDue(context(tenant), these),
    standing: async (voucherId, tenant = house) => JSON.parse(await readEInvoice(context(tenant, { db }), voucherId)),
    async fault(plan) {
      const { portal: of = "irp", operation = "generate", kind, times = 1, ...params } = plan;
      await db`insert into sandbox.faults (portal, operation, kind, remaining, params)
        values (${of as string}, ${operation as string}, ${kind as string}, ${times as number}, ${
        db.json(params as never)
      })`;
    },
    async registered(number, tenant = house) {
      return [
        ...await db<{ irn: string; status: string }[]>`select irn, status from sandbox.irp_invoices
        where gstin = ${gstinOf(tenant)} and upper(document_no) = upper(${number})`,
      ];
    },
    async signOut() {
      for (const pool of [db, workerDb]) forgetSessions(pool);
      await admin`delete from ops.portal_sessions`;
      await db`delete from sandbox.irp_tokens`;
    },
    later: (seconds) => clock.set(new Date(clock.now().getTime() + seconds * 1000).toISOString()),
    async settle(tenant = house) {
      for (let round = 0; round < 8; round++) {
        world.later(1_000);
        if ((await world.run(tenant)).nextInSeconds === null) return;
      }
      throw new Error("something is still open after eight rounds");
    },
    async work({ deps: these = deps, pollSeconds = 5 } = {}) {
      const pool = open(database.workerUrl, 6);
      const options = {
        db: pool,
        jobs,
        clock,
        deps: {
          later,
          portals: these,
          ewayPortals: ewayDeps,
          notify: notifyBy({ webhooksLocal: true }, keys),
          documents,
        },
        log: () => {},
        graceMs: 5_000,
        pollSeconds,
      };
      const worker = await startWorker(options);
      running.push({ worker, db: pool });
      return worker;
    },
    async close() {
      for (const { worker, db } of running) {
        await worker.stop();
        await db.end({ timeout: 5 });
      }
      await real?.stop();
      await server.shutdown();
      for (const pool of [db, workerDb, admin]) await pool.end({ timeout: 5 });
      await database.drop();
    },
  };
  return world;
}

/** The company as the sandbox portal knows it. */
async function enlist(db: Database, tenant: NewTenant): Promise<void> {
  const { gstin, clientId, clientSecret, username, password } = credentialsOf(tenant);
  const play = { username, password, client_id: clientId, client_secret: clientSecret };
  const taxpayer = { gstin, legal_name: tenant.company.legalName as string, turnover: "80000000", ...play };
  await db`select sandbox.register_irp_taxpayer(${db.json(taxpayer)})`;
}

function broken(): Response {
  return new Response("", { status: 500 });
}

/** Rows a company's own role sees. */
export function rowsOf(world: EInvoiceWorld, tenant: NewTenant = house) {
  return acting(world.db, tenant.id, { clock: world.clock });
}
