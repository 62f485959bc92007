import assert from "node:assert/strict";
import { freshDatabase, type TestDatabase } from "../support/database.ts";
import { withConnection } from "../../db/tools/connection.ts";
import { findBrokenPromises } from "../../db/tools/checks.ts";
import { repositorySql } from "../../db/tools/files.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { startEmbedded } from "../../db/embedded.ts";
import { signInAs } from "../../db/embedded/passwords.ts";
import { join } from "node:path";

async function stateOf(url: string, query: string): Promise<string> {
  return await withConnection(url, (sql) => sql.unsafe(query)).then(() => "done", (error) => error.code);
}

async function withDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

Deno.test("app, worker and reader can make, change and empty nothing of the database's shape", () =>
  withDatabase(async ({ appUrl, workerUrl, readerUrl }) => {
    const forbidden = [
      "create table billing.mine (id integer)",
      "create table public.mine (id integer)",
      "create temporary table mine (id integer)",
      "create schema mine",
      "create function billing.mine() returns integer language sql as 'select 1'",
      "alter table billing.vouchers add mine integer",
      "alter table billing.vouchers disable row level security",
      "truncate billing.vouchers",
      "drop table billing.vouchers",
      "set role pakka_owner",
      "set session authorization postgres",
      "create role mine",
      "select * from migrations.applied",
    ];
    for (const url of [appUrl, workerUrl, readerUrl]) {
      for (const query of forbidden) assert.equal(await stateOf(url, query), "42501", query);
    }
  }));

Deno.test("row_security = off raises, and does not show foreign rows", () =>
  withDatabase(async ({ appUrl }) => {
    assert.equal(await stateOf(appUrl, "set row_security = off; select * from billing.vouchers"), "42501");
  }));

Deno.test("a session of the app gives up rather than hold others up", () =>
  withDatabase(async ({ appUrl }) => {
    const rows = await withConnection(appUrl, (sql) =>
      sql`select name, setting from pg_settings
          where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout') order by 1`);
    assert.deepEqual(rows.map((row) => row.setting), ["15000", "5000", "30000"]);
  }));

Deno.test("the migrator acts as the owner only when it says so", () =>
  withDatabase(async ({ migratorUrl }) => {
    assert.equal(await stateOf(migratorUrl, "create table billing.mine (id integer)"), "42501");
    assert.equal(await stateOf(migratorUrl, "set role pakka_owner; create table billing.mine (id integer)"), "done");
  }));

Deno.test("the app sends jobs and the worker works them; neither changes the queue's shape", () =>
  withDatabase(async ({ appUrl, workerUrl }) => {
    assert.equal(await stateOf(appUrl, "select * from pgboss.job"), "done");
    assert.equal(await stateOf(appUrl, "delete from pgboss.job"), "42501");
    assert.equal(await stateOf(workerUrl, "delete from pgboss.job"), "done");
    assert.equal(await stateOf(workerUrl, "create table pgboss.mine (id integer)"), "42501");
  }));

Deno.test("a hosted administrator, no superuser but owner of the database, migrates the whole", async () => {
  const dataDir = join(repositorySql, "..", ".data", `hosted-${crypto.randomUUID().slice(0, 8)}`);
  const server = await startEmbedded({ dataDir, port: 55413 });
  try {
    await withConnection(server.adminUrl, async (sql) => {
      await sql.unsafe("create role hosted login createrole password 'of the host'");
      await sql.unsafe("create database shop owner hosted");
    });
    const adminUrl = signInAs(server.adminUrl, "hosted", "of the host", "shop");
    for (const expected of [true, false]) {
      const done = await migrateDatabase({ adminUrl, passwords: server.passwords });
      assert.equal(done.migrations.length > 0, expected);
    }
    assert.equal(await stateOf(server.url("pakka_app", "shop"), "select core.now(); select * from pgboss.job"), "done");
    const findings = await withConnection(adminUrl, (sql) => findBrokenPromises(sql));
    assert.deepEqual(findings.filter((one) => /role|public/.test(one.check)), []);
  } finally {
    await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
