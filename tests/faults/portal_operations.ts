import assert from "node:assert/strict";
import { cancelRequested, makeDueBills } from "../../domain/einvoice/mod.ts";
import { changeRequested, generateDueBills, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { type EInvoiceWorld, house, invoice, rowsOf } from "../support/einvoice_world.ts";
import type { Reached } from "./portal_faults.ts";

/** What an operation is about: a voucher, and what it has become. */
export interface Thing {
  readonly voucher: { id: string; number: string };
  /** Of the cancellation or change that was asked for. */
  readonly id?: string;
  readonly irn?: string;
  readonly ewbNumber?: string;
}

/** One operation at a portal, tried under a fault. */
export interface Operation {
  readonly name: string;
  readonly portal: "irp" | "ewb";
  /** As fault plans name it. */
  readonly operation: string;
  /** Brings the thing to where the operation is next. */
  begin(): Promise<Thing>;
  /** One run of the job. */
  run(thing: Thing): Promise<unknown>;
  /** A person asks again, where it was refused. */
  again(thing: Thing): Promise<Thing>;
  readonly site: Reached;
  /** How it stands here and at the portal; `effects` is how often it happened there. */
  standing(thing: Thing): Promise<{ here: string; effects: number; agrees: boolean }>;
  /** How it stands here when it has happened. */
  readonly done: string;
}

const vehicle = { vehicleNumber: "KA01AB0001", fromPlace: "Pune", fromState: "27", reasonCode: "1", remarks: "broke" };
const transport = { mode: "road", vehicleNumber: "MH12AB1234", distanceKm: 980 };
const withdrawn = { reasonCode: "2", remarks: "withdrawn" };
const consumer = { name: "Asha Stores", address: "12 MG Road", city: "Bengaluru", pincode: "560001", stateCode: "29" };
const goods = [{ description: "Ledger books", hsn: "482010", quantity: 10, unit: "NOS", rate: 6000, gstRate: 18 }];

/** The operations by which documents come to the portals and are changed there, on companies of a world. */
export async function portalOperations(world: EInvoiceWorld): Promise<Operation[]> {
  const { deps, ewayDeps } = world;
  const [ewbSite] = await ewayDeps.sites("sandbox");
  const atEwb = ewbSite as Reached;
  const ctx = world.context(house);
  // deno-lint-ignore no-explicit-any -- rows of functions, column by column
  const ask = async <T = any>(
    work: (sql: Parameters<Parameters<ReturnType<typeof rowsOf>>[0]>[0]["sql"]) => Promise<T>,
  ) => await rowsOf(world)(({ sql }) => work(sql));
  const one = async (rows: Promise<Iterable<unknown>>) => [...await rows][0] as Record<string, string> | undefined;

  const invoiced = async (): Promise<Thing> => ({ voucher: await world.post() });
  const registered = async (): Promise<Thing & { irn: string }> => {
    const { voucher } = await invoiced();
    await world.run();
    const { irn } = await world.standing(voucher.id);
    assert.ok(irn, "registered before the fault");
    return { voucher, irn };
  };
  const sold = async (): Promise<Thing> => {
    const voucher = await world.post(invoice({ party: consumer, lines: goods }));
    await wantBill(voucher);
    return { voucher };
  };
  const billed = async (): Promise<Thing & { ewbNumber: string }> => {
    const thing = await sold();
    await generateDueBills(ctx, ewayDeps);
    const { ewb_number: ewbNumber } = await billOf(thing);
    assert.ok(ewbNumber, "billed before the fault");
    return { ...thing, ewbNumber };
  };
  const billOf = async ({ voucher }: Thing) =>
    (await one(ask((sql) =>
      sql`
      select id, status, ewb_number, transport ->> 'vehicleNumber' as vehicle from ewaybill.e_way_bills
      where voucher_id = ${voucher.id} order by id desc limit 1`
    )))!;
  const change = async (number: string, kind: string, request: Record<string, string>) => {
    const row = await one(
      ask((sql) => sql`select * from ewaybill.request_change(${number}, ${kind}, ${sql.json(request)})`),
    );
    return row!.change_id!;
  };
  const cancel = async (irn: string) => {
    const row = await one(ask((sql) => sql`select * from einvoice.request_cancellation(${irn}, '2', 'wrong rate')`));
    return row!.cancellation_id!;
  };
  const wantBill = async ({ id }: { id: string }) => {
    const wanted = world.db.json(transport);
    await ask((sql) => sql`select ewaybill.request_generation(${id}, ${wanted})`);
  };
  const retryInvoice = async (thing: Thing) => {
    await ask((sql) => sql`select einvoice.request_generation(${thing.voucher.id})`);
    return thing;
  };
  const retryBill = async (thing: Thing) => (await wantBill(thing.voucher), thing);

  const invoiceStanding: Operation["standing"] = async ({ voucher }) => {
    const { status, irn } = await world.standing(voucher.id);
    const there = await world.registered(voucher.number);
    const agrees = status === "generated"
      ? there.length === 1 && there[0]!.irn === irn && there[0]!.status === "ACT"
      : there.length === 0;
    return { here: status, effects: there.length, agrees };
  };
  const cancelStanding: Operation["standing"] = async ({ voucher }) => {
    const { status } = await world.standing(voucher.id);
    const [there] = await world.registered(voucher.number);
    const isGone = there?.status === "CNL";
    return { here: status, effects: isGone ? 1 : 0, agrees: isGone === (status === "cancelled") };
  };
  const billsThere = ({ voucher }: Thing) =>
    world.admin<{ ewb_no: string; status: string }[]>`
      select ewb_no::text, status from sandbox.ewb_bills where upper(document_no) = upper(${voucher.number})`;
  const billStanding: Operation["standing"] = async (thing) => {
    const { status, ewb_number } = await billOf(thing);
    const there = await billsThere(thing);
    const isHere = status === "active";
    return {
      here: status!,
      effects: there.length,
      agrees: isHere ? there[0]?.ewb_no === ewb_number : there.length === 0,
    };
  };
  const billCancelStanding: Operation["standing"] = async (thing) => {
    const { status } = await billOf(thing);
    const [there] = await billsThere(thing);
    const isGone = there?.status === "CNL";
    return { here: status!, effects: isGone ? 1 : 0, agrees: isGone === (status === "cancelled") };
  };
  const vehicleStanding: Operation["standing"] = async (thing) => {
    const { vehicle: told } = await billOf(thing);
    const entries = await world.admin<{ vehicle: string }[]>`
      select entry ->> 'vehicleNo' as vehicle from sandbox.ewb_vehicles where ewb_no = ${thing
      .ewbNumber!} order by entry_no`;
    const times = entries.filter((entry) => entry.vehicle === vehicle.vehicleNumber).length;
    const open = await one(ask((sql) => sql`select status from ewaybill.changes where id = ${thing.id!}`));
    const isHere = told === vehicle.vehicleNumber;
    return { here: open!.status!, effects: times, agrees: isHere === (times > 0) };
  };

  const runChange = (thing: Thing) => changeRequested(ctx, ewayDeps, thing.id!);
  const runCancel = (thing: Thing) => cancelRequested(ctx, deps, ewayDeps, thing.id!);
  const sweep = async () => void await sweepOpenChanges(ctx, ewayDeps);
  const irpOf = (name: string, operation: string) => ({ name, portal: "irp", operation, site: world.site }) as const;
  const ewbOf = (name: string, operation: string) => ({ name, portal: "ewb", operation, site: atEwb }) as const;
  const registering = { run: () => world.run(), again: retryInvoice, standing: invoiceStanding, done: "generated" };
  const making = {
    run: () => generateDueBills(ctx, ewayDeps),
    again: retryBill,
    standing: billStanding,
    done: "active",
  };
  const asLost = async (portal: string, operation: string, run: () => Promise<unknown>) => {
    await world.fault({ portal, operation, kind: "http_504", afterEffect: true });
    await run();
    world.later(120);
  };

  const signOut = async () => {
    await world.signOut();
    await world.db`delete from sandbox.ewb_tokens`;
  };

  const operations: Operation[] = [
    {
      ...irpOf("sign-in", "authenticate"),
      begin: async () => (await signOut(), await invoiced()),
      ...registering,
    },
    { ...irpOf("generate", "generate"), begin: invoiced, ...registering },
    {
      ...irpOf("get", "get_by_document"),
      begin: async () => {
        const thing = await invoiced();
        await asLost("irp", "generate", () => world.run());
        return thing;
      },
      ...registering,
    },
    {
      ...irpOf("cancel", "cancel"),
      begin: async () => {
        const thing = await registered();
        return { ...thing, id: await cancel(thing.irn) };
      },
      run: runCancel,
      again: async (thing) => ({ ...thing, id: await cancel(thing.irn!) }),
      standing: cancelStanding,
      done: "cancelled",
    },
    {
      ...irpOf("e-way bill by IRN", "eway_generate"),
      begin: async () => {
        const voucher = await world.post(invoice({ lines: goods }));
        await world.run();
        await wantBill(voucher);
        return { voucher };
      },
      run: () => makeDueBills(ctx, deps),
      again: retryBill,
      standing: billStanding,
      done: "active",
    },
    {
      ...ewbOf("e-way bill: sign-in", "authenticate"),
      begin: async () => (await signOut(), await sold()),
      ...making,
    },
    { ...ewbOf("e-way bill: generate", "generate"), begin: sold, ...making },
    {
      ...ewbOf("e-way bill: get", "get_by_document"),
      begin: async () => {
        const thing = await sold();
        await asLost("ewb", "generate", () => generateDueBills(ctx, ewayDeps));
        return thing;
      },
      ...making,
    },
    {
      ...ewbOf("e-way bill: vehicle", "update_vehicle"),
      begin: async () => {
        const thing = await billed();
        return { ...thing, id: await change(thing.ewbNumber, "update_vehicle", vehicle) };
      },
      run: async (thing) => (await runChange(thing), await sweep()),
      again: async (thing) => ({ ...thing, id: await change(thing.ewbNumber!, "update_vehicle", vehicle) }),
      standing: vehicleStanding,
      done: "done",
    },
    {
      ...ewbOf("e-way bill: cancel", "cancel"),
      begin: async () => {
        const thing = await billed();
        return { ...thing, id: await change(thing.ewbNumber, "cancel", withdrawn) };
      },
      run: async (thing) => (await runChange(thing), await sweep()),
      again: async (thing) => ({ ...thing, id: await change(thing.ewbNumber!, "cancel", withdrawn) }),
      standing: billCancelStanding,
      done: "cancelled",
    },
  ];
  return operations;
}
