import assert from "node:assert/strict";
import { einvoiceWorld, invoice } from "../support/einvoice_world.ts";

const world = await einvoiceWorld({ queue: true, realClock: true });
await world.work();
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };
const goods = [{ description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate: 6000, gstRate: 18 }];
const document = invoice({ date, lines: goods });
const generate = (voucherId: string) => world.api("POST /api/ewaybill/generate", { body: { voucherId, transport } });

test("R11.6 R3.3 the e-way bill of an invoice that needs an IRN comes through the invoice portal, at one request", async () => {
  const { id } = await world.post(document);
  const made = await generate(id);
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.status, ["with_irn", "by_irn"].includes(made.body.road)], ["active", true]);
  const details = { TransMode: "1", Distance: 980, VehNo: "MH12AB1234", VehType: "R" };
  const sent = (await world.api(`GET /api/ewaybill/${made.body.ewbNumber}/payload`)).body;
  const { irn } = (await world.api(`GET /api/einvoice/${id}`)).body;
  assert.deepEqual(sent, made.body.road === "with_irn" ? { EwbDtls: details } : { Irn: irn, ...details });
  const { body: { eInvoice, eWayBill } } = await world.api(`GET /api/vouchers/${id}`);
  assert.deepEqual([eInvoice.status, eWayBill.ewbNumber], ["generated", made.body.ewbNumber]);
  assert.equal(
    world.calls.some((call) => call === "POST /eiewb/v1.03/ewaybill") || made.body.road === "with_irn",
    true,
  );
});

test("R11.5 R3.6 one request cancels an invoice and its e-way bill", async () => {
  const { id } = await world.post(document);
  assert.equal((await world.api("POST /api/einvoice/generate", { body: { voucherId: id } })).status, 201);
  const made = await generate(id);
  assert.deepEqual([made.status, made.body.road], [201, "by_irn"]);
  const sent = await world.api(`GET /api/ewaybill/${made.body.ewbNumber}/payload`);
  const [call] = await world.admin`
    select request ->> 'body' as body from ops.api_calls where operation = 'generate_ewb' and entity_id = ${id}`;
  assert.deepEqual(sent.body, JSON.parse(call?.body));
  const { body: { irn } } = await world.api(`GET /api/einvoice/${id}`);
  const cancelled = await world.api(`POST /api/einvoice/${irn}/cancel`, {
    body: { reasonCode: "3", remarks: "order withdrawn" },
  });
  assert.deepEqual([cancelled.status, cancelled.body.status, cancelled.body.cancellation.eWayBill.status], [
    200,
    "cancelled",
    "cancelled",
  ]);
  for (const picture of ["svg", "png"]) {
    const { status, body: told } = await world.api(`GET /api/einvoice/${id}/qr.${picture}`);
    assert.deepEqual([status, told.code], [409, "qr_of_cancelled_irn"]);
    assert.match(told.detail, /QR code would pass for a valid invoice/);
  }
  const bill = await world.api(`GET /api/ewaybill/${made.body.ewbNumber}`);
  assert.equal(bill.body.status, "cancelled");
  const theirs = await world.api(`GET /api/ewaybill/${made.body.ewbNumber}`, { as: "owner@rival.test" });
  assert.equal(theirs.status, 404);
});
