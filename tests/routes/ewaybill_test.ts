import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { expireBills, generateDueBills } from "../../domain/ewaybill/mod.ts";
import {
  type EInvoiceWorld,
  einvoiceWorld,
  gstinOf,
  house,
  invoice,
  rival,
  rowsOf,
} from "../support/einvoice_world.ts";

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld({ queue: true });
  await world.work();
});
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const asRival = "owner@rival.test";
const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };
const goods = (
  rate: number,
) => [{ description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate, gstRate: 18 }];
const consumer = { name: "Asha Stores", address: "12 MG Road", city: "Bengaluru", pincode: "560001", stateCode: "29" };

/** A sale above the limit to somebody unregistered, so that no IRN stands before its e-way bill. */
const sale = (more: Record<string, unknown> = {}) => invoice({ party: consumer, lines: goods(6000), ...more });
const generate = (voucherId: string, more: Record<string, unknown> = { transport }, as = "owner@house.test") =>
  world.api("POST /api/ewaybill/generate", { as, body: { voucherId, ...more } });
async function bill(more: Record<string, unknown> = { transport }) {
  const voucher = await world.post(sale());
  const answer = await generate(voucher.id, more);
  assert.equal(answer.status, 201, answer.text);
  return { voucher, ...answer.body };
}

test("R3.1 R3.7 a posted sale says whether it needs an e-way bill, and why", async () => {
  const above = await world.post(sale());
  assert.equal(above.eWayBill.applicability, "required");
  assert.equal(above.eWayBill.status, "not_generated");
  const below = await world.post(sale({
    lines: goods(1000),
    party: { ...consumer, stateCode: "27", city: "Mumbai", pincode: "400001" },
  }));
  assert.equal(below.eWayBill.applicability, "optional");
  assert.match(below.eWayBill.reason, /does not exceed 100000/);
});

test("R3.3 R11.6 the number, its day and its validity are answered and stored with the voucher", async () => {
  const { voucher, ...made } = await bill();
  assert.match(made.ewbNumber, /^\d{12}$/);
  assert.equal(made.status, "active");
  assert.equal(Date.parse(made.generatedAt), Date.parse("2026-11-20T10:00:00+05:30"));
  assert.equal(Date.parse(made.validUntil), Date.parse("2026-11-25T23:59:00+05:30"));
  const { body: { eWayBill } } = await world.api(`GET /api/vouchers/${voucher.id}`);
  assert.deepEqual([eWayBill.status, eWayBill.ewbNumber, eWayBill.validUntil], [
    "active",
    made.ewbNumber,
    made.validUntil,
  ]);
  assert.equal((await world.api(`GET /api/ewaybill/${made.ewbNumber}`)).body.id, made.id);
  const listed = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}&status=active`);
  assert.deepEqual(listed.body.data.map(({ id }: { id: string }) => id), [made.id]);
});

test("ewaybill: another company sees none of it, and may have a bill of its own", async () => {
  const { ewbNumber } = await bill();
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`, { as: asRival })).status, 404);
  const cancel = { reasonCode: "2", remarks: "order withdrawn" };
  assert.equal((await world.api(`POST /api/ewaybill/${ewbNumber}/cancel`, { as: asRival, body: cancel })).status, 404);
  const theirs = await world.post(sale({ party: { ...consumer, stateCode: "27", pincode: "400001" } }), asRival);
  const made = await generate(theirs.id, { transport }, asRival);
  assert.equal(made.status, 201, made.text);
  const listed = await world.api("GET /api/ewaybill", { as: asRival });
  assert.deepEqual(listed.body.data.map(({ gstin }: { gstin: string }) => gstin), [gstinOf(rival)]);
});

test("R3.2 vehicle, transporter and transport document are judged before anything is sent", async () => {
  const voucher = await world.post(sale());
  const before = await world.db`select count(*)::int as n from sandbox.ewb_bills`;
  const cases: [Record<string, unknown>, string][] = [
    [{ vehicleNumber: "12 TONNER" }, "vehicle_number_not_valid"],
    [{ transporterId: "29AAGCB7383J1Z5" }, "transporter_id_not_valid"],
    [{ mode: "rail" }, "transport_document_missing"],
    [{}, "transport_missing"],
  ];
  for (const [given, code] of cases) {
    const answer = await generate(voucher.id, { transport: given });
    assert.deepEqual([answer.status, answer.body.code], [400, code], answer.text);
  }
  assert.deepEqual(await world.db`select count(*)::int as n from sandbox.ewb_bills`, before);
});

