import assert from "node:assert/strict";
import { type Database, openDatabase } from "../../../db/pool.ts";
import { withTenant } from "../../../db/tenant.ts";
import { putRegistration } from "../../../domain/einvoice/mod.ts";
import { makeIrp, type Registration } from "../../../domain/gateways/irp/mod.ts";
import { type SessionPlace, sessionStore } from "../../../domain/portals/mod.ts";
import { deriveKeys } from "../../../domain/shared/keys.ts";
import { credentialsOf, type EInvoiceWorld, einvoiceWorld, house, rival } from "../../support/einvoice_world.ts";

let world: EInvoiceWorld;
const pools: Database[] = [];
Deno.test.beforeAll(async () => void (world = await einvoiceWorld()));
Deno.test.afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end({ timeout: 5 })));
  await world.close();
});
Deno.test.beforeEach(async () => {
  await world.signOut();
  await world.admin`delete from ops.portal_sessions`;
  await world.admin`delete from ops.notifications`;
  world.clock.set("2026-11-20T10:00:00+05:30");
  world.calls.length = 0;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const signIns = () => world.calls.filter((call) => call.endsWith("/auth")).length;
const document = { type: "INV" as const, number: "NONE/1", date: "2026-11-20" };
type Tenant = typeof house;

async function placeOf(tenant: Tenant): Promise<SessionPlace> {
  const [row] = await world.admin`
    select id from einvoice.registrations where tenant_id = ${tenant.id} and is_active`;
  return { office: "irp", registrationId: row!.id, provider: "irp1" };
}

/** A worker with connections of its own, as another process has them. */
async function worker(tenant: Tenant = house, keys = world.keys) {
  const db = openDatabase(world.database.workerUrl, { max: 2 });
  pools.push(db);
  const tokens = sessionStore(world.context(tenant, { db }), keys, await placeOf(tenant));
  const irp = makeIrp({ ...world.site, tokens, now: () => world.clock.now() });
  return { tokens, irp, ask: (who: Registration = credentialsOf(tenant)) => irp.getByDocument(who, document) };
}
const rows = () => world.admin`select *, xmin from ops.portal_sessions order by tenant_id`;
const told = (outcome: { kind: string }) => "code" in outcome ? `${outcome.kind} ${outcome.code}` : outcome.kind;

test("R2.8 ten workers with an expired token sign in once, and again once when it ends", async () => {
  const workers = await Promise.all(Array.from({ length: 10 }, () => worker()));
  const asked = await Promise.all(workers.map(({ ask }) => ask()));
  assert.deepEqual(new Set(asked.map(told)), new Set(["refused 2154"]), "the portal answered the question of each");
  assert.equal(signIns(), 1);
  world.clock.set("2026-11-20T20:00:00+05:30");
  await Promise.all(workers.map(({ ask }) => ask()));
  assert.equal(signIns(), 2);
});

test("R2.7 a session outlives the process, and is sealed: neither token nor session key stands in the database", async () => {
  await (await worker()).ask();
  await (await worker()).ask();
  assert.equal(signIns(), 1);
  const [portal] = await world.admin`select auth_token, session_key from sandbox.irp_tokens`;
  const [row] = await rows();
  const stored = JSON.stringify(row);
  assert.ok(portal?.auth_token && row?.token_encrypted);
  for (const secret of [portal.auth_token, portal.session_key]) assert.ok(!stored.includes(secret));
});

test("R2.8 a token the portal no longer takes is dropped for all workers, and does not come back", async () => {
  const [one, two] = [await worker(), await worker()];
  await Promise.all([one.ask(), two.ask()]);
  await world.admin`delete from sandbox.irp_tokens`;
  assert.equal(told(await one.ask()), "refused 2154", "renewed and repeated once");
  const [renewed] = await rows();
  assert.equal(told(await two.ask()), "refused 2154", "its copy is refused, and the new one serves");
  assert.equal(signIns(), 2, "the second worker found the session of the first");
  assert.deepEqual((await rows())[0]?.token_hash, renewed?.token_hash, "the successor was not dropped");
});

test("a session serves nobody who signs in with other secrets, nor another company of the same registration", async () => {
  await (await worker()).ask();
  assert.equal(told(await (await worker()).ask({ ...credentialsOf(house), password: "another" })), "refused 1019");
  const [own] = await rows();
  const other = sessionStore(world.context(rival), world.keys, await placeOf(house));
  const key = [world.site.baseUrl, "x", "y"].join(" ");
  assert.equal(await other.read(key), null);
  await world.admin`update ops.portal_sessions set tenant_id = ${rival.id} where id = ${own!.id}`;
  assert.equal(told(await (await worker()).ask()), "refused 2154");
});

test("a box moved to another row is no session: the next call signs in", async () => {
  await (await worker()).ask();
  await (await worker(rival)).ask();
  const before = signIns();
  const [a, b] = await rows();
  await world.admin`update ops.portal_sessions set token_encrypted = ${b!.token_encrypted} where id = ${a!.id}`;
  await world.admin`update ops.portal_sessions set token_encrypted = ${a!.token_encrypted} where id = ${b!.id}`;
  await (await worker()).ask();
  await (await worker(rival)).ask();
  assert.equal(signIns(), before + 2);
  const strange = await worker(house, await deriveKeys("another secret of the installation, long"));
  await strange.ask();
  assert.equal(signIns(), before + 3, "a secret that is gone costs a sign-in");
});

test("R14.10 wrong credentials stop after one sign-in over all workers, its owner is told once, and new ones go at once", async () => {
  const wrong = { ...credentialsOf(house), password: "wrong" };
  const workers = await Promise.all(Array.from({ length: 5 }, () => worker()));
  for (const { ask } of workers) assert.equal(told(await ask(wrong)), "refused 1019");
  await Promise.all(workers.map(({ ask }) => ask(wrong)));
  assert.equal(signIns(), 1);
  const notes = () =>
    world.admin`select kind, severity, count, subject, body, facts, resolved_at from ops.notifications`;
  const [note] = await notes();
  assert.equal(note?.severity, "critical");
  assert.match(note?.subject, /invoice registration portal refuses the sign-in of 27AABCS1429B1ZU/);
  assert.ok(!JSON.stringify(note).includes("wrong"));
  world.clock.set("2026-11-20T10:10:01+05:30");
  for (const { ask } of workers) await ask(wrong);
  assert.equal(signIns(), 2, "tried again when the pause is over");
  world.clock.set("2026-11-20T11:10:00+05:30");
  for (const { ask } of workers) await ask(wrong);
  assert.equal(signIns(), 2, "and the next pause is longer");
  assert.equal((await notes())[0]?.count, 2);
  assert.equal((await notes())[0]?.facts.gstin, "27AABCS1429B1ZU");
  assert.equal(told(await workers[0]!.ask()), "refused 2154", "the right password is another key");
  assert.equal(signIns(), 3);
  assert.ok((await notes())[0]?.resolved_at);
});

test("R14.10 what was told of credentials the portal refused is settled by those put in their place", async () => {
  const before = await worker();
  await before.ask({ ...credentialsOf(house), password: "wrong" });
  const open = () => world.admin`select kind from ops.notifications where resolved_at is null`;
  assert.equal((await open()).length, 1);
  await putRegistration(world.context(house, { db: world.db }), world.keys, credentialsOf(house));
  await (await worker(rival)).ask();
  assert.equal((await open()).length, 1, "the rival's sign-in settles nothing of it");
  const after = await worker();
  assert.equal(told(await after.ask()), "refused 2154");
  assert.equal((await open()).length, 0);
});

test("a worker that dies while signing in holds the others up for its lease and no longer", async () => {
  const { tokens, ask } = await worker();
  await ask();
  await world.admin`
    update ops.portal_sessions set token_encrypted = null, token_hash = null, expires_at = null, refresh_at = null,
      lease_holder = core.uuid_v7(), lease_until = clock_timestamp() + interval '1 second'`;
  const started = performance.now();
  await (await worker()).ask();
  assert.ok(performance.now() - started >= 900);
  assert.equal(signIns(), 2);
  // The dead one comes back with an older token: its turn is over.
  const [row] = await rows();
  await withTenant(
    world.context(house),
    ({ sql }) => sql`select ops.keep_portal_session(${row!.id}, core.uuid_v7(), 'b1.x.y', '\\x00', now(), now())`,
  );
  assert.deepEqual((await rows())[0]?.token_encrypted, row?.token_encrypted);
  assert.ok(tokens);
});
