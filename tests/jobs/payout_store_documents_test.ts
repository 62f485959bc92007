import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openDatabase } from "../../db/pool.ts";
import type { NewTenant } from "../../domain/core/mod.ts";
import { listNotifications } from "../../domain/notify/mod.ts";
import {
  documentStore,
  keepDocument,
  type ObjectStore,
  openDocument,
  storeDocuments,
  storeDue,
} from "../../domain/payout/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import type { JobDeps } from "../../jobs/define.ts";
import { openQueue } from "../../jobs/enqueue.ts";
import { storeDocumentsJob } from "../../jobs/payout/store_documents.ts";
import { startWorker } from "../../jobs/worker.ts";
import { type MemoryStore, memoryStore } from "../support/memory_store.ts";
import { partnerInvoice } from "../support/partner_invoice.ts";
import {
  deccan,
  examplePayouts,
  house,
  type PayoutWorld,
  payoutWorld,
  rival,
  startOfTests,
} from "../support/payout_world.ts";
import { s3Server } from "../support/s3_server.ts";
import { until } from "./job_world.ts";

let world: PayoutWorld;
let store: MemoryStore;
Deno.test.beforeAll(async () => {
  world = await payoutWorld();
});
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  store = memoryStore();
  world.clock.set(startOfTests);
  await world.admin`update payout.documents set bytes = null, object_key = 'of an earlier test', stored_at = now()`;
  await world.admin`delete from ops.notifications`;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

let no = 0;
const pdfOf = (no: number) => new TextEncoder().encode(`%PDF-1.7 invoice ${no} ${"x".repeat(2_000)}`);
/** An invoice with its document in the row; its row id. */
const kept = (tenant: NewTenant = house, bytes = pdfOf(++no)) =>
  partnerInvoice(world, tenant, {
    no: ++no,
    with: (sql, invoiceRowId) => keepDocument(sql, { invoiceRowId, kind: "signed", fileName: `INV-${no}.pdf`, bytes }),
  });
const rowOf = async (invoiceId: string) => {
  const [row] = await world.admin`
    select bytes is null as moved, object_key as "key", store_attempts as attempts, store_error as error, keep_until as "keepUntil",
           extract(epoch from next_attempt_at - ${world.clock.now()})::int as "inSeconds"
    from payout.documents where invoice_id = ${invoiceId}`;
  return row!;
};
const later = (seconds: number) =>
  world.clock.set(new Date(world.clock.now().getTime() + seconds * 1000).toISOString());
const run = (tenant: NewTenant = house, these: ObjectStore = store) => storeDue(world.job(tenant), these);
const open = (invoiceId: string, tenant: NewTenant = house, these: ObjectStore = store) =>
  openDocument({ ...world.job(tenant), db: world.db }, these, invoiceId, "signed")
    .then(({ fileName, bytes }) => ({ fileName, bytes: Uint8Array.from(bytes) }));
const told = async (tenant: NewTenant = house) =>
  JSON.parse(await listNotifications({ ...world.job(tenant), db: world.db }, { limit: 50, open: "true" })).data
    .map(({ kind, severity, count }: Record<string, unknown>) => `${severity} ${kind} ${count}`);
/** A store with something changed. */
const but = (more: Partial<ObjectStore>): ObjectStore => ({ ...store, ...more });

test("a document is read from its row, then from the store under its key, and is the same; the rival finds neither", async () => {
  const bytes = pdfOf(0);
  const [ours, theirs] = [await kept(house, bytes), await kept(rival)];
  assert.deepEqual((await open(ours)).bytes, bytes);
  await assert.rejects(open(ours, rival), { code: "document_not_kept", status: 404 });
  assert.deepEqual(await run(), { stored: 1, failed: 0, nextInSeconds: null });
  const hash = createHash("sha256").update(bytes).digest("hex");
  const key = `${house.id}/partner-invoices/2026/${ours}/signed-${hash.slice(0, 16)}.pdf`;
  assert.deepEqual([...store.objects.keys()], [key]);
  const { moved, key: noted, keepUntil } = await rowOf(ours);
  assert.deepEqual({ moved, noted, keepUntil }, { moved: true, noted: key, keepUntil: "2035-03-31" });
  assert.deepEqual((await open(ours)).bytes, bytes);
  await assert.rejects(open(ours, rival), { code: "document_not_kept" });
  assert.equal((await rowOf(theirs)).moved, false, "the rival's waits for the rival's turn");
  await run(rival);
  assert.equal((await rowOf(theirs)).moved, true);
  assert.deepEqual(await run(), { stored: 0, failed: 0, nextInSeconds: null });
});

