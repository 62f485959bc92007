import type { Hono } from "hono";
import { type Database, openDatabase } from "../../db/pool.ts";
import { type NewTenant, scopesOf, setUpTenant } from "../../domain/core/mod.ts";
import { newPartnerBody, putPartner } from "../../domain/payout/mod.ts";
import { type Actor, type Clock, type Context, fixedClock } from "../../domain/shared/context.ts";
import { deriveKeys, type Keys } from "../../domain/shared/keys.ts";
import type { Later, WorkPayload } from "../../domain/shared/work.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import { createApp } from "../../routes/app.ts";
import type { AppOptions, Env } from "../../routes/deps.ts";
import { type Answer, send, testSecret } from "./app.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";
import { memoryStore } from "./memory_store.ts";

export const peoplesPassword = "a password of the tests";
export const startOfTests = "2026-11-20T10:00:00+05:30";

/** A partner as a test asks for one; what is left out is made up for it. */
export interface Partner {
  readonly destinationId: string;
  readonly partnerName: string;
  readonly gstNumber: string | null;
  readonly stateCode: string;
  readonly email: string;
  readonly accountNumber: string;
  readonly ifscCode: string;
  readonly language?: "en" | "hi";
}

/** The partner of the payout rules, in the company's State: CGST and SGST. Signs in as partner@house.test. */
export const deccan: Partner = {
  destinationId: "75c6b6c6-4ff2-415b-b793-7ab2343e2c21",
  partnerName: "Deccan Referral Services",
  gstNumber: "27AAPFA1234A1ZZ",
  stateCode: "27",
  email: "partner@house.test",
  accountNumber: "1234567890",
  ifscCode: "HDFC0001234",
};
/** In another State: IGST. Signs in as kaveri@house.test. */
export const kaveri: Partner = {
  destinationId: "9a1f6c1e-7b0d-4e55-8f6a-2c1d9e3b7a10",
  partnerName: "Kaveri Loan Partners",
  gstNumber: "29AADCK4821M1Z7",
  stateCode: "29",
  email: "kaveri@house.test",
  accountNumber: "00123456789012",
  ifscCode: "SBIN0004321",
  language: "hi",
};
/** Has no GSTIN, and may charge no GST. Signs in as unregistered@house.test. */
export const unregistered: Partner = {
  destinationId: "DEST-UNREGISTERED",
  partnerName: "Small Town Referrals",
  gstNumber: null,
  stateCode: "27",
  email: "unregistered@house.test",
  accountNumber: "55501000077",
  ifscCode: "ICIC0000077",
};
/** A partner of the other company. Signs in as partner@rival.test. */
export const cauvery: Partner = {
  destinationId: "RIVAL-0001",
  partnerName: "Cauvery Referrals",
  gstNumber: "29AACCR9001L1Z5",
  stateCode: "29",
  email: "partner@rival.test",
  accountNumber: "987654321098",
  ifscCode: "KKBK0000500",
};

function company(id: string, name: string, gstin: string, city: string, partners: readonly Partner[]): NewTenant {
  const place = { address: "204 Laxmi Estate", city, pincode: gstin.startsWith("27") ? "400053" : "560002" };
  const word = name.split(" ")[0]!.toLowerCase();
  const staff = [["owner", "owner"], ["accountant", "accountant"], ["clerk", "ap_clerk"], ["auditor", "auditor"]];
  return {
    id: `00000000-0000-7000-8000-0000000000${id}`,
    name,
    password: peoplesPassword,
    company: {
      legalName: `${name} Private Limited`,
      aggregateTurnover: "80000000.00",
      composition: false,
      gstins: [{ gstin, stateCode: gstin.slice(0, 2), isDefault: true, ...place }],
      bank: { name: "State Bank of India, Fort, Mumbai", account: "00000030123456789", ifsc: "SBIN0000300" },
    },
    users: [
      ...staff.map(([person, role]) => ({ email: `${person}@${word}.test`, name: person!, roles: [role!] })),
      ...partners.map(({ email, partnerName, destinationId }) => ({
        email,
        name: partnerName,
        roles: ["partner"],
        destinationId,
      })),
    ],
  };
}

const partnersOf = { house: [deccan, kaveri, unregistered], rival: [cauvery] };
export const house = company("a5", "House of Loans", "27AABCS1429B1ZU", "Mumbai", partnersOf.house);
export const rival = company("b5", "Rival Finance", "29AABCK2345M1ZA", "Bengaluru", partnersOf.rival);

/** A payout of a file: destination, month, category, reason, rupees. */
export type Payout = readonly [string, string, "trail" | "upfront", string, string | number, ...string[]];

/** The payouts of the rules: 80,000.00 trail and 50,000.00 upfront, which is GST of 23,400.00. */
export const examplePayouts = (destinationId = deccan.destinationId, month = "2024-11"): Payout[] => [
  [destinationId, month, "trail", "recovery_payment", "50000"],
  [destinationId, month, "trail", "base_referral", "30000"],
  [destinationId, month, "upfront", "base_referral", "40000"],
  [destinationId, month, "upfront", "dynamic", "10000"],
];

export const payoutColumns = "destination_id,month,category,reason_for_payment,effective_payout_base";
/** Payouts as the payout system writes them. */
export const payoutCsv = (payouts: readonly Payout[], columns = payoutColumns): string =>
  [columns, ...payouts.map((row) => row.join(","))].join("\n") + "\n";

