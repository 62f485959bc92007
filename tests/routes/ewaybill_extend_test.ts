import assert from "node:assert/strict";
import { expireBills, extendDueBills } from "../../domain/ewaybill/mod.ts";
import { type EInvoiceWorld, einvoiceWorld, gstinOf, house, rival } from "../support/einvoice_world.ts";
import { asRival, ewayBills, transport } from "./ewaybill_world.ts";

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
  await world.admin`delete from ops.notifications`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

/** 980 km from 20 November: valid until the 25th, 23:59. */
const body = {
  remainingKm: 300,
  reasonCode: "1",
  remarks: "flood on the way",
  fromPlace: "Kolhapur",
  fromState: "27",
  fromPincode: "416001",
};
const extend = (number: string, more: Record<string, unknown> = {}, as?: string) =>
  world.api(`POST /api/ewaybill/${number}/extend`, { ...(as && { as }), body: { ...body, ...more } });
const instant = (time: string) => Date.parse(time);

test("ewaybill: a validity is extended within eight hours of its end by what remains of the way, also just after it", async () => {
  const { ewbNumber } = await bills.bill();
  world.clock.set("2026-11-25T15:58:00+05:30");
  const early = await extend(ewbNumber);
  assert.deepEqual([early.status, early.body.code], [409, "e_way_extension_window"]);
  assert.equal(instant(early.body.facts.opensAt), instant("2026-11-25T15:59:00+05:30"));
  assert.equal(instant(early.body.facts.closesAt), instant("2026-11-26T07:59:00+05:30"));
  assert.match(early.body.detail, /from 25 Nov 2026, 15:59 IST to 26 Nov 2026, 07:59 IST/);

  world.clock.set("2026-11-26T07:58:00+05:30");
  assert.equal((await bills.read(ewbNumber)).status, "expired");
  const done = await extend(ewbNumber, { vehicleNumber: "KA 01 AB 0001" });
  assert.equal(done.status, 200, done.text);
  assert.deepEqual([done.body.status, instant(done.body.validUntil)], ["active", instant("2026-11-28T23:59:00+05:30")]);
  assert.equal(done.body.transport.vehicleNumber, "KA 01 AB 0001");
  assert.equal((await bills.atPortal(ewbNumber))?.extended_times, 1);

  const { ewbNumber: late } = await bills.bill({ ...transport, distanceKm: 100 });
  world.clock.set("2026-11-28T08:00:00+05:30");
  assert.equal((await extend(late)).body.code, "e_way_extension_window");
});

test("ewaybill: what the portal would refuse of an extension is refused here, by name, and nothing is sent", async () => {
  const { ewbNumber, voucher } = await bills.bill();
  const { ewbNumber: theirs } = await bills.bill({ ...transport, transporterId: gstinOf(rival) });
  const { ewbNumber: partA } = await bills.bill({ transporterId: gstinOf(rival), distanceKm: 100 });
  const { ewbNumber: old } = await bills.bill();
  await world
    .admin`update ewaybill.e_way_bills set generated_at = '2025-11-30T10:00:00+05:30' where ewb_number = ${old}`;
  world.clock.set("2026-11-25T20:00:00+05:30");
  const cases: [string, Record<string, unknown>, number, string][] = [
    [ewbNumber, { remainingKm: 981 }, 400, "e_way_distance_too_long"],
    [ewbNumber, { mode: "rail" }, 400, "transport_document_missing"],
    [ewbNumber, { vehicleNumber: "12" }, 400, "vehicle_number_not_valid"],
    [ewbNumber, { reasonCode: "3" }, 400, "invalid_request"],
    [ewbNumber, { inTransit: { at: "warehouse" } }, 400, "invalid_request"],
    [theirs, {}, 409, "e_way_extension_is_the_transporters"],
    [partA, {}, 409, "e_way_bill_has_no_part_b"],
    [old, {}, 409, "e_way_extension_too_long"],
  ];
  for (const [number, more, status, code] of cases) {
    const answer = await extend(number, more);
    assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
  }
  assert.equal((await extend(ewbNumber, {}, asRival)).status, 404);
  assert.deepEqual(await bills.calls(voucher.id), ["generate done", "get_by_document done"]);
});

