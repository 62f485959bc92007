import assert from "node:assert/strict";
import { memoryTokenStore, readDuplicate, tokenKey, verifySigned } from "../../domain/gateways/irp/mod.ts";
import { forgetDocuments, type IrpWorld, irpWorld, payload, rival, seller } from "./irp_world.ts";

let world: IrpWorld;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(() => forgetDocuments(world));

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `irp: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const signIns = () => world.calls.filter((call) => call.endsWith("/auth")).length;
const numbered = (number: string) => payload((text) => text.replace("INV/26-27/00001", number));
const document = (number: string) => ({ type: "INV" as const, number, date: "2026-11-20" });
const expected = (number: string) => ({
  gstin: seller.gstin,
  financialYear: "2026-27",
  documentType: "INV" as const,
  number,
  date: "2026-11-20",
  buyerGstin: "29AAGCB7383J1Z4",
  total: "119296.00",
  itemCount: 2,
});

test("signs in, and tells until when", async () => {
  const outcome = await world.client().authenticate(seller);
  assert.deepEqual(outcome.kind === "done" && outcome.value, { expiresAt: "2026-11-20T11:00:00+05:30" });
});

test("every golden payload is registered, and what was signed is what was sent", async () => {
  const irp = world.client();
  for (const name of ["inter_state", "intra_state", "sez", "export"]) {
    const outcome = await irp.generate(
      seller,
      payload((text) => text.replaceAll("INV/26-27", "G").replaceAll("EXP/26-27", "G"), name),
    );
    assert.equal(outcome.kind, "done", `${name}: ${JSON.stringify(outcome)}`);
  }
  const found = await irp.getByDocument(seller, document("G/00001"));
  assert.ok(found.kind === "done");
  const verified = await verifySigned(found.value, expected("G/00001"), world.keys.signingKeys);
  assert.ok(verified.ok, JSON.stringify(verified));
  assert.equal(verified.total, "119296.00");
  assert.match(verified.invoiceText, /"Qty":2\.000,.*"TotInvVal":119296\.00/);
  assert.match(verified.qrText, /"TotInvVal":119296\.00,"ItemCnt":2,"MainHsnCode":"847130"/);
});

test("ten calls at once sign in once", async () => {
  const irp = world.client();
  const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => irp.generate(seller, numbered(`P/${i}`))));
  assert.deepEqual(outcomes.map((outcome) => outcome.kind), Array(10).fill("done"));
  assert.equal(signIns(), 1);
  assert.equal((await irp.getByDocument(seller, document("P/3"))).kind, "done");
  assert.equal(signIns(), 1);
});

test("two workers over one store sign in once, and each registration for itself", async () => {
  const tokens = memoryTokenStore();
  const [one, two] = [world.client({ tokens }), world.client({ tokens })];
  await Promise.all([one, two].map((irp) => irp.getByDocument(seller, document("NONE/1"))));
  assert.equal(signIns(), 1);
  await two.getByDocument(rival, document("NONE/1"));
  assert.equal(signIns(), 2);
});

test("the token is renewed ten minutes before it ends, and the new one differs", async () => {
  const tokens = memoryTokenStore();
  const irp = world.client({ tokens });
  const key = tokenKey(`${world.origin}/sandbox/irp`, seller);
  await world.db`delete from sandbox.irp_tokens`;
  await irp.getByDocument(seller, document("NONE/1"));
  const first = await tokens.read(key);
  world.clock.set("2026-11-20T10:49:59+05:30");
  await irp.getByDocument(seller, document("NONE/1"));
  assert.equal(signIns(), 1);
  world.clock.set("2026-11-20T10:50:01+05:30");
  await irp.getByDocument(seller, document("NONE/1"));
  assert.equal(signIns(), 2);
  assert.notEqual((await tokens.read(key))?.authToken, first?.authToken);
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.irp_tokens`;
});

