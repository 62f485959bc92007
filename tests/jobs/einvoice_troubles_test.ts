import assert from "node:assert/strict";
import { putRegistration } from "../../domain/einvoice/mod.ts";
import {
  credentialsOf,
  einvoiceWorld,
  gstinOf,
  house,
  invoice,
  rival,
  rowsOf,
  startOfTests,
} from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const count = (call: string) => world.calls.filter((one) => one === call).length;
const signIns = () => count("POST /eivital/v1.04/auth");
const sends = () => count("POST /eicore/v1.03/Invoice");
const again = (voucherId: string) =>
  rowsOf(world)(({ sql }) => sql`select einvoice.request_generation(${voucherId}) as status`);
const register = (more: Record<string, unknown>, tenant = house) =>
  putRegistration(world.context(tenant, { db: world.db }), world.keys, { ...credentialsOf(tenant), ...more });

// deno-lint-ignore no-explicit-any -- whatever a portal says
type Spoil = (answer: any) => unknown;

/** A run against the portal with its answers to POSTs on a path spoilt on their way. */
async function runThrough(path: string, spoil: Spoil): Promise<void> {
  const between = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    const body = method === "POST" ? await request.text() : null;
    const answer = await fetch(`${world.origin}/sandbox/irp${pathname}${search}`, { method, headers, body });
    const said = await answer.json();
    return Response.json(method === "POST" && pathname.endsWith(path) ? spoil(said) : said);
  });
  const site = { ...world.site, baseUrl: `http://127.0.0.1:${between.addr.port}` };
  await world.run(house, { ...world.deps, sites: () => Promise.resolve([site]) });
  await between.shutdown();
}

test("a portal's sentence with what no database keeps is kept without it", async () => {
  const voucher = await world.post();
  const ErrorDetails = [{ ErrorCode: "2240", ErrorMessage: `no\0 sense \ud800 ${"x".repeat(5_000)}` }];
  await runThrough("/Invoice", () => ({ Status: 0, Data: null, ErrorDetails, InfoDtls: null }));
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code, error.message.length <= 1_000], ["failed", "2240", true]);
  const [call] = await rowsOf(world)(({ sql }) =>
    sql`select outcome from ops.api_calls where entity_id = ${voucher.id} and operation = 'generate'`
  );
  assert.equal(call?.outcome, "refused");
});

test("a company without registration is told so, and its documents go once there is one", async () => {
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  const voucher = await world.post();
  await world.run();
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code, world.calls.length], ["failed", "registration_missing", 0]);
  await register({});
  await again(voucher.id);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("wrong credentials are tried once and not hammered, however many documents wait", async () => {
  await register({ password: "not the password" });
  const vouchers = [];
  for (let n = 0; n < 5; n++) vouchers.push(await world.post());
  await world.run();
  assert.deepEqual([signIns(), sends()], [1, 0]);
  for (const { id } of vouchers) {
    const { status, error } = await world.standing(id);
    assert.deepEqual([status, error.code], ["failed", "1019"]);
    await again(id);
  }
  await world.run();
  assert.equal(signIns(), 1, "nor by hand within ten minutes");
  await register({});
  for (const { id } of vouchers) await again(id);
  await world.run();
  for (const { id } of vouchers) assert.equal((await world.standing(id)).status, "generated");
});

test("one company's session at the portal never serves another that names its user", async () => {
  await world.post();
  await world.run(); // the house is signed in
  await world.admin`insert into core.company_gstins (tenant_id, company_id, gstin, state_code, address, city, pincode)
    select tenant_id, id, ${
    gstinOf(house)
  }, '27', 'Elsewhere', 'Mumbai', '400053' from core.companies where tenant_id = ${rival.id}`;
  await register({ ...credentialsOf(house), password: "a guess" }, rival);
  const voucher = await world.post(invoice({ companyGstin: gstinOf(house) }), "owner@rival.test");
  world.calls.length = 0;
  await world.run(rival);
  assert.deepEqual([(await world.standing(voucher.id, rival)).error.code, sends()], ["1019", 0]);
});

test("credentials sealed under a secret that is gone are told, and hold no other document back", async () => {
  await world
    .admin`update einvoice.registrations set password_encrypted = 'v1.gone.AAAA' where tenant_id = ${house.id} and is_active`;
  const voucher = await world.post();
  await world.run();
  assert.equal((await world.standing(voucher.id)).error.code, "registration_unusable");
  await register({});
  await again(voucher.id);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("a session key that does not open is a sign-in to repeat, not a document lost", async () => {
  await world.signOut();
  const voucher = await world.post();
  const Sek = btoa("no key of anybody's, though it is as long as one is");
  await runThrough("/auth", (said) => ({ ...said, Data: { ...said.Data, Sek } }));
  const { error } = await world.standing(voucher.id);
  assert.equal(error.code, "undecipherable");
  assert.equal((await world.standing(voucher.id)).status, "pending");
  await world.settle();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("a portal that is switched off leaves documents pending, with the reason", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const site = { ...world.site, baseUrl: `http://127.0.0.1:${listener.addr.port}` };
  listener.close();
  const voucher = await world.post();
  const run = await world.run(house, { ...world.deps, sites: () => Promise.resolve([site]) });
  assert.equal(run.open, 1);
  assert.ok(Number(run.nextInSeconds) > 0);
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code], ["pending", "connect_failed"]);
  await world.settle();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("a recipient the portal does not know yet is synchronised once, and the document sent once more", async () => {
  await world.db`select sandbox.register_irp_taxpayer(${
    world.db.json({ gstin: "29AAGCB7383J1Z4", legal_name: "Rivalry" })
  })`;
  const synced = () => count("GET /eivital/v1.04/Master/syncgstin/29AAGCB7383J1Z4");
  const voucher = await world.post();
  await world.fault({ kind: "portal_error", code: "3028" });
  await world.run();
  assert.deepEqual([(await world.standing(voucher.id)).status, synced(), sends()], ["generated", 1, 2]);

  const stubborn = await world.post();
  await world.fault({ kind: "portal_error", code: "3029", times: 2 });
  await world.run();
  const { status, error } = await world.standing(stubborn.id);
  assert.deepEqual([status, error.code, synced(), sends()], ["failed", "3029", 2, 4]);

  await world.db`update sandbox.irp_taxpayers set status = 'CNL' where gstin = '29AAGCB7383J1Z4'`;
  const cancelled = await world.post();
  await world.fault({ kind: "portal_error", code: "3028" });
  await world.run();
  assert.deepEqual([(await world.standing(cancelled.id)).error.code, sends()], ["3028", 5]);
  await world.db`update sandbox.irp_taxpayers set status = 'ACT' where gstin = '29AAGCB7383J1Z4'`;
});

test("an answer that comes after its lease is dropped, for another has taken the document", async () => {
  const voucher = await world.post();
  const claim = () => rowsOf(world)(({ sql }) => sql`select * from einvoice.claim_due(50, interval '5 minutes')`);
  const [first] = (await claim()).filter((row) => row.voucher_id === voucher.id);
  assert.deepEqual([first?.ask_first, (await claim()).length], [false, 0]);
  world.later(301);
  const [second] = (await claim()).filter((row) => row.voucher_id === voucher.id);
  assert.equal(second?.ask_first, true);
  const late = { eInvoiceId: first?.e_invoice_id, attempt: first?.attempt, outcome: "retry", startedAt: startOfTests };
  await world.recordAnswers([late]);
  assert.equal((await world.standing(voucher.id)).status, "unknown", "still the second one's");
  world.later(301);
  await world.settle();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});
