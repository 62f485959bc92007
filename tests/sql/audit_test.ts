import assert from "node:assert/strict";
import postgres from "postgres";
import { openDatabase } from "../../db/pool.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { freshDatabase } from "../support/database.ts";
import { type Company, makeCompany } from "../support/people.ts";
import { acting, addItem } from "../support/tenants.ts";

const database = await freshDatabase();
const app = openDatabase(database.appUrl, { max: 4 });
const worker = openDatabase(database.workerUrl, { max: 4 });
const admin = postgres(database.adminUrl, { max: 2, onnotice: () => {} });
const house = await makeCompany(database, "house");
const rival = await makeCompany(database, "rival");

Deno.test.afterAll(async () => {
  await Promise.all([app.end(), worker.end(), admin.end()]);
  await database.drop();
});

const events = (entityId: string) =>
  admin`select * from audit.events where entity_id = ${entityId} order by recorded_in, id`;
const seal = (of: Company) =>
  acting(worker, of.tenantId)(async ({ sql }) => (await sql`select audit.seal_events() as sealed`)[0]?.sealed);
const verify = (of: Company, known: object | null = null) =>
  acting(app, of.tenantId)(async ({ sql }) => {
    const [row] = await sql`select audit.verify(${known ? sql.json(known as never) : null}::jsonb) as found`;
    return row?.found;
  });

Deno.test("every mutation is recorded with who, when, what, before and after", async () => {
  const userId = house.people["owner@house.test"] ?? "";
  const clock = fixedClock("2026-11-20T10:00:00Z");
  const act = acting(app, house.tenantId, { userId, clock, ip: "10.0.0.7" });
  const id = await act((tx) => addItem(tx, "Laptop"));
  await act(({ sql }) => sql`update billing.items set gst_rate = 5, updated_at = now() where id = ${id}`);
  await act(({ sql }) => sql`update billing.items set gst_rate = 5, updated_at = now() where id = ${id}`);
  await admin`delete from billing.items where id = ${id}`;

  const [insert, update, gone, ...more] = await events(id);
  assert.deepEqual(more, [], "an update that changes nothing leaves no event");
  assert.equal(insert?.action, "insert");
  assert.equal(insert?.entity, "billing.items");
  assert.equal(insert?.actor_id, userId);
  assert.equal(insert?.actor_kind, "user");
  assert.equal(insert?.request_id, "test");
  assert.equal(insert?.ip, "10.0.0.7");
  assert.equal(insert?.occurred_at.toISOString(), "2026-11-20T10:00:00.000Z");
  assert.equal(insert?.before, null);
  assert.equal(insert?.after.name, "Laptop");
  assert.equal("rate" in insert?.after, false, "what is null is not noted");
  assert.deepEqual([update?.before, update?.after], [{ gst_rate: 18 }, { gst_rate: 5 }]);
  assert.equal(gone?.action, "delete");
  assert.equal(gone?.before.name, "Laptop");
  assert.equal(gone?.actor_kind, "database", "SQL outside any request is recorded too");
  assert.equal(gone?.database_role, "postgres");
});

Deno.test("one statement over a thousand rows leaves a thousand events, and a changed key two", async () => {
  const act = acting(app, house.tenantId);
  await act(({ sql, tenantId }) =>
    sql`insert into billing.items (tenant_id, name, hsn, unit, gst_rate)
        select ${tenantId}, 'many ' || n, '847130', 'NOS', 18 from generate_series(1, 1000) as n`
  );
  await act(({ sql }) => sql`update billing.items set gst_rate = 5 where name like 'many %'`);
  const [counted] = await admin`select count(*) filter (where action = 'insert') as made,
    count(*) filter (where action = 'update' and before = '{"gst_rate": 18}' and after = '{"gst_rate": 5}') as changed
    from audit.events e where entity = 'billing.items' and tenant_id = ${house.tenantId}
      and exists (select from billing.items i where i.id = e.entity_id and i.name like 'many %')`;
  assert.deepEqual(counted, { made: "1000", changed: "1000" });

  const id = await act((tx) => addItem(tx, "rekeyed"));
  const [row] = await admin`update billing.items set id = gen_random_uuid() where id = ${id} returning id`;
  const [, before] = await events(id);
  const [after] = await events(row?.id);
  assert.equal(before?.before.name, "rekeyed");
  assert.equal(after?.after.name, "rekeyed");
});

