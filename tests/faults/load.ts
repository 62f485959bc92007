import postgres from "postgres";
import { join } from "node:path";
import { buyer, invoice, line, todayInIndia } from "../support/books.ts";

/** What a client was told in the end about one document. */
export interface Told {
  readonly tenantId: string;
  readonly key: string;
  readonly outcome: "posted" | "refused";
  readonly voucherId: string | null;
  readonly number: string | null;
  readonly total: string | null;
  /** 1 where the first answer was definite; more where it was asked again under its key. */
  readonly attempts: number;
  /** True where the definite answer was that of an earlier request whose answer never came. */
  readonly replayed: boolean;
  readonly began: number;
  readonly ended: number;
}

export interface Client {
  readonly tenantId: string;
  readonly token: string;
}

/** A repeatable source of choices (mulberry32). */
export function randomFrom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Posts documents one after another until told to stop, and asks again under the same key whatever was not answered. */
export async function runClient(
  url: string,
  { tenantId, token }: Client,
  random: () => number,
  isOver: () => boolean,
): Promise<Told[]> {
  const told: Told[] = [];
  while (!isOver()) {
    const key = crypto.randomUUID();
    const body = JSON.stringify(anyDocument(random));
    const began = performance.now();
    for (let attempts = 1;; attempts++) {
      const answer = await ask(url, token, key, body);
      if (answer) {
        told.push({ tenantId, key, attempts, began, ended: performance.now(), ...answer });
        break;
      }
      await new Promise((wake) => setTimeout(wake, 20 + random() * 80));
    }
  }
  return told;
}

/** Mostly good invoices, of this year and the last, to old and new recipients; some that are refused. */
function anyDocument(random: () => number): unknown {
  const lines = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
    line({
      quantity: 1 + Math.floor(random() * 9),
      rate: (Math.floor(random() * 1e6) / 100).toFixed(2),
      gstRate: random() < 0.5 ? 18 : 5,
    }));
  const refused = random() < 0.15;
  const date = refused ? "2099-01-01" : random() < 0.2 ? previousYear() : todayInIndia();
  const party = random() < 0.1
    ? { name: `New ${Math.floor(random() * 200)}`, stateCode: "29", address: "1 High Street" }
    : buyer(random() < 0.5 ? "29" : "27");
  return invoice({ date, party, lines });
}

/** A day a year ago, which lies in the previous financial year. */
const previousYear = () => todayInIndia(Date.now() - 365 * 86_400_000);

const refused = { outcome: "refused", voucherId: null, number: null, total: null, replayed: false } as const;

/** One request; null where nothing definite was answered. */
async function ask(url: string, token: string, key: string, body: string) {
  let unexpected = "";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key };
  try {
    const response = await fetch(`${url}/api/vouchers`, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (response.status === 201) {
      const { id, number } = JSON.parse(text);
      const total = /"totalAmount" ?: ?([0-9.]+)/.exec(text)?.[1] ?? null;
      const replayed = response.headers.get("idempotency-replayed") === "true";
      return { outcome: "posted", voucherId: id, number, total, replayed } as const;
    }
    if (response.status === 400) return refused;
    if (response.status === 503) return null;
    unexpected = `${response.status} ${text}`;
  } catch {
    return null; // the connection was cut: nobody knows
  }
  throw new Error(`an answer that no client can expect: ${unexpected}`);
}

/** Numbers that are out of the order in which their requests came one after the other: a later request has the smaller. */
export function inversions(told: readonly Told[]): string[] {
  const found: string[] = [];
  const latest = new Map<string, number>();
  const posted = told.filter(({ outcome }) => outcome === "posted");
  for (const { tenantId, number, began, ended } of posted.sort((a, b) => (a.number! < b.number! ? -1 : 1))) {
    const series = `${tenantId} ${number!.slice(0, number!.lastIndexOf("/"))}`;
    const begun = latest.get(series) ?? -Infinity;
    if (ended < begun) found.push(number!);
    latest.set(series, Math.max(begun, began));
  }
  return found;
}

/** Reads tests/faults/invariants.sql over the books and what the clients were told; each row is a breach. */
export async function breaches(adminUrl: string, told: readonly Told[]): Promise<string[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`create temp table acknowledged
      (tenant_id uuid, key text, outcome text, voucher_id uuid, number text, total numeric)`;
    await sql`insert into acknowledged select * from jsonb_to_recordset(${
      sql.json(
        told.map(({ tenantId, voucherId, ...rest }) => ({ ...rest, tenant_id: tenantId, voucher_id: voucherId })),
      )
    }) as t (tenant_id uuid, key text, outcome text, voucher_id uuid, number text, total numeric)`;
    const found = await sql.file(join(import.meta.dirname ?? ".", "invariants.sql"));
    return found.map((row) => `${row.invariant}: ${row.what}`);
  } finally {
    await sql.end();
  }
}
