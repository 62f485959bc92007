import assert from "node:assert/strict";
import { generateDueBills } from "../../domain/ewaybill/mod.ts";
import { einvoiceWorld, house, invoice, rival } from "../support/einvoice_world.ts";
import { asRival, consumer, goods, transport } from "./ewaybill_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `eWayBillTiming: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
Deno.test.beforeEach(() => {
  world.calls.length = world.nudged.length = 0;
});

/** The house wants its bills with its invoices; the rival has never heard of the setting. */
await setTiming("with_invoice");
async function setTiming(eWayBillTiming: unknown) {
  const { body: { updatedAt: _, lockedUntil: __, ...same } } = await world.api("GET /api/company");
  return await world.api("PUT /api/company", { body: { ...same, eWayBillTiming } });
}
const between = (more: Record<string, unknown> = {}) => invoice({ lines: goods, transport, ...more });
const toConsumer = (more: Record<string, unknown> = {}) => between({ party: consumer, ...more });
const bills = async (...voucherIds: string[]) => [
  ...await world.admin`select status, road, error_code, ewb_number is not null as numbered from ewaybill.e_way_bills
    where voucher_id = any(${voucherIds}) order by created_at, id`,
];
const pending = (road: string) => ({ status: "pending", road, error_code: null, numbered: false });
const active = (road: string) => ({ status: "active", road, error_code: null, numbered: true });
const nudges = () => [...new Set(world.nudged.map(({ name }) => name))].sort();
const send = () => generateDueBills(world.context(house), world.ewayDeps);

test("it is one of two, and on_request where nothing was said", async () => {
  const [ours, theirs] = [await world.api("GET /api/company"), await world.api("GET /api/company", { as: asRival })];
  assert.deepEqual([ours.body.eWayBillTiming, theirs.body.eWayBillTiming], ["with_invoice", "on_request"]);
  assert.equal((await setTiming("always")).status, 400);
});

test("R3.3 an invoice that needs an IRN: one call brings IRN and e-way bill both", async () => {
  const { id, eWayBill } = await world.post(between());
  assert.equal(eWayBill.status, "pending");
  assert.deepEqual(nudges(), ["einvoice.generate_irn"]);
  assert.deepEqual(await bills(id), [pending("with_irn")]);
  await world.run();
  assert.deepEqual(await bills(id), [active("with_irn")]);
  assert.deepEqual(world.calls.filter((call) => /Invoice|ewaybill/.test(call)), ["POST /eicore/v1.03/Invoice"]);
  const { body } = await world.api(`GET /api/vouchers/${id}`);
  assert.equal(body.eInvoice.status, "generated");
  assert.match(body.eWayBill.ewbNumber, /^\d{12}$/);
});

test("a sale to a consumer above the limit: the bill goes direct, and its job is woken", async () => {
  const { id } = await world.post(toConsumer());
  assert.deepEqual(nudges(), ["ewaybill.generate"]);
  assert.deepEqual(await bills(id), [pending("direct")]);
  await send();
  assert.deepEqual(await bills(id), [active("direct")]);
});

test("what is not complete, or not required, is posted and left to be asked for", async () => {
  const party = { ...consumer, pincode: undefined };
  const port = { name: "Nhava Sheva", address: "JNPT", city: "Navi Mumbai", pincode: "400707", stateCode: "27" };
  const abroad = {
    type: "export_invoice",
    party: { name: "Atlantic Books Inc", address: "5 Main Street", city: "Boston", country: "US" },
    export: { withLut: true, lutArn: "AD290426000001X", countryCode: "US" },
  };
  const untouched = [
    between({ transport: undefined }),
    between({ transport: { mode: "road", distanceKm: 980 } }),
    between({ transport: { ...transport, vehicleNumber: "NONSENSE1" } }),
    between({ transport: { mode: "rail", distanceKm: 980 } }),
    between({ transport: { ...transport, documentNumber: "LR1", documentDate: "2026-11-01" } }),
    between({ lines: [{ ...goods[0], rate: 100 }] }),
    toConsumer({ party }),
    between(abroad),
  ];
  for (const body of untouched) {
    const { id, status } = await world.post(body);
    assert.deepEqual([status, await bills(id)], ["posted", []], JSON.stringify(body));
  }
  assert.deepEqual(await bills((await world.post(between({ ...abroad, shipTo: port }))).id), [pending("with_irn")]);
  const { id } = await world.post(between({ transport: { mode: "road" } }));
  const asked = await world.api("GET /api/vouchers/" + id);
  assert.equal(asked.body.eWayBill.status, "not_generated");
});