test("ewaybill: goods that stand are told as in transit, with where they stand", async () => {
  const { ewbNumber, voucher } = await bills.bill();
  world.clock.set("2026-11-25T20:00:00+05:30");
  const inTransit = { at: "warehouse", addressLine1: "Shed 4", addressLine2: "APMC Yard", addressLine3: "Kolhapur" };
  const done = await extend(ewbNumber, { reasonCode: "99", inTransit });
  assert.equal(done.status, 200, done.text);
  const [call] = await world.admin`
    select request ->> 'body' as body from ops.api_calls where entity_id = ${voucher.id} and operation = 'extend'`;
  const { consignmentStatus, transitType, transMode, addressLine2, extnRsnCode, remainingDistance } = JSON.parse(
    call?.body,
  );
  assert.deepEqual(
    [consignmentStatus, transitType, transMode, addressLine2, extnRsnCode, remainingDistance],
    ["T", "W", "5", "APMC Yard", 99, 300],
  );
});

test("ewaybill: the last extension ends 360 days after the making, and the portal's word for it is taken", async () => {
  const { ewbNumber } = await bills.bill();
  const made = "2025-12-01T10:00:00+05:30";
  await world.admin`update sandbox.ewb_bills set generated_at = ${made} where ewb_no = ${ewbNumber}`;
  await world.admin`update ewaybill.e_way_bills set generated_at = ${made} where ewb_number = ${ewbNumber}`;
  world.clock.set("2026-11-25T20:00:00+05:30");
  const done = await extend(ewbNumber, { remainingKm: 980 });
  assert.equal(instant(done.body.validUntil), instant("2026-11-26T23:59:00+05:30"), done.text);
  world.clock.set("2026-11-26T20:00:00+05:30");
  assert.equal((await extend(ewbNumber)).body.code, "e_way_extension_too_long");
});

test("ewaybill: planned ahead, an extension is asked for when its window opens, once, by whichever worker comes first", async () => {
  const { ewbNumber } = await bills.bill();
  const planned = await extend(ewbNumber, { when: "window_opens" });
  assert.equal(planned.status, 202, planned.text);
  const [plan] = planned.body.changes;
  assert.deepEqual([plan.change, plan.status, instant(plan.startsAt)], [
    "extend",
    "planned",
    instant("2026-11-25T15:59:00+05:30"),
  ]);
  const vehicle = {
    vehicleNumber: "KA01AB0001",
    fromPlace: "Pune",
    fromState: "27",
    reasonCode: "1",
    remarks: "broken",
  };
  assert.equal((await world.api(`PUT /api/ewaybill/${ewbNumber}/vehicle`, { body: vehicle })).status, 200);

  world.clock.set("2026-11-25T15:50:00+05:30");
  assert.deepEqual(await extendDueBills(world.context(house), world.ewayDeps), { settled: 0, open: 0, told: 0 });
  world.clock.set("2026-11-25T16:00:00+05:30");
  const both = await Promise.all([1, 2].map(() => extendDueBills(world.context(house), world.ewayDeps)));
  assert.equal(both[0]!.settled + both[1]!.settled, 1);
  await extendDueBills(world.context(rival), world.ewayDeps);
  const { status, validUntil, changes } = await bills.read(ewbNumber);
  assert.deepEqual([status, instant(validUntil)], ["active", instant("2026-11-27T23:59:00+05:30")]);
  assert.equal(changes.find(({ change }: { change: string }) => change === "extend").status, "done");
  assert.equal((await bills.atPortal(ewbNumber))?.extended_times, 1);
});

test("ewaybill: a plan may be taken back or told anew, and waits for its new window where somebody extended meanwhile", async () => {
  const { ewbNumber } = await bills.bill();
  await extend(ewbNumber, { when: "window_opens" });
  const anew = await extend(ewbNumber, { when: "window_opens", remainingKm: 100 });
  assert.deepEqual(anew.body.changes.map(({ status }: { status: string }) => status), ["withdrawn", "planned"]);
  assert.equal((await world.api(`DELETE /api/ewaybill/${ewbNumber}/extend`, { as: asRival })).status, 404);
  world.clock.set("2026-11-25T20:00:00+05:30");
  assert.equal((await extend(ewbNumber)).status, 200);
  await extendDueBills(world.context(house), world.ewayDeps);
  const { changes } = await bills.read(ewbNumber);
  assert.equal(instant(changes.at(1).startsAt), instant("2026-11-27T15:59:00+05:30"));
  const taken = await world.api(`DELETE /api/ewaybill/${ewbNumber}/extend`);
  assert.equal(taken.body.changes.at(1).status, "withdrawn");
  assert.equal((await world.api(`DELETE /api/ewaybill/${ewbNumber}/extend`)).status, 404);
});

