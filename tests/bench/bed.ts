import { join } from "node:path";
import { type Embedded, startEmbedded } from "../../db/embedded.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { Client, postBytes } from "./client.ts";
import { progress } from "./figures.ts";
import { wanted } from "./load.ts";
import { serveApi, type Served } from "./processes.ts";
import { company, invoice, recipient } from "./workload.ts";

const dataDir = join(import.meta.dirname ?? ".", "..", "..", ".data", "bench");
const seriesWanted = 32;

/** What the figures are taken on: a durable PostgreSQL of the bench's own, one company, the API beside it. */
export interface Bed {
  /** The administrator: for floors and counters. */
  readonly admin: Database;
  readonly appUrl: string;
  readonly api: Served;
  readonly token: string;
  readonly partyId: string;
  /** Series that no other figure posts to. */
  readonly seriesIds: readonly string[];
  /** The first voucher as it was answered. */
  readonly posted: { readonly id: string; readonly text: string };
  close(): Promise<void>;
}

/** Lays everything out in a fresh database; about five seconds once the cluster stands. */
export async function openBed(): Promise<Bed> {
  const embedded = await startEmbedded({
    dataDir,
    port: 54341,
    // Durable, as the launcher's own settings are.
    settings: { shared_preload_libraries: "pg_stat_statements" },
    onProgress: progress,
  });
  const name = await freshDatabase(embedded);
  const admin = openDatabase(embedded.url("postgres", name), { max: 8, applicationName: "pakka bench" });
  const appUrl = embedded.url("pakka_app", name);
  await trackStatements(admin, "none");
  await setUpTenant(admin, company, systemClock);
  progress("starting the API");
  const api = await serveApi(appUrl);
  const made = await setUpOverHttp(api.origin);
  return {
    admin,
    appUrl,
    api,
    ...made,
    async close() {
      await api.stop();
      await admin.end({ timeout: 5 });
      await embedded.stop();
    },
  };
}

/** pg_stat_statements for every session at once; off while times are measured. */
export async function trackStatements(admin: Database, which: "none" | "top" | "all"): Promise<void> {
  await admin.unsafe(`alter system set pg_stat_statements.track = '${which}'`);
  await admin`select pg_reload_conf()`;
  await new Promise((wake) => setTimeout(wake, 300));
}

async function freshDatabase(embedded: Embedded): Promise<string> {
  const control = openDatabase(embedded.url("postgres", "postgres"), { max: 1 });
  const name = "pakka_bench";
  await control`drop database if exists ${control(name)} with (force)`;
  await control`create database ${control(name)}`;
  const settings = await control<{ name: string; setting: string }[]>`
    select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version')`;
  progress(settings.map(({ name, setting }) => `${name} ${setting}`).join(", "));
  await control.end();
  await migrateDatabase({ adminUrl: embedded.url("postgres", name), passwords: embedded.passwords });
  return name;
}

async function setUpOverHttp(origin: string) {
  const client = await Client.open(origin);
  const post = async (path: string, body: unknown, token: string | undefined, status = 201) => {
    const reply = await client.send(postBytes(path, body, token));
    wanted(reply, status);
    return new TextDecoder().decode(reply.body);
  };
  try {
    const { email } = company.users[0]!;
    const signIn = await post("/api/auth/login", { email, password: company.password }, undefined, 200);
    const owner: string = JSON.parse(signIn).accessToken;
    const key = await post("/api/api-keys", { name: "bench", scopes: ["vouchers:write", "vouchers:read"] }, owner);
    const seriesIds: string[] = [];
    for (let i = 10; i < 10 + seriesWanted; i++) {
      const series = {
        voucherType: "tax_invoice",
        name: `Series ${i}`,
        prefix: `S${i}`,
        format: "{PREFIX}-{SEQUENCE}",
      };
      const reset = { padding: 7, resetFrequency: "never" };
      seriesIds.push(JSON.parse(await post("/api/numbering-series", { ...series, ...reset }, owner)).id);
    }
    const { partyId: _, ...document } = invoice("");
    const text = await post("/api/vouchers", { ...document, party: recipient }, owner);
    const voucher = JSON.parse(text);
    return {
      token: JSON.parse(key).key as string,
      partyId: voucher.partyId as string,
      seriesIds,
      posted: { id: voucher.id as string, text },
    };
  } finally {
    client.close();
  }
}
