import { join } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { type Context, systemClock } from "../../domain/shared/context.ts";
import { settlementHeader, utr } from "../support/settlement_world.ts";
import { progress } from "./figures.ts";
import { company } from "./workload.ts";

const dataDir = join(import.meta.dirname ?? ".", "..", "..", ".data", "bench");
const megabyte = 1024 * 1024;

export interface PayoutBed {
  readonly admin: Database;
  /** One connection, so that its server process is the one whose time counts. */
  readonly app: Database;
  /** The job of the company. */
  readonly ctx: Context;
  close(): Promise<void>;
}

/** A database of its own with one company. */
export async function openPayoutBed(name = "pakka_bench_settlement"): Promise<PayoutBed> {
  const embedded = await startEmbedded({ dataDir, port: 54341, onProgress: progress });
  const control = openDatabase(embedded.url("postgres", "postgres"), { max: 1 });
  await control`drop database if exists ${control(name)} with (force)`;
  await control`create database ${control(name)}`;
  await control.end();
  await migrateDatabase({ adminUrl: embedded.url("postgres", name), passwords: embedded.passwords });
  const admin = openDatabase(embedded.url("postgres", name), { max: 1, applicationName: "pakka bench" });
  await setUpTenant(admin, company, systemClock);
  await admin`create schema floor`;
  await admin.unsafe(await Deno.readTextFile(new URL("exported.sql", import.meta.url)));
  const app = openDatabase(embedded.url("pakka_app", name), { max: 1, applicationName: "pakka bench, payouts" });
  const actor = { kind: "job", tenantId: company.id, userId: null, roles: [], scopes: new Set<string>() } as const;
  return {
    admin,
    app,
    ctx: { db: app, actor, clock: systemClock, requestId: "bench", ip: null },
    async close() {
      await app.end({ timeout: 5 });
      await admin.end({ timeout: 5 });
      await embedded.stop();
    },
  };
}

/** A bank's file that pays as many invoices, newly exported. */
export async function exportedFile(admin: Database, from: number, rows: number): Promise<File> {
  await admin`select floor.lay_exported(${company.id}, ${from}, ${rows})`;
  await admin.unsafe("vacuum analyze");
  await admin`checkpoint`;
  const lines = Array.from({ length: rows }, (_, i) => {
    const no = from + i;
    return `inv_${no},${utr(no)},${1000 + no % 9000}.00,2026-11-19,SUCCESS,\n`;
  });
  return new File([settlementHeader, "\n", ...lines], `Settlement_${from}.csv`);
}

export interface Timed {
  readonly ms: number;
  /** Processor time of this process and of the connection's server process: a neighbour's load does not count. */
  readonly processor: number;
  /** Memory of this process in MB, at its most. */
  readonly memory: number;
}

export async function timed(db: Database, work: () => Promise<void>): Promise<Timed> {
  const [server] = await db<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const used = () => processorTime("self") + processorTime(server!.pid);
  let memory = 0;
  const sample = () => memory = Math.max(memory, Deno.memoryUsage().rss / megabyte);
  const sampling = setInterval(sample, 20);
  try {
    const [began, usedBefore] = [performance.now(), used()];
    await work();
    sample();
    return { ms: performance.now() - began, processor: used() - usedBefore, memory };
  } finally {
    clearInterval(sampling);
  }
}

/** Milliseconds that a process has had of the processors: fields 14 and 15 of its stat, in hundredths of a second. */
function processorTime(pid: number | "self"): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
