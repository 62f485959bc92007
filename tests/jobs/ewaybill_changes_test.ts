import assert from "node:assert/strict";
import { changeRequested, fetchReceived, generateDueBills, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { openPortal } from "../../domain/ewaybill/portal.ts";
import { einvoiceWorld, gstinOf, house, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";
import { ewayBills, transport } from "../routes/ewaybill_world.ts";

const world = await einvoiceWorld();
const bills = ewayBills(world);
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  await world.db`delete from sandbox.faults`;
  await world.admin`delete from ops.notifications`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
type Row = Record<string, string>;

/** A bill made by the job, without the queue. */
async function made(tenant = house, body = bills.sale()) {
  const voucher = await world.post(body, tenant === house ? "owner@house.test" : "owner@rival.test");
  const id = await rowsOf(world, tenant)(async ({ sql }) => {
    const [row] = await sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)}) as id`;
    return row?.id as string;
  });
  await generateDueBills(world.context(tenant), deps);
  const [row] = await world.admin<Row[]>`select ewb_number as number from ewaybill.e_way_bills where id = ${id}`;
  return { id, voucher, number: row?.number ?? "" };
}
/** Asks for a change without the job; answers its id. */
const ask = (number: string, change: string, request: Record<string, unknown>) =>
  rowsOf(world)(async ({ sql }) => {
    const [row] = change === "start_multi_vehicle"
      ? await sql`select change_id from ewaybill.request_multi_vehicle(${number}, ${sql.json(request as never)})`
      : await sql`select change_id from ewaybill.request_change(${number}, ${change}, ${sql.json(request as never)})`;
    return row?.change_id as string;
  });
const consolidate = (numbers: string[]) =>
  rowsOf(world)(async ({ sql }) => {
    const [row] = await sql`
      select change_id from ewaybill.request_consolidation(${numbers}, ${
      sql.json(changes.consolidate!.request as never)
    })`;
    return row?.change_id as string;
  });
/** The portal with a patience of a second, since some of its faults try it. */
const deps: typeof world.ewayDeps = {
  ...world.ewayDeps,
  sites: async (environment) =>
    (await world.ewayDeps.sites(environment)).map((site) => ({ ...site, timeoutMs: 1_000 })),
};
const sweep = (tenant = house) => sweepOpenChanges(world.context(tenant), deps);
async function untilSettled(id: string) {
  for (let round = 0; round < 8; round++) {
    world.later(600);
    await sweep();
    if ((await standing(id)).status !== "unknown" && (await standing(id)).status !== "requested") return;
  }
  throw new Error(`not settled: ${JSON.stringify(await standing(id))}`);
}
const standing = async (id: string) => (await world.admin<Row[]>`select * from ewaybill.changes where id = ${id}`)[0]!;

/** A challan of the rival to the house: a bill made on the house, as the portal lists it the day after. */
async function madeOnUs() {
  const party = {
    name: "House of Paper",
    gstin: gstinOf(house),
    address: "204 Laxmi Estate",
    city: "Mumbai",
    pincode: "400053",
    stateCode: "27",
  };
  const { number } = await made(rival, bills.sale({ type: "delivery_challan", purpose: "job_work", party }));
  world.clock.set("2026-11-21T00:15:00+05:30");
  await fetchReceived(world.context(house), deps);
  return number;
}

/** A bill with a change of this kind asked for, and nothing sent of it. */
async function begun(change: string) {
  const { at, after, request } = changes[change]!;
  world.clock.set(startOfTests);
  if (change === "reject") {
    const number = await madeOnUs();
    const [row] = await rowsOf(world)(({ sql }) =>
      sql`select change_id from ewaybill.request_rejection(${number}, ${sql.json(request as never)})`
    );
    return { number, id: row?.change_id as string };
  }
  const { number } = await made();
  if (after) await changeRequested(world.context(house), deps, await ask(number, after, changes[after]!.request));
  if (at) world.clock.set(at);
  return { number, id: change === "consolidate" ? await consolidate([number]) : await ask(number, change, request) };
}

const moved = { fromPlace: "Pune", fromState: "27", reasonCode: "2", remarks: "on its way" };
interface Kind {
  readonly operation: string;
  readonly request: Record<string, unknown>;
  /** When it may be asked for. */
  readonly at?: string;
  /** What must have been done to the bill before. */
  readonly after?: string;
  /** How often it happened at the portal. */
  effects(number: string): Promise<number>;
}
const count = async (rows: Promise<readonly { n?: unknown }[]>) => Number((await rows)[0]?.n ?? 0);
/** Loads of a vehicle in the portal's books, or how often it was entered there, whichever is more. */
const loads = (number: string, vehicle: string) =>
  count(world.admin`
    select greatest((select count(*) from sandbox.ewb_movement_vehicles where ewb_no = ${number} and vehicle_no = ${vehicle}),
      (select count(*) from sandbox.ewb_vehicles where ewb_no = ${number} and entry ->> 'vehicleNo' = ${vehicle})) as n`);
const changes: Record<string, Kind> = {
  update_vehicle: {
    operation: "update_vehicle",
    request: { ...moved, vehicleNumber: "KA01AB0001" },
    effects: (number) =>
      count(
        world
          .admin`select count(*) as n from sandbox.ewb_vehicles where ewb_no = ${number} and entry ->> 'vehicleNo' = 'KA01AB0001'`,
      ),
  },
  update_transporter: {
    operation: "update_transporter",
    request: { transporterId: "88AABCT1234C1Z5" },
    effects: (number) =>
      count(
        world
          .admin`select count(*) as n from sandbox.ewb_bills where ewb_no = ${number} and transporter_id = '88AABCT1234C1Z5'`,
      ),
  },
  extend: {
    operation: "extend",
    request: { ...moved, fromPincode: "411001", remainingKm: 300, reasonCode: "1" },
    at: "2026-11-25T16:30:00+05:30",
    effects: (number) => count(world.admin`select extended_times as n from sandbox.ewb_bills where ewb_no = ${number}`),
  },
  cancel: {
    operation: "cancel",
    request: { reasonCode: "2", remarks: "withdrawn" },
    effects: (number) =>
      count(world.admin`select count(*) as n from sandbox.ewb_bills where ewb_no = ${number} and status = 'CNL'`),
  },
  start_multi_vehicle: {
    operation: "start_movement",
    request: {
      ...moved,
      toPlace: "Bengaluru",
      toState: "29",
      unit: "NOS",
      totalQuantity: "10",
      vehicles: [{ vehicleNumber: "KA01AB0001", quantity: "7" }],
    },
    effects: (number) => count(world.admin`select count(*) as n from sandbox.ewb_movements where ewb_no = ${number}`),
  },
  add_vehicle: {
    operation: "add_vehicle",
    request: { groupNo: 1, vehicleNumber: "KA02AB0002", quantity: "3" },
    after: "start_multi_vehicle",
    effects: (number) => loads(number, "KA02AB0002"),
  },
  replace_vehicle: {
    operation: "change_vehicle",
    request: { ...moved, groupNo: 1, oldVehicleNumber: "KA01AB0001", vehicleNumber: "KA03AB0003" },
    after: "start_multi_vehicle",
    effects: (number) => loads(number, "KA03AB0003"),
  },
  reject: {
    operation: "reject",
    request: {},
    effects: (number) =>
      count(world.admin`select count(*) as n from sandbox.ewb_bills where ewb_no = ${number} and is_rejected`),
  },
  consolidate: {
    operation: "consolidate",
    request: { vehicleNumber: "KA01AB0001", fromPlace: "Pune", fromState: "27" },
    effects: (number) =>
      count(world.admin`select count(*) as n from sandbox.ewb_trip_sheet_bills where ewb_no = ${number}`),
  },
};
const faults: Record<string, unknown>[] = [
  { kind: "timeout_after_success" },
  { kind: "truncated" },
  { kind: "reset" },
  { kind: "http_503" },
  { kind: "http_504", afterEffect: true },
  { kind: "http_429", retryAfter: 60 },
  { kind: "malformed" },
  { kind: "undecipherable" },
  { kind: "token_expired" },
  { kind: "portal_error", code: "118" },
  { kind: "portal_error", code: "813", afterEffect: true },
  { kind: "crossed_reply" },
];

for (const [change, { operation, effects }] of Object.entries(changes)) {
  test(`ewaybill: ${change} under ${faults.length} faults ends done, and happened once`, async () => {
    for (const plan of faults) {
      const { number, id } = await begun(change);
      await world.fault({ portal: "ewb", operation, ...plan });
      await changeRequested(world.context(house), deps, id);
      if ((await standing(id)).status !== "done") await untilSettled(id);
      const { status, error_message: why } = await standing(id);
      assert.deepEqual([status, await effects(number)], ["done", 1], `${JSON.stringify(plan)}: ${why}`);
    }
    const open = await world
      .admin`select status from ewaybill.changes where status in ('queued', 'requested', 'unknown')`;
    assert.deepEqual([...open], []);
  });
}

test("ewaybill: a change whose worker died before it was sent, or after, is taken up again, and happens once", async () => {
  for (const sent of [false, true]) {
    for (const [change, { effects }] of Object.entries(changes)) {
      const { number, id } = await begun(change);
      const [taken] = await rowsOf(world)(({ sql }) => sql`select * from ewaybill.change_to_send(${id})`);
      if (sent) {
        const portal = await openPortal(world.context(house), deps, taken?.gstin);
        if ("errorCode" in portal) throw new Error(portal.errorMessage);
        await portal.ewbFor(taken?.entity_id).change(portal.registration, taken?.change, taken?.payload);
      }
      assert.equal(await changeRequested(world.context(house), deps, id), false, "another worker has it");
      world.later(200);
      assert.equal((await sweep()).settled, 0, "its lease runs");
      await untilSettled(id);
      assert.deepEqual([(await standing(id)).status, await effects(number)], ["done", 1], `${change}, sent: ${sent}`);
    }
  }
});

test("ewaybill: two workers and two jobs over the same changes ask for each once, and another company's are not touched", async () => {
  const [first, second] = [await made(), await made()];
  const ids = [
    await ask(first.number, "update_vehicle", changes.update_vehicle!.request),
    await ask(second.number, "cancel", changes.cancel!.request),
  ];
  world.later(150);
  assert.deepEqual(await sweep(rival), { settled: 0, open: 0, toPerson: 0 });
  await Promise.all([
    sweep(),
    sweep(),
    ...ids.map((id) => changeRequested(world.context(house), deps, id)),
    ...ids.map((id) => changeRequested(world.context(house), deps, id)),
  ]);
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await standing(id)).status)), ["done", "done"]);
  assert.deepEqual(await bills.calls(first.voucher.id), ["generate done", "update_vehicle done"]);
  assert.deepEqual(await bills.calls(second.voucher.id), ["generate done", "cancel done"]);
});

test("ewaybill: what the portal does not settle in 46 hours goes to a person, who may have it asked again", async () => {
  const { number, id: billId } = await made();
  const id = await ask(number, "update_vehicle", changes.update_vehicle!.request);
  await world.fault({ portal: "ewb", operation: "*", kind: "http_503", times: 999 });
  await changeRequested(world.context(house), deps, id);
  world.later(45 * 3600);
  assert.equal((await sweep()).toPerson, 0);
  world.later(3600);
  assert.equal((await sweep()).toPerson, 1);
  assert.deepEqual([(await standing(id)).status, (await standing(id)).error_code], ["unknown", "unknown_too_long"]);
  const [told] = await bills.notices("e_way_unknown_too_long");
  assert.deepEqual([told?.severity, told?.facts.id], ["critical", billId]);
  world.later(3600);
  assert.deepEqual(await sweep(), { settled: 0, open: 0, toPerson: 0 });

  await world.db`delete from sandbox.faults`;
  await rowsOf(world)(({ sql }) => sql`select * from ewaybill.retry(${number})`);
  assert.equal((await sweep()).settled, 1);
  assert.equal((await standing(id)).status, "done");
  assert.equal((await bills.notices("e_way_unknown_too_long")).length, 1);
  const nothing = await world.api(`POST /api/ewaybill/${number}/retry`);
  assert.deepEqual([nothing.status, nothing.body.code], [409, "e_way_bill_nothing_to_retry"]);
});

test("ewaybill: a bill unknown for 46 hours goes to a person too, and is adopted once it is asked for again", async () => {
  const voucher = await world.post(bills.sale());
  const id = await rowsOf(world)(async ({ sql }) =>
    (await sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)}) as id`)[0]?.id as string
  );
  await world.fault({ portal: "ewb", kind: "timeout_after_success" });
  await world.fault({ portal: "ewb", operation: "get_by_document", kind: "http_503", times: 999 });
  const run = () => generateDueBills(world.context(house), deps);
  await run();
  assert.equal((await sweep()).toPerson, 0);
  world.later(46 * 3600 + 1);
  assert.equal((await sweep()).toPerson, 1);
  const { body } = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`);
  assert.deepEqual([body.data[0].status, body.data[0].error.code], ["unknown", "unknown_too_long"]);
  await world.db`delete from sandbox.faults`;
  world.later(3600);
  await run();
  assert.equal((await sweep()).toPerson, 0);
  assert.equal((await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`)).body.data[0].status, "unknown");
  assert.equal((await world.api(`POST /api/ewaybill/${id}/retry`)).status, 202);
  await run();
  assert.equal((await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`)).body.data[0].status, "active");
  assert.equal(
    await count(world.admin`select count(*) as n from sandbox.ewb_bills where document_no = ${voucher.number}`),
    1,
  );
});

test("ewaybill: a bill of the same document with another number of goods is not ours, and is not adopted", async () => {
  const voucher = await world.post(bills.sale());
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)})`);
  await world.fault({ portal: "ewb", kind: "timeout_after_success" });
  await generateDueBills(world.context(house), deps);
  await world.admin`update sandbox.ewb_bills set request = jsonb_set(request, '{itemList,1}', '{"hsnCode": 482010}')
    where document_no = ${voucher.number}`;
  world.later(60);
  await generateDueBills(world.context(house), deps);
  const { body } = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`);
  assert.deepEqual([body.data[0].status, body.data[0].error.code], ["failed", "other_document"]);
  assert.match(body.data[0].error.message, /number of goods/);
});
