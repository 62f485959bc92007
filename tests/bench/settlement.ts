import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { startEmbedded } from "../../db/embedded.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { reconcilePayment } from "../../domain/payout/mod.ts";
import { type Context, systemClock } from "../../domain/shared/context.ts";
import { exportInvoices, settlementHeader, utr } from "../support/settlement_world.ts";
import { median, progress, report } from "./figures.ts";
import { company } from "./workload.ts";

const dataDir = join(import.meta.dirname ?? ".", "..", "..", ".data", "bench");
const rows = 100_000;
/** Invoices a bank file. */
const chunk = 10_000;
const rounds = 3;
const megabyte = 1024 * 1024;

/**
 * A settlement file of 100,000 payments that arrived: read, matched, classified and posted in one transaction, beside the
 * floor of the same run: COPY of the rows it left into a table made like theirs, as its owner, and one hash join of them
 * with the attempts. Each round has invoices of its own; memory is this process's, which reads the file.
 */
export async function measureSettlement(): Promise<void> {
  const { admin, app, close } = await openPayoutBed();
  try {
    const measured: { ours: number; floor: number; before: number; most: number; after: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      progress(`round ${round}: ${rows} invoices in bank files`);
      const file = await exportedFile(app, 1 + round * rows);
      await admin.unsafe("vacuum analyze");
      await admin`checkpoint`;
      const ours = await settled(app, file);
      await admin`checkpoint`;
      const floor = await floorOf(admin);
      progress(`round ${round}: ${ours.ms.toFixed(0)} ms, floor ${floor.toFixed(0)} ms`);
      if (round > 0) measured.push({ ...ours, ours: ours.ms, floor });
    }
    tell(measured);
  } finally {
    await close();
  }
}

function tell(measured: { ours: number; floor: number; before: number; most: number; after: number }[]): void {
  const of = (key: keyof (typeof measured)[number]) => median(measured.map((one) => one[key]));
  report({
    figure: `settlement file of ${rows} rows, matched and posted`,
    unit: "ms",
    value: of("ours"),
    floor: of("floor"),
    against: "COPY of the same rows and one hash join",
    goal: { atMost: 4 },
    pairs: measured.map(({ ours, floor }) => ours / floor),
  });
  report({
    figure: "settlement rows a second",
    unit: "rows/s",
    value: rows / (of("ours") / 1000),
    floor: null,
    goal: { atLeast: 15_000 },
  });
  report({
    figure: "memory of the process that reads the file",
    unit: "MB",
    value: of("most"),
    floor: null,
    goal: null,
    note: `before ${of("before").toFixed(0)}, at most ${of("most").toFixed(0)}, after ${of("after").toFixed(0)} MB`,
  });
}

/** A database of its own with one company. */
export async function openPayoutBed(name = "pakka_bench_settlement") {
  const embedded = await startEmbedded({ dataDir, port: 54341, onProgress: progress });
  const control = openDatabase(embedded.url("postgres", "postgres"), { max: 1 });
  await control`drop database if exists ${control(name)} with (force)`;
  await control`create database ${control(name)}`;
  await control.end();
  await migrateDatabase({ adminUrl: embedded.url("postgres", name), passwords: embedded.passwords });
  const admin = openDatabase(embedded.url("postgres", name), { max: 1, applicationName: "pakka bench" });
  await setUpTenant(admin, company, systemClock);
  await admin`create schema floor`;
  const app = openDatabase(embedded.url("pakka_app", name), { max: 2, applicationName: "pakka bench, settlement" });
  return {
    admin,
    app,
    async close() {
      await app.end({ timeout: 5 });
      await admin.end({ timeout: 5 });
      await embedded.stop();
    },
  };
}

/** A bank's file that pays as many invoices, newly exported. */
async function exportedFile(app: Database, from: number): Promise<File> {
  const invoices = Array.from({ length: rows }, (_, i) => ({ no: from + i, amount: `${1000 + (i % 9000)}.00` }));
  for (let at = 0; at < rows; at += chunk) {
    await exportInvoices(app, company.id, invoices.slice(at, at + chunk), "sent_to_bank");
  }
  const lines = invoices.map(({ no, amount }) => `inv_${no},${utr(no)},${amount},2026-11-19,SUCCESS,`);
  return new File([settlementHeader, "\n", lines.join("\n"), "\n"], `Settlement_${from}.csv`);
}

async function settled(app: Database, file: File) {
  const actor = { kind: "job", tenantId: company.id, userId: null, roles: [], scopes: new Set<string>() } as const;
  const ctx: Context = { db: app, actor, clock: systemClock, requestId: "bench", ip: null };
  const rss = () => Deno.memoryUsage().rss / megabyte;
  const before = rss();
  let most = before;
  const sampling = setInterval(() => most = Math.max(most, rss()), 20);
  try {
    const began = performance.now();
    const answer = JSON.parse(
      await reconcilePayment(ctx, { fileName: file.name, file, fields: {} }, { preview: false }),
    );
    const ms = performance.now() - began;
    if (answer.summary.successful !== rows) throw new Error(JSON.stringify(answer.control));
    return { ms, before, most, after: rss() };
  } finally {
    clearInterval(sampling);
  }
}

/** COPY of the rows of the last file, and their hash join with the attempts. */
async function floorOf(admin: Database): Promise<number> {
  const last = "select id from payout.settlement_files order by public_no desc limit 1";
  const source = await admin.unsafe(`copy (select * from payout.settlement_rows where file_id = (${last})) to stdout`)
    .readable();
  const copied: Uint8Array[] = await Array.fromAsync(source);
  await admin.unsafe(`
    drop table if exists floor.settlement_rows;
    create table floor.settlement_rows (like payout.settlement_rows including all);
    alter table floor.settlement_rows add foreign key (tenant_id, file_id) references payout.settlement_files (tenant_id, id)`);
  const began = performance.now();
  await admin.begin(async (sql) => {
    await pipeline(Readable.from(copied), await sql.unsafe("copy floor.settlement_rows from stdin").writable());
    await sql`set local enable_nestloop = off`;
    await sql`set local enable_mergejoin = off`;
    const [joined] = await sql`
      select count(*)::int as rows, sum(t.amount) as amount from floor.settlement_rows as r
      join payout.payout_items as t on t.tenant_id = r.tenant_id and t.id = r.item_id`;
    if (joined!.rows !== rows) throw new Error(`the floor joined ${joined!.rows}`);
  });
  return performance.now() - began;
}