test("1005: the token is dropped, the call repeated once, and the document registered once", async () => {
  const irp = world.client();
  await world.fault({ operation: "generate", kind: "token_expired" });
  const outcome = await irp.generate(seller, numbered("T/1"));
  assert.equal(outcome.kind, "done");
  assert.equal(signIns(), 2);
  await world.fault({ operation: "generate", kind: "token_expired", times: 2 });
  assert.deepEqual((await irp.generate(seller, numbered("T/2"))).kind, "retry");
  const [{ count } = { count: "?" }] = await world
    .db`select count(*) from sandbox.irp_invoices where document_no like 'T/%'`;
  assert.equal(count, "1");
});

test("a wrong password is refused once and not tried again by itself", async () => {
  const irp = world.client();
  const wrong = { ...seller, password: "not this one" };
  const outcomes = await Promise.all([1, 2, 3].map(() => irp.generate(wrong, numbered("W/1"))));
  for (const outcome of outcomes) assert.equal(outcome.kind === "refused" && outcome.code, "1019");
  assert.equal((await irp.generate(wrong, numbered("W/1"))).kind, "refused");
  assert.equal(signIns(), 1);
  const shared = memoryTokenStore();
  for (const n of [1, 2, 3]) await world.client({ tokens: shared }).generate(wrong, numbered(`W/${n}`));
  assert.equal(signIns(), 2, "clients over one store share the refusal");
  assert.equal((await world.client({ tokens: shared }).generate(seller, numbered("W/4"))).kind, "done");
  const long = await irp.generate({ ...seller, password: "p".repeat(80) }, numbered("W/1"));
  assert.equal(long.kind === "refused" && long.code, "sign_in_too_long");
  assert.equal(signIns(), 3);
});

test("a duplicate says which document is there, and another company's document is not to be had", async () => {
  const irp = world.client();
  const first = await irp.generate(seller, numbered("D/1"));
  const again = await irp.generate(seller, numbered("d/1"));
  assert.ok(first.kind === "done" && again.kind === "refused");
  assert.equal(again.meaning, "duplicate");
  assert.equal(readDuplicate(again.info)?.irn, first.value.irn);
  const foreign = await irp.getByIrn(rival, first.value.irn);
  assert.equal(foreign.kind === "refused" && foreign.meaning, "not_ours");
  const byNumber = await irp.getByDocument(rival, document("D/1"));
  assert.equal(byNumber.kind === "refused" && byNumber.meaning, "not_found");
  const theft = await irp.generate(rival, numbered("D/2"));
  assert.equal(theft.kind === "refused" && theft.code, "2143");
});

test("no secret is told to the log, and the document is told in the clear", async () => {
  const irp = world.client();
  await irp.generate(seller, numbered("L/1"));
  const told = JSON.stringify(world.exchanges);
  const [token] = await world.db`select auth_token, session_key from sandbox.irp_tokens where gstin = ${seller.gstin}`;
  for (const secret of [seller.password, seller.clientSecret, token?.auth_token, token?.session_key]) {
    assert.ok(!told.includes(secret), secret);
  }
  const [auth, generate] = world.exchanges;
  assert.match(auth?.request.body ?? "", /"UserName":"API_rachna","Password":"\[masked\]"/);
  assert.match(generate?.request.body ?? "", /"TotInvVal":119296\.00/);
  assert.match(generate?.response.body ?? "", /"Irn":"[0-9a-f]{64}"/);
  assert.deepEqual([generate?.operation, generate?.status, generate?.outcome], ["generate", 200, "done"]);
});

test("a log that fails changes no outcome", async () => {
  const silent = console.error;
  console.error = () => {};
  const irp = world.client({ onExchange: () => Promise.reject(new Error("log is full")) });
  assert.equal((await irp.generate(seller, numbered("L/2"))).kind, "done");
  console.error = silent;
});

test("taxpayers are looked up, and an unknown one is refused by name", async () => {
  const irp = world.client();
  const found = await irp.gstinDetails(seller, "24AABCS4321Q1Z8");
  assert.ok(found.kind === "done");
  assert.deepEqual([found.value.type, found.value.status, found.value.stateCode], ["SEZ", "ACT", "24"]);
  const none = await irp.syncGstin(seller, "29AADCV9876L1Z9");
  assert.equal(none.kind === "refused" && none.meaning, "not_found");
});