Deno.test("a secret never enters the trail, but that it changed does", async () => {
  const act = acting(app, house.tenantId);
  const [key] = await act(({ sql, tenantId }) =>
    sql`insert into core.api_keys (tenant_id, name, key_hash, scopes, created_by)
        select ${tenantId}, 'till', sha256('secret'), array['vouchers:write'], id from core.users limit 1 returning id`
  );
  await act(({ sql }) => sql`update core.api_keys set key_hash = sha256('another') where id = ${key?.id}`);
  await act(({ sql }) => sql`update core.api_keys set last_used_at = now() where id = ${key?.id}`);
  const [insert, update, ...more] = await events(key?.id);
  assert.equal(insert?.after.key_hash, "•");
  assert.deepEqual([update?.before, update?.after], [{ key_hash: "•" }, { key_hash: "•" }]);
  assert.equal(more.length, 0, "the use of a key is not a change of it");
  const [told] = await admin`select count(*) from audit.events where after::text like '%2bb80d53%'`;
  assert.equal(told?.count, "0");
});

Deno.test("nobody changes or removes what was recorded: app, worker, reader, migrator, owner, a superuser's slip", async () => {
  const roles = { app: database.appUrl, worker: database.workerUrl, reader: database.readerUrl };
  const refused = { code: "42501" };
  for (const table of ["audit.events", "audit.seals", "audit.security_events"]) {
    const attempts = [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`, `truncate ${table}`];
    for (const url of Object.values(roles)) {
      const sql = openDatabase(url, { max: 1 });
      for (const attempt of attempts) {
        await assert.rejects(acting(sql, house.tenantId)((tx) => tx.sql.unsafe(attempt)), refused);
      }
      await assert.rejects(sql`set session_replication_role = replica`, refused);
      await assert.rejects(sql.unsafe(`alter table ${table} disable trigger all`), refused);
      await sql.end();
    }
    for (const attempt of attempts) {
      await assert.rejects(admin.unsafe(attempt), refused);
      const asOwner = admin.begin(async (tx) => {
        await tx`set local role pakka_owner`;
        await tx.unsafe(attempt);
      });
      await assert.rejects(asOwner, refused);
    }
  }
});

Deno.test("a tenant reads its own trail only", async () => {
  await acting(app, rival.tenantId)((tx) => addItem(tx, "theirs"));
  const seen = await acting(app, house.tenantId)(({ sql }) => sql`select distinct tenant_id from audit.events`);
  assert.deepEqual(seen.map((row) => row.tenant_id), [house.tenantId]);
  assert.equal((await app`select 1 from audit.events`).length, 0, "and outside any tenant, nothing");
});

Deno.test("R15.10 a reach into another company is recorded, an unknown id and an own one are not", async () => {
  const theirs = await acting(app, rival.tenantId)((tx) => addItem(tx, "crossed"));
  const own = await acting(app, house.tenantId)((tx) => addItem(tx, "own"));
  const userId = house.people["owner@house.test"] ?? "";
  const reach = (id: string) =>
    acting(app, house.tenantId, { userId, ip: "10.0.0.9" })(async ({ sql }) => {
      const [row] = await sql`select audit.record_crossing('billing.items', ${id}) as crossed,
        current_setting('app.crossing_check', true) as left_open`;
      assert.notEqual(row?.left_open, "on");
      return row?.crossed;
    });
  assert.deepEqual([await reach(theirs), await reach(own), await reach(crypto.randomUUID())], [true, false, false]);
  const [crossing, ...more] = await admin`select * from audit.security_events`;
  assert.equal(more.length, 0);
  assert.deepEqual(
    [crossing?.kind, crossing?.tenant_id, crossing?.entity, crossing?.entity_id, crossing?.actor_id, crossing?.ip],
    ["tenant_crossing", house.tenantId, "billing.items", theirs, userId, "10.0.0.9"],
  );
  const opened = await acting(app, house.tenantId)(async ({ sql }) => {
    await sql`select set_config('app.crossing_check', 'on', true)`;
    return await sql`select 1 from audit.events where tenant_id <> ${house.tenantId}`;
  });
  assert.equal(opened.length, 0, "the app cannot open the look across tenants itself");
});

Deno.test("events of a transaction that is still running are not passed over by a seal", async () => {
  const other = await makeCompany(database, "slow");
  const before = await acting(app, other.tenantId)((tx) => addItem(tx, "before"));
  let late = "";
  await acting(app, other.tenantId)(async (tx) => {
    late = await addItem(tx, "late");
    await acting(app, other.tenantId)((quick) => addItem(quick, "quick"));
    await seal(other);
  });
  assert.equal((await verify(other)).valid, true);
  await seal(other);
  const found = await verify(other);
  assert.equal(found.valid, true, JSON.stringify(found.problems));
  assert.equal(found.unsealed, 1, "the seal's own event waits for the next seal");
  const [covered] = await admin`select count(*) from audit.events e join audit.seals s
    on s.tenant_id = e.tenant_id and e.recorded_in >= s.from_xid and e.recorded_in < s.until_xid
    where e.entity_id in (${before}, ${late})`;
  assert.equal(covered?.count, "2");
});

Deno.test("sealing at the same time makes one chain, and sealing nothing makes none", async () => {
  const other = await makeCompany(database, "busy");
  for (let round = 0; round < 5; round++) {
    await acting(app, other.tenantId)((tx) => addItem(tx, `round ${round}`));
    await Promise.all([seal(other), seal(other), seal(other)]);
  }
  const found = await verify(other);
  assert.equal(found.valid, true, JSON.stringify(found.problems));
  assert.equal(await seal(other), null);
  assert.equal(found.checked, found.sealed + found.unsealed);
  const seals = await admin`select seal_no from audit.seals where tenant_id = ${other.tenantId} order by seal_no`;
  assert.deepEqual(seals.map((row) => Number(row.seal_no)), seals.map((_, i) => i + 1));
});

Deno.test("a head noted down outside proves the end of the chain", async () => {
  const other = await makeCompany(database, "noted");
  await acting(app, other.tenantId)((tx) => addItem(tx, "one"));
  const head = await seal(other);
  assert.equal((await verify(other, { sealNo: head.sealNo, hash: head.head })).valid, true);
  await tampering(async (tx) => {
    await tx`delete from audit.seals where tenant_id = ${other.tenantId}`;
    await tx`delete from audit.events where tenant_id = ${other.tenantId}`;
  });
  assert.equal((await verify(other)).valid, true, "nothing inside the database can show this");
  const found = await verify(other, { sealNo: head.sealNo, hash: head.head });
  assert.deepEqual(found.problems.map((p: { kind: string }) => p.kind), ["known_head_not_found"]);
});

Deno.test("two hundred tampers by a superuser are all found", async () => {
  const other = await makeCompany(database, "victim");
  for (let n = 0; n < 12; n++) {
    await acting(app, other.tenantId)(async (tx) => {
      const id = await addItem(tx, `item ${n}`);
      await tx.sql`update billing.items set gst_rate = ${n} where id = ${id}`;
    });
    if (n % 2 === 1) await seal(other);
  }
  const whole = await verify(other);
  assert.equal(whole.valid, true, JSON.stringify(whole.problems));

  const tampers = Object.entries(tampersOf(other.tenantId));
  for (let round = 0; round < 200; round++) {
    const [name, tamper] = tampers[round % tampers.length] ?? assert.fail();
    const found = await undone(tamper, other);
    assert.equal(found.valid, false, `${name}, round ${round}`);
  }
  assert.deepEqual(await verify(other), whole, "and each was undone again");
});

type Tx = postgres.TransactionSql;
type Tamper = (tx: Tx) => Promise<unknown>;

/** What somebody with all rights might do to the sealed part, each time to other rows. */
function tampersOf(tenantId: string): Record<string, Tamper> {
  const sealed = (tx: Tx) =>
    tx`tenant_id = ${tenantId} and recorded_in < (select max(until_xid) from audit.seals where tenant_id = ${tenantId})`;
  const event = (tx: Tx) => tx`(select id from audit.events where ${sealed(tx)} order by random() limit 1)`;
  const anySeal = (tx: Tx) => tx`(select id from audit.seals where tenant_id = ${tenantId} order by random() limit 1)`;
  return {
    "edit what became": (tx) =>
      tx`update audit.events set after = after || '{"x": 1}' where id = ${event(tx)}
      and after is not null`,
    "edit who": (tx) => tx`update audit.events set actor_id = gen_random_uuid() where id = ${event(tx)}`,
    "edit when": (tx) =>
      tx`update audit.events set occurred_at = occurred_at - interval '1 microsecond' where id = ${event(tx)}`,
    "delete": (tx) => tx`delete from audit.events where id = ${event(tx)}`,
    "swap two": (tx) =>
      tx`with pair as (select id, occurred_at as at, row_number() over () as n from audit.events
                       where id in (select id from audit.events where ${sealed(tx)} order by random() limit 2))
         update audit.events e set occurred_at = other.at from pair own, pair other
         where e.id = own.id and own.n <> other.n and e.tenant_id = ${tenantId}`,
    "slip one in": (tx) =>
      tx`insert into audit.events (tenant_id, recorded_in, actor_kind, action, entity, entity_id, after)
         select tenant_id, recorded_in, 'user', 'insert', 'billing.items', gen_random_uuid(), '{"name": "never was"}'
         from audit.events where id = ${event(tx)}`,
    "move out of its seal": (tx) =>
      tx`update audit.events set recorded_in = pg_current_xact_id() where id = ${event(tx)}`,
    "edit a seal": (tx) =>
      tx`update audit.seals set sealed_at = sealed_at - interval '1 second' where id = ${anySeal(tx)}`,
    "edit a seal and its hash": (tx) =>
      tx`update audit.seals set events_hash = sha256('x'), hash = sha256('y') where id = ${anySeal(tx)}`,
    "delete a seal": (tx) => tx`delete from audit.seals where id = ${anySeal(tx)}`,
    "cut the chain off": (tx) =>
      tx`delete from audit.seals where tenant_id = ${tenantId} and seal_no > (random() * 5)::int`,
  };
}

/** Switches the guards off as only a superuser can, tampers, and puts everything back. */
async function tampering(tamper: Tamper): Promise<void> {
  await admin.begin(async (tx) => {
    await guardsOff(tx);
    await tamper(tx);
    await guardsOn(tx);
  });
}

async function undone(tamper: Tamper, of: Company) {
  const undo = new Error("undo");
  // deno-lint-ignore no-explicit-any -- the answer of audit.verify
  let found: any;
  await admin.begin(async (tx) => {
    await guardsOff(tx);
    await tamper(tx);
    await tx`select core.enter(${tx.json({ tenantId: of.tenantId })})`;
    [found] = await tx`select (audit.verify() ->> 'valid')::boolean as valid`;
    throw undo;
  }).catch((error) => {
    if (error !== undo) throw error;
  });
  return found;
}

async function guardsOff(tx: Tx): Promise<void> {
  for (const table of ["events", "seals"]) await tx.unsafe(`alter table audit.${table} disable trigger user`);
}

async function guardsOn(tx: Tx): Promise<void> {
  for (const trigger of ["events", "seals"]) {
    await tx.unsafe(`alter table audit.${trigger} enable always trigger append_only`);
  }
  await tx.unsafe("alter table audit.seals enable always trigger audit_insert");
}
