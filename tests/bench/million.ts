import { join } from "node:path";
import { type Embedded, startEmbedded } from "../../db/embedded.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { progress } from "./figures.ts";
import { company, rival } from "./workload.ts";

const dataDir = join(import.meta.dirname ?? ".", "..", "..", ".data", "bench");
const chunk = 20_000;

/** A database with books of two companies, the second a tenth of all. */
export interface Books {
  readonly vouchers: number;
  /** As the administrator: for floors and plans. */
  readonly admin: Database;
  readonly appUrl: string;
  close(): Promise<void>;
}

/**
 * Lays the two beds beside one another: ten thousand vouchers and a million. They are kept, and laid anew only where the
 * schema or the maker has changed since.
 */
export async function openBooks(sizes: readonly number[]): Promise<{ books: Books[]; close(): Promise<void> }> {
  const embedded = await startEmbedded({
    dataDir,
    port: 54341,
    settings: { shared_preload_libraries: "pg_stat_statements" },
    onProgress: progress,
  });
  const books: Books[] = [];
  for (const vouchers of sizes) books.push(await openOne(embedded, vouchers));
  return {
    books,
    async close() {
      for (const one of books) await one.close();
      await embedded.stop();
    },
  };
}

async function openOne(embedded: Embedded, vouchers: number): Promise<Books> {
  const name = `pakka_books_${vouchers}`;
  const adminUrl = embedded.url("postgres", name);
  const [control, shape] = [openDatabase(embedded.url("postgres", "postgres"), { max: 1 }), await shapeOf()];
  const [kept] = await control`
    select shobj_description(oid, 'pg_database') = ${shape} as same from pg_database where datname = ${name}`;
  if (!kept?.same) {
    await control`drop database if exists ${control(name)} with (force)`;
    await control`create database ${control(name)}`;
    await migrateDatabase({ adminUrl, passwords: embedded.passwords });
    await makeBooks(adminUrl, vouchers);
    await control.unsafe(`comment on database ${name} is '${shape}'`);
  }
  await control.end({ timeout: 5 });
  const admin = openDatabase(adminUrl, { max: 2, applicationName: "pakka bench" });
  await admin`create extension if not exists pg_stat_statements`;
  return { vouchers, admin, appUrl: embedded.url("pakka_app", name), close: () => admin.end({ timeout: 5 }) };
}

/** Two companies, the first with nine tenths; set-based, two connections at a time. See books.sql. */
async function makeBooks(adminUrl: string, vouchers: number): Promise<void> {
  const admin = openDatabase(adminUrl, { max: 2, applicationName: "pakka bench, making books" });
  await setUpTenant(admin, company, systemClock);
  await setUpTenant(admin, rival, systemClock);
  const began = performance.now();
  await admin.unsafe(await Deno.readTextFile(new URL("books.sql", import.meta.url)));
  // The events of a million inserts are half of the time, and nothing here reads them.
  await admin`alter table billing.vouchers disable trigger audit_insert`;
  for (const [tenant, share] of [[company, 0.9], [rival, 0.1]] as const) {
    const count = Math.round(vouchers * share);
    const make = (what: string, ...args: number[]) =>
      admin.begin(async (sql) => {
        await sql`select core.enter(${sql.json({ tenantId: tenant.id, actorKind: "job" })})`;
        await sql`set local session_replication_role = replica`;
        await sql.unsafe(`select bench.make_${what}(${args.join(", ")})`);
      });
    await make("parties", Math.max(400, Math.round(count / 50)));
    await make("plan", count);
    await admin`analyze bench.parties, bench.planned, billing.parties, ledger.ledgers, billing.numbering_series`;
    let next = 1;
    const maker = async () => {
      while (next <= count) {
        const from = next;
        next += chunk;
        for (const what of ["vouchers", "lines"]) await make(what, from, from + chunk - 1);
        progress(`books of ${vouchers}: ${Math.min(next - 1, count)} vouchers of ${tenant.name}`);
      }
    };
    await Promise.all([maker(), maker()]);
  }
  await admin`alter table billing.vouchers enable always trigger audit_insert`;
  const loaded = (performance.now() - began) / 1000;
  await admin.unsafe("drop schema bench cascade");
  await admin.unsafe("vacuum (analyze)");
  const all = (performance.now() - began) / 1000;
  progress(`books of ${vouchers}: made in ${loaded.toFixed(0)} s, with vacuum and statistics ${all.toFixed(0)} s`);
}

/** What the beds depend on, as a digest: the schema and the maker. */
async function shapeOf(): Promise<string> {
  const files = ["../../sql/schema.sql", "books.sql", "million.ts"];
  const texts = await Promise.all(files.map((file) => Deno.readFile(new URL(file, import.meta.url))));
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(await new Blob(texts).arrayBuffer()));
  return new Uint8Array(digest).toHex();
}