test("R3.4 a day for 200 km or part of it, for 20 km of over-dimensional cargo, to the end of the day in IST", async () => {
  const until = (km: number, isOver: boolean, from = "2026-11-20T23:30:00+05:30") =>
    rowsOf(world)(async ({ sql }) => {
      const [row] = await sql<{ at: Date }[]>`select ewaybill.valid_until(${from}, ${km}, ${isOver}) as at`;
      return new Date(row!.at).toISOString();
    });
  const cases: [number, boolean, string][] = [
    [10, false, "2026-11-21"],
    [200, false, "2026-11-21"],
    [201, false, "2026-11-22"],
    [2467, false, "2026-12-03"],
    [20, true, "2026-11-21"],
    [201, true, "2026-12-01"],
  ];
  for (const [km, isOver, day] of cases) {
    assert.equal(await until(km, isOver), new Date(`${day}T23:59:00+05:30`).toISOString(), `${km} km`);
  }
  assert.equal(
    await until(201, false, "2020-12-31T10:00:00+05:30"),
    new Date("2021-01-03T23:59:00+05:30").toISOString(),
  );
});

test("R3.5 R11.7 the vehicle of an active bill is changed at the portal, then here", async () => {
  const { ewbNumber } = await bill();
  const vehicle = {
    vehicleNumber: "KA01AB0001",
    fromPlace: "Pune",
    fromState: "27",
    reasonCode: "1",
    remarks: "break-down",
  };
  const changed = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.body.transport.vehicleNumber, "KA01AB0001");
  const [row] = await world.admin<
    { n: number }[]
  >`select count(*)::int as n from sandbox.ewb_vehicles where ewb_no = ${ewbNumber}`;
  assert.equal(row?.n, 2);
  const wrong = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, {
    body: { ...vehicle, vehicleNumber: "XX" },
  });
  assert.equal(wrong.body.code, "vehicle_number_not_valid");
  const blank = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, {
    body: { ...vehicle, vehicleNumber: "!!" },
  });
  assert.equal(blank.body.code, "vehicle_number_not_valid");
  for (const fromState of ["55", "96"]) {
    const { status, body } = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, {
      body: { ...vehicle, fromState },
    });
    assert.deepEqual([status, body.code, body.errors[0].pointer], [400, "state_unknown", "/fromState"]);
  }
  await world.fault({ portal: "ewb", operation: "update_vehicle", kind: "portal_error", code: "355" });
  const refused = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle });
  assert.deepEqual([refused.status, refused.body.code], [409, "e_way_change_refused"]);
  assert.match(refused.body.detail, /355/);
});

test("ewaybill: Part A alone waits for its vehicle, whose entry begins the validity", async () => {
  const { ewbNumber, status, validUntil } = await bill({
    transport: { transporterId: gstinOf(rival), distanceKm: 100 },
  });
  assert.deepEqual([status, validUntil], ["part_a", undefined]);
  const vehicle = {
    vehicleNumber: "MH12AB1234",
    fromPlace: "Mumbai",
    fromState: "27",
    reasonCode: "4",
    remarks: "first",
  };
  const changed = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle });
  assert.equal(changed.body.status, "active", changed.text);
  assert.equal(Date.parse(changed.body.validUntil), Date.parse("2026-11-21T23:59:00+05:30"));
});

test("R3.6 R3.10 a bill is cancelled with a reason within 24 hours, and expires when its validity has passed", async () => {
  const [first, second] = [await bill(), await bill()];
  const body = { reasonCode: "2", remarks: "order withdrawn" };
  const cancelled = await world.api(`POST /api/ewaybill/${first.ewbNumber}/cancel`, { body });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.deepEqual([cancelled.body.status, cancelled.body.cancelReason], ["cancelled", "order withdrawn"]);
  const [row] = await world.admin<
    { status: string }[]
  >`select status from sandbox.ewb_bills where ewb_no = ${first.ewbNumber}`;
  assert.equal(row?.status, "CNL");
  const again = await world.api(`POST /api/ewaybill/${first.ewbNumber}/cancel`, { body });
  assert.deepEqual([again.status, again.body.code], [409, "e_way_bill_not_alive"]);
  assert.equal((await generate(first.voucher.id)).status, 201);
  world.clock.set("2026-11-21T10:00:01+05:30");
  const late = await world.api(`POST /api/ewaybill/${second.ewbNumber}/cancel`, { body });
  assert.deepEqual([late.status, late.body.code], [409, "e_way_cancel_window_closed"]);
  world.clock.set("2026-11-26T00:00:00+05:30");
  assert.equal((await world.api(`GET /api/ewaybill/${second.ewbNumber}`)).body.status, "expired");
  assert.ok((await expireBills(world.context(house))).expired >= 1);
  assert.equal((await world.api(`GET /api/ewaybill/${second.ewbNumber}`)).body.status, "expired");
});