test("ewaybill: a portal that is down while the window closes is tried to its end, and somebody is told in time", async () => {
  const { ewbNumber } = await bills.bill();
  await extend(ewbNumber, { when: "window_opens" });
  await world.fault({ portal: "ewb", operation: "*", kind: "http_503", times: 999 });
  const at = async (time: string) => {
    world.clock.set(time);
    return await extendDueBills(world.context(house), world.ewayDeps);
  };
  assert.deepEqual(await at("2026-11-25T16:00:00+05:30"), { settled: 0, open: 1, told: 0 });
  assert.equal((await at("2026-11-26T06:10:00+05:30")).told, 1);
  const [risk] = await bills.notices("e_way_extension_at_risk");
  assert.deepEqual([risk?.severity, risk?.facts.ewbNumber], ["warning", ewbNumber]);
  assert.equal((await at("2026-11-26T08:10:00+05:30")).told, 1);
  const [missed] = await bills.notices("e_way_extension_missed");
  assert.deepEqual([missed?.severity, missed?.subject], ["critical", `E-way bill ${ewbNumber} was not extended`]);
});

test("ewaybill: a plan that the portal refuses, or whose window passed while nothing ran, is told with its reason", async () => {
  const { ewbNumber } = await bills.bill();
  const { ewbNumber: forgotten } = await bills.bill();
  await extend(ewbNumber, { when: "window_opens" });
  await extend(forgotten, { when: "window_opens" });
  await world.admin`update ewaybill.changes set next_attempt_at = 'infinity' where status = 'planned'
    and e_way_bill_id = (select id from ewaybill.e_way_bills where ewb_number = ${forgotten})`;
  await world.fault({ portal: "ewb", operation: "extend", kind: "portal_error", code: "384" });
  world.clock.set("2026-11-25T16:00:00+05:30");
  await extendDueBills(world.context(house), world.ewayDeps);
  const [refused] = await bills.notices("e_way_extension_failed");
  assert.deepEqual([refused?.severity, refused?.facts.ewbNumber], ["critical", ewbNumber]);
  await world.admin`update ewaybill.changes set next_attempt_at = '2026-11-25' where status = 'planned'`;
  world.clock.set("2026-11-26T08:10:00+05:30");
  await extendDueBills(world.context(house), world.ewayDeps);
  const { changes } = await bills.read(forgotten);
  assert.deepEqual([changes[0].status, changes[0].error.code], ["refused", "e_way_extension_window"]);
  assert.equal((await bills.notices("e_way_extension_failed")).length, 2);
});

test("R3.10 bills that end within 24 and within 8 hours are told, once; then they are expired, and Part A after 15 days", async () => {
  const { ewbNumber } = await bills.bill();
  const { ewbNumber: partA, partAValidUntil } = await bills.bill({ transporterId: gstinOf(rival), distanceKm: 100 });
  assert.equal(instant(partAValidUntil), instant("2026-12-05T10:00:00+05:30"));
  const watch = async (time: string) => {
    world.clock.set(time);
    return await expireBills(world.context(house));
  };
  await watch("2026-11-25T10:00:00+05:30");
  await watch("2026-11-25T11:00:00+05:30");
  const day = await bills.notices("e_way_bills_expire");
  assert.deepEqual(day.map(({ severity, facts }) => [severity, facts.withinHours]), [["info", 24]]);
  assert.ok(day[0]?.facts.ewbNumbers.includes(ewbNumber));
  await watch("2026-11-25T17:00:00+05:30");
  assert.deepEqual((await bills.notices("e_way_bills_expire")).map(({ severity }) => severity), ["info", "warning"]);
  assert.deepEqual(await expireBills(world.context(rival)), { expired: 0, told: 0 });

  assert.ok((await watch("2026-11-26T00:00:00+05:30")).expired >= 1);
  const left = await world.admin`select key from ops.notifications
    where kind = 'e_way_bills_expire' and resolved_at is null and facts ->> 'day' = '2026-11-25'`;
  assert.equal(left.length, 0, "the day is over, and its notices with it");
  const [row] = await world.admin`select status from ewaybill.e_way_bills where ewb_number = ${ewbNumber}`;
  assert.equal(row?.status, "expired");
  assert.equal((await bills.read(partA)).status, "part_a");
  await watch("2026-12-05T10:00:01+05:30");
  assert.equal((await bills.read(partA)).status, "expired");
  const vehicle = {
    vehicleNumber: "KA01AB0001",
    fromPlace: "Pune",
    fromState: "27",
    reasonCode: "4",
    remarks: "first",
  };
  const late = await world.api(`PUT /api/ewaybill/${partA}/vehicle`, { body: vehicle });
  assert.deepEqual([late.status, late.body.code], [409, "e_way_bill_not_alive"]);
});