test("on_request: nothing is asked for, whatever the transport", async () => {
  const there = { ...consumer, stateCode: "27", city: "Pune", pincode: "411045" };
  const [b2c, b2b] = [
    await world.post(toConsumer({ party: there }), asRival),
    await world.post(between({ party: { ...there, gstin: "27AAACR5055K1Z7" } }), asRival),
  ];
  assert.deepEqual([b2c.eWayBill.applicability, b2b.eWayBill.applicability], ["required", "required"]);
  assert.deepEqual([b2c.eWayBill.status, nudges()], ["not_generated", ["einvoice.generate_irn"]]);
  await world.run(rival);
  assert.deepEqual(await bills(b2c.id, b2b.id), []);
});

test("a refused bill leaves the IRN, and says why", async () => {
  await world.run();
  const { id } = await world.post(between());
  await world.fault({ kind: "eway_bill_fails", code: "4038" });
  await world.run();
  assert.equal((await world.standing(id)).status, "generated");
  const [failed] = await bills(id);
  assert.deepEqual([failed!.status, failed!.error_code], ["failed", "4038"]);
});

test("in bulk each gets its own; one that is refused or incomplete costs the others nothing", async () => {
  const vouchers = [
    between(),
    toConsumer(),
    between({ transport: { mode: "road" } }),
    between({ lines: [] }),
    between(),
  ];
  const { body } = await world.api("POST /api/vouchers/bulk", { body: { vouchers } });
  const ids = body.results.map(({ id }: { id?: string }) => id).filter(Boolean);
  assert.equal(ids.length, 4, JSON.stringify(body));
  assert.deepEqual((await bills(...ids)).map(({ road }) => road).sort(), ["direct", "with_irn", "with_irn"]);
  assert.deepEqual(nudges(), ["einvoice.generate_irn", "ewaybill.generate"]);
});

test("a draft has none until it is posted; a repeat under its key asks for no second", async () => {
  const draft = await world.post(between({ draft: true }));
  assert.deepEqual(await bills(draft.id), []);
  assert.equal((await world.api(`POST /api/vouchers/${draft.id}/post`)).status, 200);
  assert.deepEqual(await bills(draft.id), [pending("with_irn")]);
  const asked = { body: between(), headers: { "idempotency-key": "the-same-twice" } };
  const [first, again] = [await world.api("POST /api/vouchers", asked), await world.api("POST /api/vouchers", asked)];
  assert.deepEqual([first.status, again.body.id], [201, first.body.id]);
  assert.equal((await bills(first.body.id)).length, 1);
});

test("what a proforma becomes has its bill; goods that went under a challan's bill have no second", async () => {
  const convert = async (id: string) => (await world.api(`POST /api/vouchers/${id}/convert`, { body: {} })).body;
  const proforma = await world.post(between({ type: "proforma_invoice" }));
  assert.deepEqual(await bills(proforma.id), []);
  assert.deepEqual(await bills((await convert(proforma.id)).id), [pending("with_irn")]);
  const challan = await world.post(between({ type: "delivery_challan", purpose: "sale_on_approval" }));
  assert.deepEqual(await bills(challan.id), [pending("direct")]);
  const sold = await convert(challan.id);
  assert.deepEqual([sold.eWayBill.applicability, await bills(sold.id)], ["required", []]);
});
