import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { callOne, callRows } from "../../db/call.ts";
import { readFiles, repositorySql } from "../../db/tools/files.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import type { JobDeps } from "../../jobs/define.ts";
import { makePartitionsJob } from "../../jobs/ops/make_partitions.ts";
import { freshDatabase } from "../support/database.ts";
import { makeCompany } from "../support/people.ts";
import { acting } from "../support/tenants.ts";
import { withSqlFolder } from "./sql_folder.ts";

const database = await freshDatabase();
const admin = openDatabase(database.adminUrl, { max: 2 });
const worker = openDatabase(database.workerUrl, { max: 4 });
const app = openDatabase(database.appUrl, { max: 1 });
const house = await makeCompany(database, "house");
const rival = await makeCompany(database, "rival");
Deno.test.afterAll(async () => {
  for (const db of [admin, worker, app]) await db.end();
  await database.drop();
});

const at = (instant: string, tenantId = house.tenantId) => acting(worker, tenantId, { clock: fixedClock(instant) });
const monthsOf = async () =>
  (await admin<{ name: string }[]>`
    select c.relname as name from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'ops.api_calls'::regclass order by 1`).map(({ name }) => name.replace("api_calls_", ""));

/** Records a call as a gateway would, at a moment; answers in which table it stands. */
async function call(calledAt: string, tenantId = house.tenantId): Promise<string> {
  const told = {
    operation: "generate",
    entityId: crypto.randomUUID(),
    url: "https://portal.test/Invoice",
    request: {},
    response: {},
    httpStatus: 503,
    outcome: "unknown",
    errorCode: "server_error",
    durationMs: 10,
    calledAt,
  };
  await at(calledAt, tenantId)(({ sql }) =>
    callRows(sql, "ops.record_api_calls", { p_portal: "irp", p_calls: [told] })
  );
  const [row] =
    await admin`select tableoid::regclass::text as name from ops.api_calls where entity_id = ${told.entityId}`;
  return row?.name.replace("ops.api_calls_", "");
}
const make = (instant: string) => at(instant)(({ sql }) => callOne(sql, "ops.make_partitions", { p_months: 1 }));

Deno.test("a fresh database has the month it was made in and three ahead, by the Indian calendar", async () => {
  const [made] = await admin`select applied_at from migrations.applied order by number desc limit 1`;
  const wanted = Array.from({ length: 4 }, (_, ahead) => {
    const month = new Date(made?.applied_at.getTime() + 5.5 * 3_600_000);
    month.setUTCMonth(month.getUTCMonth() + ahead, 1);
    return month.toISOString().slice(0, 7).replace("-", "_");
  });
  assert.deepEqual(await monthsOf(), [...wanted, "other"]);
});

Deno.test("a call of a month that was not made is kept, and brought home once the month is", async () => {
  assert.equal(await call("2031-03-31T23:59:59+05:30"), "other");
  assert.equal(await call("2031-04-01T00:00:00+05:30", rival.tenantId), "other");
  assert.equal((await make("2031-03-15T10:00:00+05:30"))?.answer, 2);
  const rows = await admin`select tableoid::regclass::text as name, tenant_id from ops.api_calls order by called_at`;
  assert.deepEqual(rows.map(({ name, tenant_id }) => [name, tenant_id]), [
    ["ops.api_calls_2031_03", house.tenantId],
    ["ops.api_calls_2031_04", rival.tenantId],
  ]);
  assert.equal(await call("2031-04-30T23:59:59+05:30"), "2031_04");
  assert.equal((await make("2031-03-15T10:00:00+05:30"))?.answer, 0, "made once");
});

Deno.test("two workers that make the same months at once make each once", async () => {
  const both = await Promise.all([make("2032-01-10T10:00:00+05:30"), make("2032-01-10T10:00:00+05:30")]);
  assert.deepEqual(both.map((one) => one?.answer).sort(), [0, 2]);
});

Deno.test("the nightly job makes them in the first company's turn, for all", async () => {
  const turn = (tenantId: string) => {
    const actor = { kind: "job" as const, tenantId, userId: null, roles: [], scopes: new Set<string>() };
    const run = { id: crypto.randomUUID(), attempt: 1, signal: new AbortController().signal };
    const clock = fixedClock("2033-05-10T02:10:00+05:30");
    const ctx = { db: worker, actor, clock, requestId: "test", ip: null, run, deps: {} as JobDeps };
    return makePartitionsJob.bind({ tenantId })?.(ctx);
  };
  assert.deepEqual(await turn(house.tenantId), { made: 4, dropped: 0 });
  assert.equal(await turn(rival.tenantId), null);
  for (const month of ["05", "06", "07", "08"]) await admin.unsafe(`drop table ops.api_calls_2033_${month}`);
});

Deno.test("a month asked directly shows nothing to anybody, and through the table a company its own", async () => {
  await assert.rejects(app`select 1 from ops.api_calls_2031_04`, { code: "42501" });
  const [, , owned] = await admin.begin((sql) => [
    sql`set local role pakka_owner`,
    sql`select core.enter(${sql.json({ tenantId: house.tenantId })})`,
    sql`select 1 from ops.api_calls_2031_04`,
  ]);
  assert.equal(owned?.length, 0, "row-level security is forced on every month, and no policy opens it");
  const seen = (tenantId: string) => acting(app, tenantId)(({ sql }) => sql`select tenant_id from ops.api_calls`);
  assert.deepEqual((await seen(rival.tenantId)).map((row) => row.tenant_id), [rival.tenantId]);
  assert.equal((await seen(house.tenantId)).length, 2);
});

Deno.test("months go only where the database says so, and never of the last twelve", async () => {
  const drop = (months: string | null) =>
    at("2032-06-10T10:00:00+05:30")(async ({ sql }) => {
      if (months !== null) await sql`select set_config('pakka.api_calls_kept_months', ${months}, true)`;
      return (await callOne(sql, "ops.drop_partitions", {}))?.answer;
    });
  assert.equal(await drop(null), 0);
  assert.equal(await drop("24"), 4, "what lies more than two years back");
  assert.ok((await monthsOf()).includes("2031_03"));
  assert.equal(await drop("1"), 2, "twelve months at the least");
  assert.deepEqual(await monthsOf(), ["2032_01", "2032_02", "other"]);
});

Deno.test("what an installation has of calls goes into its months when it comes to this release", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    const files = await readFiles(repositorySql, "migrations", ".sql");
    const own = files.findIndex(({ path }) => path.endsWith("_operations.sql"));
    for (const { path, text } of files.slice(0, own)) await write(path, text);
    await migrate();
    const months = ["2026-04-30 18:29:59+00", "2026-04-30 18:30:00+00", "2025-12-05 00:00:00+00"];
    const [tenant] = await ask("insert into core.tenants (name) values ('house') returning id");
    for (const calledAt of months) {
      await ask(`insert into ops.api_calls (tenant_id, portal, operation, url, outcome, duration_ms, called_at)
                 values ('${tenant?.id}', 'irp', 'generate', 'x', 'done', 1, '${calledAt}')`);
    }
    for (const { path, text } of files.slice(own)) await write(path, text);
    await migrate();
    const rows = await ask(
      "select tableoid::regclass::text as name, count(*)::int as n from ops.api_calls group by 1 order by 1",
    );
    assert.deepEqual(rows.map(({ name, n }) => [name, n]), [
      ["ops.api_calls_2025_12", 1],
      ["ops.api_calls_2026_04", 1],
      ["ops.api_calls_2026_05", 1],
    ]);
  }));
