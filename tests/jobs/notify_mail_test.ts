import assert from "node:assert/strict";
import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { listNotifications, mailDue, notifyBy, resolveNotification } from "../../domain/notify/mod.ts";
import { type EInvoiceWorld, einvoiceWorld, house, invoice, rival } from "../support/einvoice_world.ts";
import { mailServer } from "../support/mail_server.ts";

let world: EInvoiceWorld;
let server: Awaited<ReturnType<typeof mailServer>>;
Deno.test.beforeAll(async () => {
  [world, server] = [await einvoiceWorld(), await mailServer()];
});
Deno.test.afterAll(async () => {
  await server.close();
  await world.close();
});
Deno.test.beforeEach(async () => {
  await world.admin`delete from ops.notifications`;
  await world.admin`delete from ops.installation_notifications`;
  server.mails.length = 0;
  server.refuse(null);
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

type Tenant = typeof house;
const operators = ["ops@installation.test"];
const deps = () =>
  notifyBy(
    { smtpUrl: server.url, mailFrom: "pakka@books.test", operators, publicUrl: "https://books.test/" },
    world.keys,
  );
const send = (tenant: Tenant = house) => mailDue(world.context(tenant), deps());
const raise = (key: string, severity = "critical", tenant: Tenant = house) =>
  withTenant(world.context(tenant), ({ sql }) =>
    callOne(sql, "ops.notify", {
      p_kind: "portal_down",
      p_key: key,
      p_severity: severity,
      p_subject: `The portal ${key} is down`,
      p_body: "Nothing goes out.",
    }));
const listed = async (tenant: Tenant = house, open: "true" | "false" = "true") =>
  JSON.parse(await listNotifications(world.context(tenant, { db: world.db }), { limit: 50, open })).data;

test("R14.10 a document the portal refuses is mailed to the owners of its company, once however many there are", async () => {
  const wrong = invoice({ party: { ...invoice().party as object, gstin: "29AAGCB7383J1Z4", pincode: "560001" } });
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  for (let n = 0; n < 3; n++) {
    await world.post(wrong);
    await world.run();
    world.later(60);
  }
  await send(rival);
  assert.equal(server.mails.length, 0, "the rival hears nothing of it");
  await send();
  assert.equal(server.mails.length, 1);
  const [mail] = server.mails;
  assert.deepEqual(mail?.recipients, ["owner@house.test"]);
  assert.equal(mail?.subject, "[Pakka] critical: E-invoices are not registered: error registration_missing");
  assert.match(mail?.text ?? "", /27AABCS1429B1ZU has no registration at the portal/);
  assert.match(mail?.text ?? "", /https:\/\/books\.test\/ops/);
  const [note] = await listed();
  assert.deepEqual([note.kind, note.key, note.count, note.severity], [
    "e_invoice_failed",
    "registration_missing",
    3,
    "critical",
  ]);
  await send();
  assert.equal(server.mails.length, 1, "told once");
  assert.deepEqual(await listed(rival), []);
  await world.admin`update einvoice.registrations set is_active = true where tenant_id = ${house.id}`;
});

test("R14.10 what happens again while it is open only counts, and is mailed again a day later", async () => {
  for (let n = 0; n < 100; n++) await raise("irp1");
  await send();
  await raise("irp1");
  await send();
  assert.equal(server.mails.length, 1);
  assert.match(server.mails[0]?.text ?? "", /\(100 times\)/);
  world.later(24 * 3600 + 1);
  await send();
  assert.equal(server.mails.length, 1, "a day alone is no news");
  await raise("irp1");
  await send();
  assert.equal(server.mails.length, 2);
  assert.equal((await listed())[0].count, 102);
});

test("R14.10 settled is settled, by whoever said so; if it happens again it is news", async () => {
  await raise("irp1");
  const [{ id }] = await listed();
  const owner = await withTenant(
    world.context(house),
    ({ sql }) =>
      sql<{ id: string }[]>`select id from core.users where tenant_id = ${house.id} and email = 'owner@house.test'`,
  );
  const asOwner = world.context(house, {
    db: world.db,
    actor: { ...world.context(house).actor, kind: "user", userId: owner[0]!.id },
  });
  const settled = JSON.parse(await resolveNotification(asOwner, id));
  assert.equal(settled.resolvedBy, owner[0]!.id);
  assert.ok(settled.resolvedAt);
  await assert.rejects(resolveNotification(world.context(rival, { db: world.db }), id), { code: "not_found" });
  await send();
  assert.equal(server.mails.length, 0, "nothing is mailed of what is settled");
  assert.deepEqual(await listed(), []);
  await raise("irp1");
  await send();
  assert.equal(server.mails.length, 1);
  assert.equal((await listed(house, "false")).length, 2);
});

test("R14.10 several news go as one mail, what is only good to know goes as none", async () => {
  await raise("irp1", "warning");
  await raise("irp2", "critical");
  await raise("irp3", "info");
  await send();
  const [mail] = server.mails;
  assert.equal(mail?.subject, "[Pakka] critical: The portal irp2 is down (and 1 more)");
  assert.match(mail?.text ?? "", /CRITICAL: The portal irp2 is down[\s\S]*WARNING: The portal irp1 is down/);
  assert.ok(!mail?.text?.includes("irp3"));
  assert.equal((await listed()).length, 3);
});

test("R14.10 a mail server that fails is tried again after a pause, and two workers send one mail", async () => {
  await raise("irp1");
  server.refuse("come back later");
  assert.deepEqual(await send(), { mailed: 0, failed: 1 });
  assert.match((await listed())[0].mailError, /come back later/);
  server.refuse(null);
  await send();
  assert.equal(server.mails.length, 0, "not before its pause is over");
  world.later(61);
  await Promise.all([send(), send(), send()]);
  assert.equal(server.mails.length, 1);
  const [note] = await listed();
  assert.deepEqual([note.mailError, typeof note.mailedAt], [null, "string"]);
});

test("R14.10 what concerns the installation is mailed to its operators alone, whichever company has its turn", async () => {
  const args = {
    p_kind: "portal_down",
    p_key: "irp",
    p_severity: "critical",
    p_subject: "The portal is down",
    p_body: "Since 10:00.",
  };
  const raiseIt = () => withTenant(world.context(rival), ({ sql }) => callOne(sql, "ops.notify_operators", args));
  await raiseIt();
  await raiseIt();
  await Promise.all([send(rival), send(house)]);
  assert.deepEqual(server.mails.map(({ recipients }) => recipients), [operators]);
  await callOne(world.workerDb, "ops.resolve_operators_notification", { p_kind: "portal_down", p_key: "irp" });
  await raiseIt();
  await send();
  assert.equal(server.mails.length, 2);
});

test("without a mail server nothing is mailed, and everything is still to be seen", async () => {
  await raise("irp1");
  assert.deepEqual(await mailDue(world.context(house), notifyBy({}, world.keys)), { mailed: 0, failed: 0 });
  assert.equal((await listed()).length, 1);
});
