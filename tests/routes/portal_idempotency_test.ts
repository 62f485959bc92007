import assert from "node:assert/strict";
import { type EInvoiceWorld, einvoiceWorld } from "../support/einvoice_world.ts";
import { asRival, ewayBills, transport } from "./ewaybill_world.ts";

let world: EInvoiceWorld;
let bills: ReturnType<typeof ewayBills>;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld({ queue: true });
  await world.work();
  bills = ewayBills(world);
});
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
/** Asks with a key; without `as`, as the first company's owner. */
const ask = (what: string, key: string, body: unknown, as?: string) =>
  world.api(what, { body, headers: { "idempotency-key": key }, ...(as && { as }) });
const told = (answers: { status: number; headers: Headers }[]) =>
  answers.map(({ status, headers }) => [status, headers.get("idempotency-replayed")]);

test("an e-way bill asked for again under its key is the same one, told as such; the key is of its company and its body", async () => {
  const [one, other] = [await world.post(bills.sale()), await world.post(bills.sale())];
  const generate = (voucherId: string, as?: string) =>
    ask("POST /api/ewaybill/generate", "bill-1", { voucherId, transport }, as);
  const answers = [await generate(one.id), await generate(one.id)];
  assert.deepEqual(told(answers), [[201, null], [201, "true"]], answers[0]!.text);
  assert.equal(answers[1]!.text, answers[0]!.text);
  const reused = await generate(other.id);
  assert.deepEqual([reused.status, reused.body.code], [422, "idempotency_key_reused"]);
  assert.deepEqual((await world.api(`GET /api/ewaybill?voucherId=${other.id}`)).body.data, [], "nothing was asked for");
  assert.equal((await generate(one.id, asRival)).status, 404, "the key of another company is none");
  assert.equal(
    (await world.api("POST /api/ewaybill/generate", { body: { voucherId: one.id, transport } })).status,
    409,
  );
});

test("a refused e-way bill is tried again under the same key, once its cause is gone", async () => {
  const { id: voucherId } = await world.post(bills.sale());
  const generate = () => ask("POST /api/ewaybill/generate", "bill-2", { voucherId, transport });
  await world.fault({ portal: "ewb", operation: "generate", kind: "portal_error", code: "206" });
  assert.equal((await generate()).status, 409);
  assert.equal((await generate()).status, 201);
});

test("an e-invoice asked for again under its key says so, and is sent once", async () => {
  const [one, other] = [await world.post(), await world.post()];
  const generate = (voucherId: string) => ask("POST /api/einvoice/generate", "irn-1", { voucherId });
  const answers = [await generate(one.id), await generate(one.id)];
  assert.deepEqual(told(answers), [[201, null], [201, "true"]], answers[0]!.text);
  assert.equal(answers[1]!.text, answers[0]!.text);
  assert.equal((await generate(other.id)).status, 422);
});

test("bills put under one number again under the same key keep that number; a refusal frees the key", async () => {
  const [{ ewbNumber: first }, { ewbNumber: second }] = [await bills.bill(), await bills.bill()];
  const trip = { vehicleNumber: "MH14CD5678", fromPlace: "Mumbai", fromState: "27" };
  const consolidate = (ewbNumbers: string[], as?: string) =>
    ask("POST /api/ewaybill/consolidate", "trip-1", { ewbNumbers, ...trip }, as);
  assert.equal((await consolidate([first, "999999999999"])).status, 404);
  assert.equal((await consolidate([first, second], asRival)).status, 404);
  const answers = [await consolidate([first, second]), await consolidate([first, second])];
  assert.deepEqual(told(answers), [[201, null], [201, "true"]], answers[0]!.text);
  assert.equal(answers[1]!.body.consolidatedNumber, answers[0]!.body.consolidatedNumber);
  const [sheets] = await world.admin`select count(*)::int as n from sandbox.ewb_trip_sheets`;
  assert.equal(sheets?.n, 1);
});
