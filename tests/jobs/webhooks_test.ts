import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import {
  createWebhook,
  deliverDue,
  eventTypes,
  listDeliveries,
  listNotifications,
  listWebhooks,
  notifyBy,
  rotateSecret,
} from "../../domain/notify/mod.ts";
import { expireBills } from "../../domain/ewaybill/mod.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { type EInvoiceWorld, einvoiceWorld, house, rival } from "../support/einvoice_world.ts";

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => void (world = await einvoiceWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  await world.admin`delete from ops.webhooks`;
  await world.admin`delete from ops.notifications`;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

type Tenant = typeof house;
const deps = () => notifyBy({ webhooksLocal: true }, world.keys);
const deliver = (tenant: Tenant = house) => deliverDue(world.context(tenant), deps());

interface Got {
  headers: Record<string, string>;
  // deno-lint-ignore no-explicit-any -- a test says what it expects of a body
  body: any;
  text: string;
}

/** An address that notes what reaches it and answers what `status` says. */
async function inbox() {
  const got: Got[] = [];
  const box = { got, status: 204, url: "", close: () => server.close() };
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part) => text += part).on("end", () => {
      got.push({ headers: request.headers as Record<string, string>, body: JSON.parse(text), text });
      response.writeHead(box.status).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  box.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return box;
}

/** Whether a delivery carries this secret's signature. The library's own check asks the clock of the wall; the test's stands still. */
function verifies(secret: string, { text, headers }: Got): boolean {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  const signed = new Webhook(secret).sign(headers["webhook-id"]!, at, text);
  return headers["webhook-signature"]!.split(" ").includes(signed);
}

async function hook(url: string, events: (typeof eventTypes)[number][] = [], tenant: Tenant = house) {
  const context = world.context(tenant, { db: world.db });
  world.later(1);
  const { json } = await createWebhook(context, { keys: world.keys, local: true }, { url, events }, null);
  return JSON.parse(json) as { id: string; secret: string };
}
const raise = (type: string, data: Record<string, unknown>, tenant: Tenant = house, key?: string) =>
  withTenant(
    world.context(tenant),
    ({ sql }) => callOne(sql, "ops.raise_event", { p_type: type, p_data: data, p_key: key }),
  );
const standing = async (tenant: Tenant = house) =>
  JSON.parse(await listWebhooks(world.context(tenant, { db: world.db }), { limit: 50 })).data;

test("an e-invoice that is registered, refused or cancelled is told to the webhooks of its company that want it", async () => {
  const [all, some, others] = [await inbox(), await inbox(), await inbox()];
  const { secret } = await hook(all.url);
  await hook(some.url, ["e_invoice.cancelled"]);
  await hook(others.url, [], rival);
  const posted = await world.post();
  await world.run();
  const { irn } = await world.standing(posted.id);
  await deliver();
  await deliver(rival);
  assert.deepEqual([all.got.length, some.got.length, others.got.length], [1, 0, 0]);
  const [{ body }] = all.got as [Got];
  assert.ok(verifies(secret, all.got[0]!));
  assert.equal(body.type, "e_invoice.generated");
  assert.match(body.timestamp, /^2026-11-2\dT.*Z$/);
  assert.deepEqual([body.data.voucherId, body.data.irn, body.data.number, body.data.status], [
    posted.id,
    irn,
    posted.number,
    "generated",
  ]);
  for (const box of [all, some, others]) box.close();
});

test("a document the portal refuses, and one that is cancelled, are told as what they became", async () => {
  const box = await inbox();
  await hook(box.url, ["e_invoice.failed", "e_invoice.cancelled", "notification.raised"]);
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  await world.post();
  await world.run();
  await world.admin`update einvoice.registrations set is_active = true where tenant_id = ${house.id}`;
  await deliver();
  const told = box.got.map(({ body }) => [body.type, body.data.error?.code ?? body.data.kind]).sort();
  assert.deepEqual(told, [["e_invoice.failed", "registration_missing"], ["notification.raised", "e_invoice_failed"]]);
  const posted = await world.post();
  await world.run();
  await withTenant(
    world.context(house),
    ({ sql }) => sql`update einvoice.e_invoices set status = 'cancelled' where voucher_id = ${posted.id}`,
  );
  await deliver();
  assert.deepEqual([box.got.at(-1)?.body.type, box.got.at(-1)?.body.data.voucherId], [
    "e_invoice.cancelled",
    posted.id,
  ]);
  box.close();
});

test("an e-way bill that ends within eight hours is told once, and again when a new end comes near; its end too", async () => {
  const box = await inbox();
  await hook(box.url);
  const { id } = await world.post();
  const at = (hours: number) => new Date(world.clock.now().getTime() + hours * 3_600_000).toISOString();
  const bills = await world.admin`
    insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, ewb_number, generated_at, valid_until)
    values (${house.id}, ${id}, '27AABCS1429B1ZU', 'active', '181012345678', ${at(-1)}, ${at(9)}) returning id`;
  const watch = async () => {
    await expireBills(world.context(house));
    await deliver();
    return box.got.splice(0).map(({ body }) => body.type).filter((type) => type !== "notification.raised");
  };
  assert.deepEqual(await watch(), []);
  world.later(2 * 3600);
  assert.deepEqual(await watch(), ["e_way_bill.expiring"]);
  world.later(3600);
  assert.deepEqual(await watch(), [], "told already");
  await withTenant(
    world.context(house),
    ({ sql }) => sql`update ewaybill.e_way_bills set valid_until = ${at(7)} where id = ${bills[0]!.id}`,
  );
  assert.deepEqual((await watch()).sort(), ["e_way_bill.expiring", "e_way_bill.extended"]);
  world.later(7 * 3600 + 60);
  assert.deepEqual(await watch(), ["e_way_bill.expired"]);
  box.close();
});

test("ten postings cost no delivery work where nobody listens", async () => {
  await world.post();
  await world.run();
  const [row] = await world.admin`select count(*)::int as n from ops.webhook_deliveries`;
  assert.equal(row?.n, 0);
});

test("a delivery that fails is repeated under the same id over three days, then given up, and the address switched off", async () => {
  const box = await inbox();
  await hook(box.url);
  box.status = 500;
  await raise("e_way_bill.expiring", { ewbNumber: "1" });
  const began = world.clock.now().getTime();
  const at: number[] = [];
  for (let minutes = 0; minutes <= 5 * 24 * 60; minutes += 5) {
    world.clock.set(new Date(began + minutes * 60_000).toISOString());
    const before = box.got.length;
    await deliver();
    if (box.got.length > before) at.push(minutes);
  }
  assert.equal(new Set(box.got.map(({ headers }) => headers["webhook-id"])).size, 1);
  assert.ok(at.length >= 9 && at.length <= 10, `${at}`);
  assert.ok(at.at(-1)! >= 3 * 24 * 60 - 300, "for about three days");
  const [told] = await standing();
  assert.deepEqual([told.status, told.pending], ["off", 0]);
  assert.match(told.switchedOffWhy, /failed for three days: it answered 500/);
  const notes = await listNotifications(world.context(house, { db: world.db }), { limit: 9, open: "true" });
  assert.match(notes, /was switched off/);
  assert.deepEqual(
    JSON.parse(await listNotifications(world.context(rival, { db: world.db }), { limit: 9, open: "true" })).data,
    [],
  );
  const count = box.got.length;
  await raise("e_way_bill.expiring", { ewbNumber: "2" });
  await deliver();
  assert.equal(box.got.length, count, "nothing is sent there any more");
  box.close();
  world.clock.set(new Date(began).toISOString());
});

test("an address that fails gets one delivery at a time, and all that waited when it is well again", async () => {
  const box = await inbox();
  await hook(box.url);
  box.status = 503;
  const began = world.clock.now().getTime();
  await raise("e_way_bill.expired", { n: 0 });
  await deliver();
  for (let n = 1; n <= 60; n++) await raise("e_way_bill.expired", { n });
  await deliver();
  assert.equal(box.got.length, 1, "within its pause it is left alone");
  world.clock.set(new Date(began + 6_000).toISOString());
  await deliver();
  assert.equal(box.got.length, 2, "one is sent to see how it does");
  box.status = 200;
  world.clock.set(new Date(began + 700_000).toISOString());
  await deliver();
  assert.equal(new Set(box.got.map(({ headers }) => headers["webhook-id"])).size, 61);
  const [told] = await standing();
  assert.deepEqual([told.status, told.pending, told.lastStatus], ["on", 0, 200]);
  box.close();
  world.clock.set(new Date(began).toISOString());
});

test("two workers deliver each event once, and one that died is followed by another", async () => {
  const box = await inbox();
  const { id } = await hook(box.url);
  for (let n = 0; n < 50; n++) await raise("e_way_bill.generated", { n });
  await Promise.all([deliver(), deliver(), deliver()]);
  assert.equal(box.got.length, 50);
  assert.equal(new Set(box.got.map(({ body }) => body.data.n)).size, 50);
  await raise("e_way_bill.generated", { n: 50 });
  await withTenant(
    world.context(house),
    ({ sql }) => sql`select * from ops.claim_deliveries(20, interval '60 seconds')`,
  );
  await deliver();
  assert.equal(box.got.length, 50, "claimed by one that died");
  world.later(61);
  await deliver();
  assert.equal(box.got.length, 51);
  const page = JSON.parse(await listDeliveries(world.context(house), id, { limit: 200 }));
  assert.equal(page.data.filter(({ status }: { status: string }) => status === "delivered").length, 51);
  box.close();
});

test("while a secret is changed either verifies, and a day later the old one does not", async () => {
  const box = await inbox();
  const { id, secret: old } = await hook(box.url);
  const { secret, oldSecretUntil } = JSON.parse(
    await rotateSecret(world.context(house, { db: world.db }), world.keys, id),
  );
  assert.ok(oldSecretUntil);
  await raise("e_invoice.failed", {});
  await deliver();
  assert.deepEqual([verifies(old, box.got[0]!), verifies(secret, box.got[0]!)], [true, true]);
  world.later(24 * 3600 + 1);
  await raise("e_invoice.failed", {});
  await deliver();
  assert.deepEqual([verifies(old, box.got[1]!), verifies(secret, box.got[1]!)], [false, true]);
  box.close();
});

test("410 switches a webhook off at once; an event with a key is sent once; a lost key is told, not crashed on", async () => {
  const [gone, box] = [await inbox(), await inbox()];
  gone.status = 410;
  await hook(gone.url);
  await hook(box.url);
  await raise("e_way_bill.expiring", {}, house, "181012345678");
  await raise("e_way_bill.expiring", {}, house, "181012345678");
  await deliver();
  await deliver();
  const said = box.got.map(({ body }) => body.type);
  assert.deepEqual(said, ["e_way_bill.expiring", "notification.raised"]);
  assert.deepEqual((await standing()).map(({ status }: { status: string }) => status), ["off", "on"]);
  await raise("e_way_bill.expired", {});
  const strange = notifyBy({ webhooksLocal: true }, await deriveKeys("a secret that sealed none of these boxes"));
  await deliverDue(world.context(house), strange);
  assert.match((await standing())[1].lastError, /rotate-secret/);
  for (const one of [gone, box]) one.close();
});
