import { changeRequested, fetchReceived, generateDueBills, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { ewayBills, transport } from "../routes/ewaybill_world.ts";
import { einvoiceWorld, gstinOf, house, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

type Row = Record<string, string>;

/** Bills of two companies and every kind of change of them, asked for and run by hand. Close its `world` when the file ends. */
export async function changeWorld() {
  const world = await einvoiceWorld();
  const bills = ewayBills(world);
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
  const standing = async (id: string) =>
    (await world.admin<Row[]>`select * from ewaybill.changes where id = ${id}`)[0]!;

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
      effects: (number) =>
        count(world.admin`select extended_times as n from sandbox.ewb_bills where ewb_no = ${number}`),
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
      operation: "replace_vehicle",
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
  /** As each test begins. */
  const reset = async () => {
    world.clock.set(startOfTests);
    await world.db`delete from sandbox.faults`;
    await world.admin`delete from ops.notifications`;
    await world.admin`delete from ops.breakers`;
  };
  return { world, bills, deps, changes, made, begun, ask, sweep, standing, untilSettled, count, reset };
}
