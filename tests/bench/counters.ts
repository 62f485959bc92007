import type { Database } from "../../db/pool.ts";
import { type Bed, trackStatements } from "./bed.ts";
import { postBytes } from "./client.ts";
import { median, progress, report } from "./figures.ts";
import type { Insert } from "./floor.ts";
import { load, loadHttp } from "./load.ts";
import { company, invoice } from "./workload.ts";

/** What does not jitter: round trips, statements, bytes of write-ahead log. */
export async function measureCounters(bed: Bed, insert: Insert): Promise<void> {
  await bed.admin`create extension if not exists pg_stat_statements`;
  await measureRoundTrips(bed);
  await measureStatements(bed);
  await measureWal(bed, insert);
}

async function measureRoundTrips(bed: Bed): Promise<void> {
  progress("counters: round trips");
  const requests = [postBytes("/api/vouchers", invoice(bed.partyId, bed.seriesIds[0]), bed.token)];
  await loadHttp(bed.api.origin, 64, 64, requests); // who calls is known now, for half a minute
  await trackStatements(bed.admin, "top");
  await bed.admin`select pg_stat_statements_reset()`;
  await loadHttp(bed.api.origin, 64, 1280, requests);
  const [row] = await bed.admin`
    select sum(calls)::int as trips, (sum(calls) filter (where query like '%billing.post_vouchers(%'))::int as batches
    from pg_stat_statements join pg_roles on pg_roles.oid = userid
    where rolname = 'pakka_app' and dbid = (select oid from pg_database where datname = current_database())`;
  await trackStatements(bed.admin, "none");
  report({
    figure: "round trips a batch",
    unit: "",
    value: row!.trips / row!.batches,
    floor: 1,
    against: "one",
    goal: { atMost: 1 },
    note: `${row!.trips} statements sent for ${row!.batches} batches of ${(1280 / row!.batches).toFixed(1)} on average`,
  });
}

/** Statements inside one call, for one document and for a hundred; each foreign key's own look-up a row stands apart. */
async function measureStatements(bed: Bed): Promise<void> {
  progress("counters: statements inside a call");
  await trackStatements(bed.admin, "all");
  const one = await statementsOf(bed, 1);
  const hundred = await statementsOf(bed, 100);
  await trackStatements(bed.admin, "none");
  report({
    figure: "statements inside a call of 100 documents",
    unit: "",
    value: hundred.own,
    floor: one.own,
    against: "a call of 1 document",
    goal: { atMost: 1 },
    note: `foreign keys besides: ${one.keys} look-ups for 1, ${hundred.keys} for 100; most often: ${hundred.often}`,
  });
}

async function statementsOf(bed: Bed, size: number): Promise<{ own: number; keys: number; often: string }> {
  const documents = Array.from({ length: size }, () => ({ document: invoice(bed.partyId, bed.seriesIds[0]) }));
  return await bed.admin.begin(async (sql) => {
    await sql`set local role pakka_app`;
    const post = () =>
      sql`select from billing.post_vouchers(${sql.json(documents)}, ${
        sql.json({ tenantId: company.id, actorKind: "job" })
      })`;
    await post();
    await sql`set local role postgres`;
    await sql`select pg_stat_statements_reset()`;
    await sql`set local role pakka_app`;
    await post();
    await sql`set local role postgres`;
    const isKey = sql`query like 'SELECT % FROM ONLY %FOR KEY SHARE OF x'`;
    const [row] = await sql<{ own: number; keys: number; often: string }[]>`
      select coalesce(sum(calls) filter (where not ${isKey}), 0)::int as own, coalesce(sum(calls) filter (where ${isKey}), 0)::int as keys,
             (select string_agg(s.calls || ' × ' || left(regexp_replace(s.query, '\\s+', ' ', 'g'), 60), '; ')
              from (select calls, query from pg_stat_statements where not toplevel and not ${isKey} order by calls desc limit 3) as s) as often
      from pg_stat_statements where not toplevel`;
    return row!;
  }) as { own: number; keys: number; often: string };
}

/** After a checkpoint each, the same number of vouchers one at a time: page images are in both. */
async function measureWal(bed: Bed, insert: Insert): Promise<void> {
  const requests = [postBytes("/api/vouchers", invoice(bed.partyId, bed.seriesIds[0]), bed.token)];
  for (const [figure, clients] of [["one client", 1], ["64 clients", 64]] as const) {
    const measured: { ours: number; f1: number }[] = [];
    for (let round = 1; round <= 3; round++) {
      progress(`counters: write-ahead log, ${figure}, round ${round} of 3`);
      const vouchers = 600;
      const f1 = await walOf(bed.admin, vouchers, () => load(1, vouchers, insert));
      const ours = await walOf(bed.admin, vouchers, () => loadHttp(bed.api.origin, clients, vouchers, requests));
      measured.push({ ours, f1 });
    }
    report({
      figure: `write-ahead log a voucher, ${figure}`,
      unit: "bytes",
      value: median(measured.map(({ ours }) => ours)),
      floor: median(measured.map(({ f1 }) => f1)),
      against: "F1, one client",
      goal: { atMost: 1.25 },
      pairs: measured.map(({ ours, f1 }) => ours / f1),
    });
  }
}

async function walOf(sql: Database, vouchers: number, work: () => Promise<unknown>): Promise<number> {
  await sql`checkpoint`;
  const [before] = await sql`select pg_current_wal_insert_lsn() as lsn`;
  await work();
  const [after] = await sql`select pg_current_wal_insert_lsn() - ${before!.lsn}::pg_lsn as bytes`;
  return Number(after!.bytes) / vouchers;
}