test("ewaybill: what cannot have one says so: a cancelled voucher, services, a second one", async () => {
  const codeOf = async (voucherId: string) => (await generate(voucherId)).body.code;
  const voucher = await world.post(sale());
  assert.equal((await generate(voucher.id)).status, 201);
  assert.equal(await codeOf(voucher.id), "e_way_bill_exists");
  const services = await world.post(sale({ lines: [{ ...goods(6000)[0], hsn: "998311", unit: "OTH" }] }));
  assert.equal(await codeOf(services.id), "e_way_bill_not_applicable");
  const gone = await world.post(sale());
  await world.api(`POST /api/vouchers/${gone.id}/cancel`, { body: { reason: "written twice" } });
  assert.equal(await codeOf(gone.id), "voucher_is_cancelled");
  assert.equal((await generate(crypto.randomUUID())).status, 404);
});

test("R3.8 by rail, by air and by ship the transport document stands for the vehicle", async () => {
  for (const [mode, code] of [["rail", "2"], ["air", "3"], ["ship", "4"]]) {
    const { ewbNumber } = await bill({
      transport: { mode, documentNumber: "RR/1", documentDate: "2026-11-20", distanceKm: 980 },
    });
    const [row] = await world.admin<{ mode: string }[]>`
      select request ->> 'transMode' as mode from sandbox.ewb_bills where ewb_no = ${ewbNumber}`;
    assert.equal(row?.mode, code);
  }
});

test("ewaybill: one change of a bill at a time, and a vehicle by road has its number", async () => {
  const { ewbNumber } = await bill();
  const vehicle = { fromPlace: "Pune", fromState: "27", reasonCode: "1", remarks: "break-down" };
  const without = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle });
  assert.equal(without.body.code, "vehicle_number_missing");
  const handOver = {
    p_number: ewbNumber,
    p_change: "update_transporter",
    p_request: { transporterId: gstinOf(rival) },
  };
  await rowsOf(world)(({ sql }) => callRows(sql, "ewaybill.request_change", handOver));
  const second = await world.api(`PUT /api/ewaybill/${ewbNumber}/transporter`, { body: handOver.p_request });
  assert.deepEqual([second.status, second.body.code], [409, "e_way_bill_being_changed"]);
});

test("R8.7 a challan between States has its e-way bill, in the words of its purpose", async () => {
  const challan = await world.post(invoice({ type: "delivery_challan", purpose: "job_work", lines: goods(6000) }));
  const answer = await generate(challan.id);
  assert.equal(answer.status, 201, answer.text);
  const [row] = await world.admin<{ request: Record<string, unknown> }[]>`
    select request from sandbox.ewb_bills where ewb_no = ${answer.body.ewbNumber}`;
  assert.deepEqual([row?.request.docType, row?.request.subSupplyType, row?.request.igstValue], ["CHL", "4", 0]);
});

test("ewaybill: after silence the portal is asked, and its bill is adopted, never made twice", async () => {
  const voucher = await world.post(sale());
  await world.fault({ portal: "ewb", kind: "truncated" });
  const answer = await generate(voucher.id);
  assert.equal(answer.status, 202, answer.text);
  assert.equal(answer.body.status, "unknown");
  for (let round = 0; round < 5; round++) {
    world.later(1_000);
    await generateDueBills(world.context(house), world.ewayDeps);
  }
  const { body } = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`);
  assert.equal(body.data[0].status, "active", JSON.stringify(body.data[0]));
  const rows = await world.admin`select 1 from sandbox.ewb_bills where document_no = ${voucher.number} and gstin = ${
    gstinOf(house)
  }`;
  assert.equal(rows.length, 1);
});

test("R14.2 a refusal of the portal is stored with its code, and a second try is made by hand", async () => {
  const voucher = await world.post(sale());
  await world.fault({ portal: "ewb", kind: "portal_error", code: "715" });
  const refused = await generate(voucher.id);
  assert.deepEqual([refused.status, refused.body.code], [409, "e_way_bill_refused"]);
  assert.match(refused.body.detail, /715 The Consignor GSTIN is blocked/);
  const calls = await rowsOf(world)(({ sql }) =>
    sql`select outcome, error_code from ops.api_calls
    where portal = 'ewb' and operation = 'generate' and entity_id = ${voucher.id}`
  );
  assert.deepEqual([...calls], [{ outcome: "refused", error_code: "715" }]);
  assert.equal((await generate(voucher.id)).status, 201);
});
