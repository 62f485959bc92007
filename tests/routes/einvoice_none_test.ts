import assert from "node:assert/strict";
import { einvoiceWorld, invoice } from "../support/einvoice_world.ts";
import { asRival, consumer } from "./ewaybill_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

Deno.test("e-invoice: of a document that needs none it is told that, and why; to no other company", async () => {
  const { id } = await world.post(invoice({ party: consumer }));
  const { status, body } = await world.api(`GET /api/einvoice/${id}`);
  const reason = "the recipient is not registered under GST";
  assert.deepEqual([status, body], [200, { voucherId: id, status: "not_required", reason }]);
  const payload = await world.api(`GET /api/einvoice/${id}/payload`);
  assert.deepEqual([payload.status, payload.body.code], [409, "e_invoice_not_applicable"]);
  assert.ok(payload.body.detail.includes(reason), payload.body.detail);
  for (const path of [id, `${id}/payload`]) {
    assert.equal((await world.api(`GET /api/einvoice/${path}`, { as: asRival })).status, 404);
  }
  assert.equal((await world.api(`GET /api/einvoice/${id}/qr.svg`)).status, 404);
  const due = await world.post(invoice());
  assert.equal((await world.api(`GET /api/einvoice/${due.id}`)).body.status, "pending");
  assert.equal((await world.api(`GET /api/einvoice/${due.id}/payload`)).body.TranDtls.SupTyp, "B2B");
});

Deno.test("e-invoice: the list holds e-invoices; that none is due is no filter of it", async () => {
  const { status, body } = await world.api("GET /api/einvoice?status=not_required");
  assert.deepEqual([status, body.errors[0].pointer, body.errors[0].code], [400, "/status", "not_one_of"]);
});
