import assert from "node:assert/strict";
import { fetchReceived } from "../../domain/ewaybill/mod.ts";
import { type EInvoiceWorld, einvoiceWorld, gstinOf, house, rival, rowsOf } from "../support/einvoice_world.ts";
import { asRival, consumer, ewayBills, transport } from "./ewaybill_world.ts";

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
const trip = { vehicleNumber: "MH14CD5678", fromPlace: "Mumbai", fromState: "27" };
const consolidate = (ewbNumbers: string[], more: Record<string, unknown> = {}, as?: string) =>
  world.api("POST /api/ewaybill/consolidate", { ...(as && { as }), body: { ewbNumbers, ...trip, ...more } });
const sheets = async () => Number((await world.admin`select count(*) as n from sandbox.ewb_trip_sheets`)[0]?.n);

test("ewaybill: bills that travel in one vehicle go under one number, and each has that vehicle and its validity", async () => {
  const { ewbNumber: first } = await bills.bill();
  const { ewbNumber: second } = await bills.bill({ transporterId: "88AABCT1234C1Z5", distanceKm: 100 });
  const made = await consolidate([first, second]);
  assert.equal(made.status, 201, made.text);
  assert.match(made.body.consolidatedNumber, /^\d{10,12}$/);
  assert.deepEqual(
    made.body.bills.map(({ ewbNumber, status }: Record<string, string>) => [ewbNumber, status]),
    [[first, "active"], [second, "active"]],
  );
  const bill = await bills.read(second);
  assert.equal(Date.parse(bill.validUntil), Date.parse("2026-11-21T23:59:00+05:30"));
  assert.deepEqual([bill.transport.vehicleNumber, bill.consolidatedNumbers], [trip.vehicleNumber, [
    made.body.consolidatedNumber,
  ]]);
  const { body } = await world.api(`GET /api/ewaybill/consolidated/${made.body.consolidatedNumber}`);
  assert.equal(body.id, made.body.id);
  assert.equal((await world.api("GET /api/ewaybill/consolidated")).body.data[0].id, made.body.id);
  assert.deepEqual((await world.api("GET /api/ewaybill/consolidated", { as: asRival })).body.data, []);
});

test("ewaybill: a consolidated bill holds bills of ours that are alive; another company's number is none", async () => {
  const { ewbNumber: ours } = await bills.bill();
  const { ewbNumber: cancelled } = await bills.bill();
  await world.api(`POST /api/ewaybill/${cancelled}/cancel`, { body: { reasonCode: "2", remarks: "withdrawn" } });
  const { ewbNumber: theirs } = await bills.bill(
    transport,
    asRival,
    bills.sale({ party: { ...consumer, stateCode: "27", pincode: "400001" } }),
  );
  const before = await sheets();
  assert.equal((await consolidate([ours, cancelled])).body.code, "e_way_bill_not_alive");
  assert.equal((await consolidate([ours, theirs])).status, 404);
  assert.equal((await consolidate([ours, ours])).status, 400);
  const { ewbNumber: branch } = await bills.bill();
  await world.admin`update ewaybill.e_way_bills set gstin = '29AABCS1429B1ZQ' where ewb_number = ${branch}`;
  assert.equal((await consolidate([ours, branch])).body.code, "e_way_bills_of_several_gstins");
  assert.equal((await consolidate([ours], { vehicleNumber: "XX" })).body.code, "vehicle_number_not_valid");
  assert.equal(await sheets(), before);
  const refused =
    await (await world.fault({ portal: "ewb", operation: "consolidate", kind: "portal_error", code: "649" }),
      consolidate([ours]));
  assert.deepEqual([refused.status, refused.body.code], [409, "e_way_change_refused"]);
  assert.equal((await world.api("GET /api/ewaybill/consolidated")).body.data[0].status, "failed");
  assert.equal((await consolidate([ours])).status, 201);
  const made = (await world.api("GET /api/ewaybill/consolidated")).body.data[0].consolidatedNumber;
  assert.equal((await world.api(`GET /api/ewaybill/consolidated/${made}`, { as: asRival })).status, 404);
});

test("ewaybill: another company's numbers answer 404 like unknown ones, and the reach is written down", async () => {
  const { ewbNumber } = await bills.bill();
  const { body: { consolidatedNumber } } = await consolidate([ewbNumber]);
  await world.admin`delete from audit.security_events`.catch(() => {});
  const events = () =>
    rowsOf(world, rival)(({ sql }) =>
      sql`select entity, facts from audit.security_events where kind = 'tenant_crossing' order by occurred_at, id`
    );
  const before = (await events()).length;
  const reject = await world.api(`POST /api/ewaybill/${ewbNumber}/reject`, { as: asRival, body: {} });
  const unknown = await world.api("GET /api/ewaybill/999999999999", { as: asRival });
  assert.deepEqual([reject.status, reject.body.detail], [404, unknown.body.detail]);
  await world.api(`GET /api/ewaybill/${ewbNumber}`, { as: asRival });
  await world.api(`POST /api/ewaybill/${ewbNumber}/retry`, { as: asRival });
  await world.api(`GET /api/ewaybill/consolidated/${consolidatedNumber}`, { as: asRival });
  const entity = "ewaybill.e_way_bills";
  assert.deepEqual([...(await events()).slice(before)], [
    { entity, facts: { number: ewbNumber } },
    { entity, facts: { number: ewbNumber } },
    { entity, facts: { number: ewbNumber } },
    { entity: "ewaybill.consolidated_bills", facts: { number: consolidatedNumber } },
  ]);
});