test("an invoice generated over HTTP wakes the job, and its PDF is the same from the store; the API reads it there", async () => {
  await world.importPayouts(examplePayouts(deccan.destinationId, "2026-09"));
  const path = `/api/partner/${deccan.destinationId}/invoice/generate`;
  const made = await world.api(`POST ${path}`, { as: deccan.email, body: { month: "2026-09" } });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(world.followed.at(-1), { name: storeDocuments, payload: { tenantId: house.id } });
  const pdf = `/api/partner/invoice/${made.body.invoiceId}/pdf?type=original`;
  const before = await world.raw(pdf, deccan.email);
  assert.equal(before.status, 200);
  assert.equal((await run(house, world.options.documents)).stored, 1);
  assert.deepEqual((await world.raw(pdf, deccan.email)).bytes, before.bytes);
});

test("two workers share the documents: each is put once", async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => kept(n % 4 === 0 ? rival : house)));
  const puts: string[] = [];
  const [both, bothCame] = [new Set<string>(), Promise.withResolvers<void>()];
  const worker = (name: string) =>
    but({
      async put(key, ...more) {
        puts.push(key);
        if (both.add(name).size === 2) bothCame.resolve();
        await bothCame.promise;
        return await store.put(key, ...more);
      },
    });
  const done = await Promise.all([run(house, worker("one")), run(house, worker("two"))]);
  done.push(...await Promise.all([run(rival), run(rival)]));
  assert.equal(done.reduce((sum, { stored }) => sum + stored, 0), 40);
  assert.ok(done[0]!.stored > 0 && done[1]!.stored > 0, "both had a share");
  assert.deepEqual([puts.length, new Set(puts).size, store.objects.size], [30, 30, 40]);
  for (const id of ids) assert.equal((await rowOf(id)).moved, true);
  assert.ok(puts.every((key) => key.startsWith(house.id)));
});

test("a worker killed after the put and before it is written down: the lease passes, another repeats it harmlessly", async () => {
  const folder = await Deno.makeTempDir();
  const ids = [await kept(), await kept(), await kept(rival)];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.resolve("./payout_store_process.ts")],
    ...{ stdin: "piped", stdout: "piped", stderr: "inherit" },
  }).spawn();
  const told = { workerUrl: world.database.workerUrl, folder, tenantId: house.id, now: startOfTests };
  await new Response(JSON.stringify(told)).body!.pipeTo(child.stdin);
  const reader = child.stdout.getReader();
  const line = new TextDecoder().decode((await reader.read()).value);
  assert.match(line, /put 2/);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const real = documentStore({ kind: "folder", folder });
  const { moved, key } = await rowOf(ids[0]!);
  assert.equal(moved, false, "the row still has its bytes");
  assert.equal((await real.get(key)).outcome, "done", "and the store has the object");
  assert.deepEqual(await run(house, real), { stored: 0, failed: 0, nextInSeconds: 900 });
  later(901);
  assert.deepEqual(await run(house, real), { stored: 2, failed: 0, nextInSeconds: null });
  assert.equal((await run(rival, real)).stored, 1);
  for (const [at, id] of ids.entries()) assert.ok((await open(id, at === 2 ? rival : house, real)).bytes.length > 0);
  await Deno.remove(folder, { recursive: true });
});

test("while the store is down documents wait in their rows, ever longer; the fifth failure is told, and the end of it", async () => {
  const id = await kept();
  const down = but({ put: () => Promise.resolve({ outcome: "retry", why: "it answered 503" }) });
  const pauses: number[] = [];
  for (let n = 1; n <= 10; n++) {
    const { failed, nextInSeconds } = await run(house, down);
    assert.equal(failed, 1);
    pauses.push(nextInSeconds!);
    assert.equal((await told()).length, n < 5 ? 0 : 1, `after ${n}`);
    assert.deepEqual(await run(house, down), { stored: 0, failed: 0, nextInSeconds }, "not before its time");
    later(nextInSeconds!);
  }
  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  assert.deepEqual(await told(), ["critical documents_not_stored 6"]);
  assert.deepEqual(await told(rival), []);
  assert.equal((await rowOf(id)).error, "it answered 503");
  assert.ok((await open(id)).bytes.length > 0, "it is read meanwhile");
  assert.equal((await run()).stored, 1);
  assert.deepEqual(await told(), []);
});