export interface Request {
  /** Who asks, by e-mail address; owner@house.test unless told. */
  readonly as?: string;
  readonly body?: unknown;
  /** A body as text/csv, under the name of `fileName`. */
  readonly csv?: string | Uint8Array;
  readonly fileName?: string;
  readonly form?: FormData;
  readonly headers?: Record<string, string>;
}

/** Two companies that pay partners, and the API, on one database. Close it when the file ends. */
export interface PayoutWorld {
  readonly app: Hono<Env>;
  readonly db: Database;
  readonly workerDb: Database;
  /** Sees everything, past row-level security. */
  readonly admin: Database;
  readonly database: TestDatabase;
  readonly clock: Clock & { set(instant: string): void };
  readonly keys: Keys;
  readonly options: AppOptions;
  /** Later work that was enqueued or nudged, in order. */
  readonly followed: { name: string; payload: WorkPayload }[];
  /** `api("POST /api/admin/payouts/import", { as: "clerk@house.test", csv })` */
  api(what: string, request?: Request): Promise<Answer>;
  /** The bytes behind a GET, with the headers. */
  raw(path: string, as?: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array }>;
  /** What a domain function is told of a person, by e-mail address. */
  context(as?: string): Promise<Context>;
  /** What a job is told. */
  job(tenant?: NewTenant): Context;
  /** Imports payouts and answers the import. */
  // deno-lint-ignore no-explicit-any -- a test says what it expects of a body, field by field
  importPayouts(payouts: readonly Payout[], as?: string): Promise<any>;
  /** Makes a partner beyond those of the world; without a person who signs in. */
  addPartner(partner: Partner, tenant?: NewTenant): Promise<void>;
  close(): Promise<void>;
}

export async function payoutWorld(more: Partial<AppOptions> = {}): Promise<PayoutWorld> {
  const database = await freshDatabase();
  const open = (url: string, max: number) => openDatabase(url, { max, applicationName: "pakka-tests" });
  const [db, workerDb, admin] = [open(database.appUrl, 8), open(database.workerUrl, 4), open(database.adminUrl, 2)];
  const clock = fixedClock(startOfTests);
  const keys = await deriveKeys(testSecret);
  const followed: PayoutWorld["followed"] = [];
  const later: Later = {
    enqueue: (_sql, name, payload) => Promise.resolve(void followed.push({ name, payload })),
    nudge: (name, payload) => void followed.push({ name, payload }),
  };
  const options: AppOptions = {
    db,
    keys,
    clock,
    later,
    portals: { irp: { sandbox: ["irp1"] }, ewb: { sandbox: ["nic"] } },
    documents: memoryStore(),
    posting: new PostingQueue(later),
    settings: { rateLimit: 0, sandbox: false, development: false },
    log: () => {},
    ...more,
  };
  const app = createApp(options);
  for (const tenant of [house, rival]) await setUpTenant(admin, tenant, clock);

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
  const job = (tenant: NewTenant = house): Context => {
    const actor: Actor = { kind: "job", tenantId: tenant.id, userId: null, roles: [], scopes: new Set() };
    return { db: workerDb, actor, clock, requestId: "test", ip: null };
  };

  const world: PayoutWorld = {
    ...{ app, db, workerDb, admin, database, clock, keys, options, followed, job },
    async api(what, { as = "owner@house.test", body, csv, fileName = "upload.csv", form, headers = {} } = {}) {
      const token = await signIn(as);
      if (form) {
        const encoded = new Response(form);
        const type = { "content-type": encoded.headers.get("content-type")! };
        return await send(app, what, { token, body: await encoded.bytes(), headers: { ...type, ...headers } });
      }
      if (csv === undefined) return await send(app, what, { token, body, headers });
      const type = { "content-type": "text/csv", "x-file-name": fileName };
      return await send(app, what, { token, body: csv, headers: { ...type, ...headers } });
    },
    async raw(path, as = "owner@house.test") {
      const answer = await app.request(path, { headers: { authorization: `Bearer ${await signIn(as)}` } });
      return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
    },
    async context(as = "owner@house.test") {
      const [user] = await admin<{ id: string; tenantId: string; roles: string[]; destinationId: string | null }[]>`
        select id, tenant_id as "tenantId", roles, destination_id as "destinationId" from core.users where email = ${as}`;
      if (!user) throw new Error(`nobody is called ${as}`);
      const { id: userId, tenantId, roles, destinationId } = user;
      const scopes = new Set<string>(scopesOf(roles));
      const actor: Actor = {
        ...{ kind: "user", tenantId, userId, roles, scopes },
        ...(destinationId ? { destinationId } : {}),
      };
      return { db, actor, clock, requestId: "test", ip: "192.0.2.10" };
    },
    async importPayouts(payouts, as = "owner@house.test") {
      const answer = await world.api("POST /api/admin/payouts/import", { as, csv: payoutCsv(payouts) });
      if (answer.status !== 201 && answer.status !== 200) throw new Error(`not imported: ${answer.text}`);
      return answer.body;
    },
    async addPartner({ gstNumber, ...partner }, tenant = house) {
      const body = newPartnerBody.parse({ ...address, ...partner, ...(gstNumber === null ? {} : { gstNumber }) });
      await putPartner({ ...job(tenant), db }, keys, null, body);
    },
    async close() {
      for (const pool of [db, workerDb, admin]) await pool.end({ timeout: 5 });
      await database.drop();
    },
  };
  for (const partner of partnersOf.house) await world.addPartner(partner);
  for (const partner of partnersOf.rival) await world.addPartner(partner, rival);
  return world;
}

const address = { address: "12 Station Road", city: "Pune", pincode: "411001" };