const movement = {
  fromPlace: "Pune",
  fromState: "27",
  toPlace: "Bengaluru",
  toState: "29",
  reasonCode: "2",
  remarks: "two lorries",
  unit: "NOS",
};
const move = (number: string, totalQuantity: number, vehicles: unknown[], more: Record<string, unknown> = {}) =>
  world.api(`POST /api/ewaybill/${number}/multi-vehicle`, { body: { ...movement, totalQuantity, vehicles, ...more } });
const carried = (body: { vehicleGroups: { vehicles: Record<string, unknown>[] }[] }) =>
  body.vehicleGroups[0]?.vehicles.map((
    { vehicleNumber, quantity, replacedAt },
  ) => [vehicleNumber, quantity, !replacedAt]);

test("ewaybill: goods of one bill in several vehicles, each with its quantity, never more than there are", async () => {
  const { ewbNumber, voucher } = await bills.bill();
  const vehicles = [{ vehicleNumber: "KA01AB0001", quantity: 4 }, { vehicleNumber: "KA 02 CD 0002", quantity: 3.5 }];
  assert.equal((await move(ewbNumber, 11, vehicles)).body.code, "e_way_quantity_too_large");
  assert.equal((await move(ewbNumber, 7, vehicles)).body.code, "e_way_quantity_too_large");
  assert.equal((await move(ewbNumber, 9, vehicles, { unit: "KGS" })).body.code, "e_way_unit_not_on_bill");
  assert.equal((await move(ewbNumber, 9, [vehicles[0], vehicles[0]])).body.code, "e_way_vehicle_named_twice");
  assert.equal(
    (await move(ewbNumber, 9, [{ ...vehicles[0], vehicleNumber: "XX" }])).body.code,
    "vehicle_number_not_valid",
  );
  assert.deepEqual(await bills.calls(voucher.id), ["generate done", "get_by_document done"]);

  const moved = await move(ewbNumber, 9, vehicles);
  assert.equal(moved.status, 200, moved.text);
  assert.deepEqual(carried(moved.body), [["KA01AB0001", 4, true], ["KA02CD0002", 3.5, true]]);
  assert.equal(moved.body.vehicleGroups[0].remainingQuantity, 1.5);
  assert.deepEqual(await bills.calls(voucher.id), [
    "generate done",
    "get_by_document done",
    "start_multi_vehicle done",
    "add_vehicle done",
    "add_vehicle done",
  ]);
  const vehicle = {
    vehicleNumber: "KA05AB0005",
    fromPlace: "Pune",
    fromState: "27",
    reasonCode: "1",
    remarks: "broken",
  };
  const whole = await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle });
  assert.deepEqual([whole.status, whole.body.code], [409, "e_way_multi_vehicle_started"]);
  assert.equal((await consolidate([ewbNumber])).body.code, "e_way_multi_vehicle_started");
});

test("ewaybill: a vehicle is added to a group for what is left, and another takes over what one carries", async () => {
  const { ewbNumber } = await bills.bill();
  await move(ewbNumber, 10, [{ vehicleNumber: "KA01AB0001", quantity: 6 }]);
  const path = `/api/ewaybill/${ewbNumber}/multi-vehicle/vehicles`;
  const add = (body: Record<string, unknown>) => world.api(`POST ${path}`, { body: { groupNo: 1, ...body } });
  assert.equal((await add({ vehicleNumber: "KA03AB0003", quantity: 4.001 })).body.code, "e_way_quantity_too_large");
  assert.equal(
    (await add({ groupNo: 2, vehicleNumber: "KA03AB0003", quantity: 1 })).body.code,
    "e_way_vehicle_group_unknown",
  );
  assert.equal((await add({ vehicleNumber: "KA03AB0003", quantity: 4 })).status, 200);
  const { fromPlace, fromState, reasonCode, remarks } = movement;
  const replace = (oldVehicleNumber: string) =>
    world.api(`PUT ${path}`, {
      body: { groupNo: 1, oldVehicleNumber, vehicleNumber: "KA04AB0004", fromPlace, fromState, reasonCode, remarks },
    });
  assert.equal((await replace("KA09AB0009")).body.code, "e_way_vehicle_not_in_group");
  const replaced = await replace("KA01AB0001");
  assert.equal(replaced.status, 200, replaced.text);
  assert.deepEqual(carried(replaced.body), [["KA01AB0001", 6, false], ["KA03AB0003", 4, true], [
    "KA04AB0004",
    6,
    true,
  ]]);
  assert.equal(
    (await world.api(`POST ${path}`, { as: asRival, body: { groupNo: 1, vehicleNumber: "KA03AB0003", quantity: 1 } }))
      .status,
    404,
  );
});

