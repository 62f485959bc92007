import assert from "node:assert/strict";
import postgres from "postgres";
import { type Database, openDatabase } from "../db/pool.ts";
import { freshDatabase } from "./support/database.ts";
import { acting, addItem } from "./support/tenants.ts";

/** Many companies on few connections: what one transaction set is gone with it, and no plan remembers for whom it was made. */

const tenantCount = 20;
const itemsEach = 3;
const database = await freshDatabase();
const tenants = await makeTenants();
Deno.test.afterAll(() => database.drop());

async function makeTenants(): Promise<string[]> {
  const ids = Array.from({ length: tenantCount }, () => crypto.randomUUID());
  const owner = openDatabase(database.adminUrl, { max: 1 });
  for (const id of ids) {
    await acting(owner, id)(async (tx) => {
      await tx.sql`set local role pakka_owner`;
      await tx.sql`select core.create_tenant(${`company ${id}`})`;
      for (let at = 0; at < itemsEach; at++) await addItem(tx, `item ${at}`);
    });
  }
  await owner.end();
  return ids;
}

async function withPool(url: string, max: number, work: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(url, { max });
  try {
    await work(db);
  } finally {
    await db.end();
  }
}

const idsOf = (
  rows: Iterable<unknown>,
) => [...new Set([...rows].map((row) => (row as { tenant_id: string }).tenant_id))];

Deno.test("a pooled connection keeps nothing of a company, neither after a commit nor after a rollback", () =>
  withPool(database.appUrl, 1, async (db) => {
    const left = async () => {
      const [row] = await db`select coalesce(current_setting('app.tenant_id', true), '') as tenant,
        coalesce(current_setting('app.user_id', true), '') as person, (select count(*) from billing.items) as seen`;
      return { ...row };
    };
    const nothing = { tenant: "", person: "", seen: "0" };
    assert.deepEqual(await left(), nothing);
    await acting(db, tenants[0]!, { userId: crypto.randomUUID() })((tx) => tx.sql`select 1`);
    assert.deepEqual(await left(), nothing, "after a commit");
    await assert.rejects(acting(db, tenants[0]!)((tx) => tx.sql`select 1 / 0`));
    assert.deepEqual(await left(), nothing, "after a fault");
    await assert.rejects(acting(db, tenants[0]!)(() => Promise.reject(new Error("the request broke off"))));
    assert.deepEqual(await left(), nothing, "after a rollback");
  }));

Deno.test("a plan made for one company serves the next with the next one's rows", () =>
  withPool(database.appUrl, 1, async (db) => {
    await db`set plan_cache_mode = force_generic_plan`;
    for (let at = 0; at < 1000; at++) {
      const tenantId = tenants[at % 2]!;
      const rows = await acting(db, tenantId)((tx) =>
        tx.sql<{ tenant_id: string }[]>`select tenant_id from billing.items`
      );
      assert.deepEqual([idsOf(rows), rows.length], [[tenantId], itemsEach]);
    }
    const [plans] =
      await db`select sum(generic_plans) as n from pg_prepared_statements where statement like '%billing.items%'`;
    assert.ok(Number(plans?.n) >= 900, `only ${plans?.n} generic plans`);
  }));

Deno.test("5,000 requests of 20 companies on 4 connections, a fifth of them broken off, see no foreign row", () =>
  withPool(database.appUrl, 4, async (db) => {
    const seen = { right: 0, brokenOff: 0, foreign: [] as string[] };
    let next = 0;
    const client = async () => {
      for (let at = next++; at < 5000; at = next++) {
        const tenantId = tenants[(at * 7) % tenantCount]!;
        const ended = await request(db, tenantId, at).catch((error) => error);
        if (ended instanceof Error) seen.brokenOff++;
        else if (ended.length === 1 && ended[0] === tenantId) seen.right++;
        else seen.foreign.push(`${at}: ${ended}`);
      }
    };
    await Promise.all(Array.from({ length: 12 }, client));
    assert.deepEqual(seen, { right: 4000, brokenOff: 1000, foreign: [] });
    const left = await Promise.all(
      Array.from({ length: 4 }, () => db`select current_setting('app.tenant_id', true) as tenant`),
    );
    assert.deepEqual(left.flatMap((rows) => rows.map((row) => row.tenant || "")), ["", "", "", ""]);
  }));

/** One of five kinds of work; answers whose rows it saw. Every fifth ends in a fault, a refusal or a cancelled statement. */
async function request(db: Database, tenantId: string, at: number): Promise<string[]> {
  return await acting(db, tenantId)(async ({ sql }) => {
    const items = sql<{ tenant_id: string }[]>`select tenant_id from billing.items`;
    if (at % 5 === 0) {
      await items;
      if (at % 3 === 0) throw new Error("the request broke off");
      if (at % 3 === 1) await sql`select 1 / 0`;
      await sql`set local statement_timeout = 1`;
      await sql`select pg_sleep(1)`;
    }
    if (at % 5 === 1) return idsOf(await sql`update billing.items set updated_at = core.now() returning tenant_id`);
    if (at % 5 === 2) return idsOf(await sql`select tenant_id from billing.item_list`);
    if (at % 5 === 3) return idsOf(await sql`select tenant_id from audit.events`);
    return idsOf(await items);
  });
}

Deno.test("the check would have seen a leak: a tenant set for the connection shows in the next request", async () => {
  const db = postgres(database.appUrl, { max: 1, onnotice: () => {} });
  await db`select set_config('app.tenant_id', ${tenants[0]!}, false)`;
  const [row] = await db`select count(*) as n from billing.items`;
  await db.end();
  assert.equal(Number(row?.n), itemsEach);
});
