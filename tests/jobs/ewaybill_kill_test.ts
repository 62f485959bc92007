import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { generateDueBills, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { ewayBills, transport } from "../routes/ewaybill_world.ts";
import { einvoiceWorld, house, rival, rowsOf } from "../support/einvoice_world.ts";
import { until } from "./job_world.ts";

const world = await einvoiceWorld({ realClock: true });
const bills = ewayBills(world);
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
const entry = await Deno.realPath(fileURLToPath(new URL("ewaybill_change_process.ts", import.meta.url)));

async function made() {
  const voucher = await world.post(bills.sale({ date }));
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)})`);
  await generateDueBills(world.context(house), world.ewayDeps);
  const [row] = await world.admin`select ewb_number from ewaybill.e_way_bills where voucher_id = ${voucher.id}`;
  return row?.ewb_number as string;
}

/** Starts the process, and kills it as soon as something is so. */
async function killedOnce(changeId: string, isSo: () => Promise<boolean>) {
  const [site] = await world.ewayDeps.sites("sandbox");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", entry],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const told = { workerUrl: world.database.workerUrl, tenantId: house.id, changeId, ...site };
  await writer.write(new TextEncoder().encode(JSON.stringify(told)));
  await writer.close();
  await until(isSo, 30_000);
  child.kill("SIGKILL");
  await child.status;
}

const changes: [string, Record<string, unknown>, (number: string) => Promise<number>][] = [
  [
    "update_vehicle",
    { vehicleNumber: "KA01AB0001", fromPlace: "Pune", fromState: "27", reasonCode: "1", remarks: "broken" },
    async (number) =>
      (await world
        .admin`select 1 from sandbox.ewb_vehicles where ewb_no = ${number} and entry ->> 'vehicleNo' = 'KA01AB0001'`)
        .length,
  ],
  [
    "cancel",
    { reasonCode: "2", remarks: "withdrawn" },
    async (number) =>
      (await world.admin`select 1 from sandbox.ewb_bills where ewb_no = ${number} and status = 'CNL'`).length,
  ],
];
for (const [change, request, effects] of changes) {
  for (const sent of [false, true]) {
    test(`ewaybill: a worker killed ${sent ? "after" : "before"} the portal did ${change}: another ends it, once`, async () => {
      await world.db`delete from sandbox.faults`;
      const number = await made();
      const [asked] = await rowsOf(world)(({ sql }) =>
        sql`select change_id from ewaybill.request_change(${number}, ${change}, ${sql.json(request as never)})`
      );
      await world.fault({
        portal: "ewb",
        operation: change,
        kind: sent ? "timeout_after_success" : "timeout",
        latencyMs: 5_000,
      });
      const [row] = await world.admin`select id from ewaybill.changes where id = ${asked?.change_id}`;
      const isTaken = async () =>
        (await world.admin`select 1 from ewaybill.changes where id = ${row?.id} and sent_at is not null`).length > 0;
      await killedOnce(row?.id, sent ? async () => await effects(number) === 1 : isTaken);
      assert.equal(await effects(number), sent ? 1 : 0);
      await world.db`delete from sandbox.faults`;
      await rowsOf(world)(({ sql }) => sql`select * from ewaybill.retry(${number})`);
      await sweepOpenChanges(world.context(rival), world.ewayDeps);
      await until(async () => {
        const swept = await Promise.all([1, 2].map(() => sweepOpenChanges(world.context(house), world.ewayDeps)));
        return swept.some(({ settled }) => settled > 0);
      }, 15_000);
      const [ended] = await world.admin`select status from ewaybill.changes where id = ${row?.id}`;
      assert.deepEqual([ended?.status, await effects(number)], ["done", 1]);
    });
  }
}