/** A challan of the rival to the house: a bill made on the house's GSTIN, which needs no IRN. */
async function madeOnUs() {
  const party = {
    name: "House of Paper",
    gstin: gstinOf(house),
    address: "204 Laxmi Estate",
    city: "Mumbai",
    pincode: "400053",
    stateCode: "27",
  };
  return await bills.bill(transport, asRival, bills.sale({ type: "delivery_challan", purpose: "job_work", party }));
}
const fetchAll = () => fetchReceived(world.context(house), world.ewayDeps);

test("ewaybill: bills others made on us are listed from the next day on, and rejected within 72 hours", async () => {
  const { ewbNumber } = await madeOnUs();
  assert.equal((await fetchAll()).listed, 0);
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`)).status, 404);
  world.clock.set("2026-11-21T00:15:00+05:30");
  assert.deepEqual(await fetchAll(), { listed: 1, added: 1, rejected: 0, failed: 0 });
  assert.equal((await fetchAll()).added, 0);
  assert.deepEqual(await fetchReceived(world.context(rival), world.ewayDeps), {
    listed: 0,
    added: 0,
    rejected: 0,
    failed: 0,
  });
  const { body: { data: [received] } } = await world.api("GET /api/ewaybill/received?status=active");
  assert.deepEqual([received.ewbNumber, received.generatedBy, received.fromGstin, received.gstin], [
    ewbNumber,
    gstinOf(rival),
    gstinOf(rival),
    gstinOf(house),
  ]);
  assert.equal(Date.parse(received.rejectableUntil), Date.parse("2026-11-23T10:00:00+05:30"));
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`)).body.direction, "received");
  const rejected = await world.api(`POST /api/ewaybill/${ewbNumber}/reject`, { body: { remarks: "not ordered" } });
  assert.equal(rejected.status, 200, rejected.text);
  assert.equal(rejected.body.status, "rejected");
  assert.equal((await bills.atPortal(ewbNumber))?.is_rejected, true);
  const again = await world.api(`POST /api/ewaybill/${ewbNumber}/reject`, { body: {} });
  assert.deepEqual([again.status, again.body.code], [409, "e_way_bill_not_alive"]);
  assert.equal((await fetchAll()).added, 0);
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`)).body.status, "rejected");

  world.clock.set("2026-11-22T00:15:00+05:30");
  const theirs = () => fetchReceived(world.context(rival), world.ewayDeps);
  assert.equal((await theirs()).rejected, 1, "who made it is told the day after");
  assert.equal((await theirs()).rejected, 0);
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`, { as: asRival })).body.status, "rejected");
  const [told] = await bills.notices("e_way_bill_rejected");
  assert.deepEqual([told?.severity, told?.facts.ewbNumber, told?.count], ["critical", ewbNumber, 1]);
});

test("ewaybill: a bill is not rejected after its time, nor one of our own making; refused there, it stands", async () => {
  const { ewbNumber } = await madeOnUs();
  world.clock.set("2026-11-21T00:15:00+05:30");
  await fetchAll();
  await world.fault({ portal: "ewb", operation: "reject", kind: "portal_error", code: "347" });
  const reject = () => world.api(`POST /api/ewaybill/${ewbNumber}/reject`, { body: {} });
  assert.equal((await reject()).status, 202);
  await world.admin`update ewaybill.changes set status = 'refused', finished_at = now() where status = 'unknown'`;
  await world.admin`update ewaybill.received_bills set status = 'active' where ewb_number = ${ewbNumber}`;
  await world.fault({ portal: "ewb", operation: "reject", kind: "portal_error", code: "342" });
  assert.equal((await reject()).body.code, "e_way_change_refused");
  assert.equal((await world.api(`GET /api/ewaybill/${ewbNumber}`)).body.status, "active");
  await world.admin`update ewaybill.received_bills set generated_by = gstin where ewb_number = ${ewbNumber}`;
  assert.equal((await reject()).body.code, "e_way_bill_is_ours");
  await world.admin`update ewaybill.received_bills set generated_by = ${
    gstinOf(rival)
  } where ewb_number = ${ewbNumber}`;
  world.clock.set("2026-11-23T10:00:01+05:30");
  assert.equal((await reject()).body.code, "e_way_reject_window_closed");
  assert.equal((await world.api("POST /api/ewaybill/received/refresh")).status, 202);
});