test("what the store refuses is told at once; what it took and gives back otherwise, or not at all, stays in its row", async () => {
  const id = await kept();
  const changed = () => Promise.resolve({ outcome: "done", bytes: pdfOf(99) } as const);
  for (
    const [troubled, error] of [
      [but({ put: () => Promise.resolve({ outcome: "refused", why: "403 AccessDenied" }) }), /403 AccessDenied/],
      [but({ get: changed }), /gives back other bytes/],
      [but({ get: () => Promise.resolve({ outcome: "missing" }) }), /does not have it/],
      [but({ get: () => Promise.resolve({ outcome: "retry", why: "cut off" }) }), /cut off/],
    ] as const
  ) {
    await world.admin`delete from ops.notifications`;
    assert.equal((await run(house, troubled)).failed, 1);
    const row = await rowOf(id);
    assert.equal(row.moved, false);
    assert.match(row.error, error);
    assert.equal((await told()).length, row.error === "cut off" ? 0 : 1);
    later(row.inSeconds + 1);
  }
  assert.equal((await run()).stored, 1);
});

test("a document that is not what was kept is handed to nobody, and somebody is told; a store that is down is no damage", async () => {
  const id = await kept();
  await run();
  const [key] = [...store.objects.keys()];
  const down = but({ get: () => Promise.resolve({ outcome: "retry", why: "it answered 503" }) });
  await assert.rejects(open(id, house, down), { code: "document_store_unavailable", status: 503 });
  assert.deepEqual(await told(), []);
  const whole = store.objects.get(key!)!;
  store.objects.set(key!, whole.map((byte, at) => at === 700 ? byte ^ 1 : byte));
  await assert.rejects(open(id), { code: "document_damaged", status: 409 });
  store.objects.delete(key!);
  await assert.rejects(open(id), { code: "document_damaged", status: 409 });
  assert.deepEqual(await told(), ["critical document_damaged 2"]);
  assert.deepEqual(await told(rival), []);
  store.objects.set(key!, whole);
  assert.deepEqual((await open(id)).bytes, whole);
});

test("the same document twice is one; another in its place is refused, and so are bytes that are not of their hash", async () => {
  const bytes = pdfOf(0);
  const id = await kept(house, bytes);
  const keep = (these: Uint8Array) =>
    partnerInvoice(world, house, {
      no: ++no,
      with: (sql) => keepDocument(sql, { invoiceRowId: id, kind: "signed", fileName: "again.pdf", bytes: these }),
    });
  await keep(bytes);
  await assert.rejects(keep(pdfOf(1)), { code: "document_already_kept", status: 409 });
  await run();
  await keep(bytes);
  assert.equal((await rowOf(id)).moved, true, "what is stored does not come back into the row");
  await assert.rejects(
    world.admin`update payout.documents set bytes = 'other' where invoice_id = ${id}`,
    /documents_bytes_are_of_the_hash/,
  );
});

test("the job: two workers, both companies, a store over its wire that stumbles, and nothing is put twice", async () => {
  const credentials = { region: "us-east-1", accessKey: "key", secretKey: "secret of a test" };
  const server = await s3Server({ bucket: "books", ...credentials });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const documents = documentStore({ kind: "s3", endpoint, bucket: "books", ...credentials, pauseMs: 1 });
  const queue = await openQueue({ db: world.db, jobs: [storeDocumentsJob], log: () => {} });
  const deps = { later: queue, documents } as unknown as JobDeps;
  const pools = [1, 2].map(() => openDatabase(world.database.workerUrl, { max: 4 }));
  const workers = await Promise.all(
    pools.map((db) =>
      startWorker({ db, jobs: [storeDocumentsJob], clock: systemClock, deps, log: () => {}, pollSeconds: 0.5 })
    ),
  );
  try {
    server.faults.push({ status: 500 }, "cut", { status: 503 });
    const ids = await Promise.all(Array.from({ length: 24 }, (_, n) => kept(n % 2 ? rival : house)));
    for (const { id } of [house, rival]) queue.nudge(storeDocuments, { tenantId: id });
    await until(async () => (await Promise.all(ids.map(rowOf))).every(({ moved }) => moved), 20_000);
    assert.equal(server.objects.size, 24);
    assert.equal(server.requests.filter((line) => /^PUT .* 200$/.test(line)).length, 24);
    const companies = () =>
      world.admin`select distinct tenant_id from ops.job_runs where job = ${storeDocuments} and outcome = 'done'`;
    await until(async () => (await companies()).length === 2);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(pools.map((db) => db.end({ timeout: 5 })));
    await queue.stop();
    await server.close();
  }
});
