import assert from "node:assert/strict";
import { type EInvoiceWorld, einvoiceWorld } from "../support/einvoice_world.ts";
import { asRival, consumer, ewayBills, goods, transport } from "./ewaybill_world.ts";

let world: EInvoiceWorld;
let bills: ReturnType<typeof ewayBills>;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld({ queue: true });
  await world.work();
  bills = ewayBills(world);
});
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const generate = (voucherId: string, told: Record<string, unknown>) =>
  world.api("POST /api/ewaybill/generate", { body: { voucherId, transport: told } });

test("R3.2 every form of vehicle number the portal lists is taken, whatever blanks it is told with, and no other", async () => {
  const taken = [
    "AB 12 1234",
    "AB12A1234",
    "ab-12-ab-1234",
    "ABC1234",
    "AB123A1234",
    "AB12ABC1234",
    "DF123456",
    "TM1234567",
    "BP12345",
    "NP12345678",
  ];
  const { ewbNumber } = await bills.bill();
  const told = { fromPlace: "Pune", fromState: "27", reasonCode: "1", remarks: "another" };
  const change = (vehicleNumber: string) =>
    world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: { ...told, vehicleNumber } });
  for (const number of taken) assert.equal((await change(number)).status, 200, number);
  for (const number of ["A1", "12 TONNER", "MH12AB12345", "TM12", "ABCD1234", "MH12AB"]) {
    assert.equal((await change(number)).body.code, "vehicle_number_not_valid", number);
  }
});

test("R3.2 what cannot travel as it is told is refused before anything is sent, by name", async () => {
  const voucher = await world.post(bills.sale());
  const near = await world.post(bills.sale({
    party: { ...consumer, stateCode: "27", city: "Mumbai", pincode: "400053" },
    lines: [{ ...goods[0], rate: 20000 }],
  }));
  const cases: [string, Record<string, unknown>, string][] = [
    [
      voucher.id,
      { mode: "air", vehicleType: "over_dimensional", documentNumber: "AWB1", documentDate: "2026-11-20" },
      "over_dimensional_by_road_or_ship",
    ],
    [voucher.id, { mode: "ship", documentNumber: "BL1" }, "transport_document_missing"],
    [
      voucher.id,
      { ...transport, documentNumber: "LR1", documentDate: "2026-11-19" },
      "transport_document_before_invoice",
    ],
    [voucher.id, { ...transport, transporterId: "27AAACR5055K1Z8" }, "transporter_id_not_valid"],
    [near.id, { ...transport, distanceKm: 101 }, "e_way_distance_too_long_for_pincode"],
    [voucher.id, { ...transport, distanceKm: 4001 }, "invalid_request"],
  ];
  for (const [id, told, code] of cases) {
    const answer = await generate(id, told);
    assert.deepEqual([answer.status, answer.body.code], [400, code], answer.text);
  }
  assert.equal((await generate(near.id, { ...transport, distanceKm: 100 })).status, 201);
  assert.equal((await generate(voucher.id, { transporterId: "88AABCT1234C1Z5", distanceKm: 980 })).status, 201);
});

test("ewaybill: no bill is made for a document older than 180 days, and one of the 180th day has its own", async () => {
  const voucher = await world.post(bills.sale({ date: "2026-05-24" }));
  const late = await generate(voucher.id, transport);
  assert.equal(late.status, 201, late.text);
  const old = await world.post(bills.sale({ date: "2026-05-23" }));
  const refused = await generate(old.id, transport);
  assert.deepEqual([refused.status, refused.body.code], [409, "e_way_document_too_old"]);
  assert.deepEqual(refused.body.facts, { date: "2026-05-23", days: 180 });
});

test("R3.6 each of the portal's four reasons cancels a bill, and no other does", async () => {
  for (const reasonCode of ["1", "2", "3", "4"]) {
    const { ewbNumber, voucher } = await bills.bill();
    const cancelled = await world.api(`POST /api/ewaybill/${ewbNumber}/cancel`, {
      body: { reasonCode, remarks: "as told" },
    });
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, "cancelled"], cancelled.text);
    const [call] = await world.admin`
      select request ->> 'body' as body from ops.api_calls where entity_id = ${voucher.id} and operation = 'cancel'`;
    assert.deepEqual(JSON.parse(call?.body).cancelRsnCode, Number(reasonCode));
  }
  const { ewbNumber } = await bills.bill();
  const wrong = await world.api(`POST /api/ewaybill/${ewbNumber}/cancel`, { body: { reasonCode: "5", remarks: "?" } });
  assert.equal(wrong.status, 400);
});

test("R3.8 by road the vehicle, by the other modes the transport document: the portal is told each in its own code", async () => {
  const document = { documentNumber: "DOC/1", documentDate: "2026-11-20", distanceKm: 980 };
  const modes: [Record<string, unknown>, string][] = [
    [transport, "1"],
    [{ mode: "rail", ...document }, "2"],
    [{ mode: "air", ...document }, "3"],
    [{ mode: "ship", ...document }, "4"],
  ];
  for (const [told, code] of modes) {
    const { ewbNumber, validUntil } = await bills.bill(told);
    const [row] = await world
      .admin`select request ->> 'transMode' as mode from sandbox.ewb_bills where ewb_no = ${ewbNumber}`;
    assert.equal(row?.mode, code);
    const until = told.mode === "ship" ? "2027-01-08T23:59:00+05:30" : "2026-11-25T23:59:00+05:30";
    assert.equal(Date.parse(validUntil), Date.parse(until), String(told.mode));
  }
});

test("R13.6 the trail shows who had a bill made and cancelled, when, and under which number, to its own company", async () => {
  const { id, ewbNumber } = await bills.bill();
  world.clock.set("2026-11-20T11:00:00+05:30");
  await world.api(`POST /api/ewaybill/${ewbNumber}/cancel`, { body: { reasonCode: "2", remarks: "withdrawn" } });
  const { body } = await world.api(`GET /api/audit?entityId=${id}&limit=200`);
  const events = body.data.toReversed().map((event: Record<string, never>) => event);
  const asked = events.find(({ action }: { action: string }) => action === "insert");
  assert.deepEqual([asked.entity, asked.userEmail, asked.after.status], [
    "ewaybill.e_way_bills",
    "owner@house.test",
    "pending",
  ]);
  const became = (status: string) =>
    events.find(({ after }: { after: { status?: string } }) => after?.status === status);
  assert.equal(became("active").after.ewb_number, ewbNumber);
  const cancelled = became("cancelled");
  assert.equal(cancelled.after.cancel_reason, "withdrawn");
  assert.equal(Date.parse(cancelled.occurredAt), Date.parse("2026-11-20T11:00:00+05:30"));
  assert.equal(became("cancelling").userEmail, "owner@house.test");
  assert.deepEqual((await world.api(`GET /api/audit?entityId=${id}`, { as: asRival })).body.data, []);
  assert.equal((await world.api("GET /api/audit/verify")).body.valid, true);
});
