import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { cancelRequested } from "../../domain/einvoice/mod.ts";
import { einvoiceWorld, house, invoice, rowsOf } from "../support/einvoice_world.ts";
import { until } from "./job_world.ts";

const world = await einvoiceWorld({ queue: true, realClock: true });
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };

/** A worker in a process of its own, killed once the portal has done what it asked and has not answered yet. */
async function killedWhen(isThere: () => Promise<boolean>): Promise<void> {
  const [eway] = await world.ewayDeps.sites("sandbox");
  const told = { workerUrl: world.database.workerUrl, leaseSeconds: 2, ...world.site, eway };
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", fileURLToPath(new URL("einvoice_worker_process.ts", import.meta.url))],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(told)));
  await writer.close();
  await until(isThere, 30_000);
  child.kill("SIGKILL");
  await child.status;
  // The next one waits for no lease of the dead one, nor for the queue's sign of life.
  await world.admin`update ewaybill.changes set lease_until = null`;
  await world.admin`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`;
  await world.db`delete from sandbox.faults`;
}

test("cancelling both with a worker killed at either portal: each is cancelled once, and nothing is lied about", async () => {
  const { id } = await world.post(invoice({ date }));
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${id}, ${sql.json(transport)})`);
  await world.run();
  const { irn } = await world.standing(id);
  const [bill] = await world.db`select ewb_no from sandbox.ewb_bills where irn = ${irn}`;
  const atPortals = async () => {
    const [row] = await world.db`select i.status as invoice, b.status as bill from sandbox.irp_invoices as i
      join sandbox.ewb_bills as b on b.irn = i.irn where i.irn = ${irn}`;
    return `${row?.bill} ${row?.invoice}`;
  };
  const here = async () => {
    const { status, cancellation: { status: asked, step, eWayBill } } = await world.standing(id);
    return [eWayBill.status, status, asked, step];
  };
  await world.fault({ portal: "ewb", operation: "cancel", kind: "timeout_after_success", latencyMs: 7_000 });
  await world.fault({ operation: "cancel", kind: "timeout_after_success", latencyMs: 7_000 });
  const answer = world.api(`POST /api/einvoice/${irn}/cancel`, {
    body: { reasonCode: "3", remarks: "order withdrawn" },
  });

  await killedWhen(async () => await atPortals() === "CNL ACT");
  assert.deepEqual(
    await here(),
    ["cancelling", "generated", "requested", "e_way_bill"],
    "not recorded, so not claimed",
  );
  await world.fault({ operation: "cancel", kind: "timeout_after_success", latencyMs: 7_000 });
  await killedWhen(async () => await atPortals() === "CNL CNL");
  assert.deepEqual(await here(), ["cancelled", "generated", "requested", "irn"]);

  const [open] = await rowsOf(world)(({ sql }) => sql`select id from einvoice.cancellations where irn = ${irn}`);
  await until(() => cancelRequested(world.context(house), world.deps, world.ewayDeps, open?.id), 10_000);
  assert.deepEqual(await here(), ["cancelled", "cancelled", "cancelled", "irn"]);
  const { status, body } = await answer;
  assert.equal(status, body.status === "cancelled" ? 200 : 202, "who asked was told how it stood when he was told");
  const [cancels] = await rowsOf(world)(({ sql }) =>
    sql`select count(*)::int as n from ewaybill.e_way_bills where ewb_number = ${
      String(bill?.ewb_no)
    } and status = 'cancelled'`
  );
  assert.equal(cancels?.n, 1);
});
