import assert from "node:assert/strict";
import { einvoiceWorld, gstinOf, house, rival, rowsOf } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

/** The open notices of documents that failed, by their error codes. */
const open = async (tenant = house) =>
  (await rowsOf(world, tenant)(({ sql }) =>
    sql<{ key: string }[]>`select key from ops.notifications
      where kind in ('e_invoice_failed', 'e_way_bill_failed') and resolved_at is null order by key`
  )).map(({ key }) => key);

const ends = (voucherId: string, status: string, code: string | null, tenant = house) =>
  rowsOf(world, tenant)(({ sql }) =>
    sql`update einvoice.e_invoices set status = ${status}::text, error_code = ${code},
      irn = case when ${status}::text = 'generated' then repeat('a', 24) || replace(id::text, '-', '') || repeat('b', 8) end where voucher_id = ${voucherId}`
  );

test("a document that is registered settles every notice of its failures, whichever code came last", async () => {
  const [one, other] = [await world.post(), await world.post()];
  await ends(one.id, "failed", "2240");
  await ends(other.id, "failed", "2211");
  await ends(one.id, "pending", "2240");
  assert.deepEqual(await open(), ["2211", "2240"]);
  await ends(one.id, "failed", "3028");
  await ends(one.id, "unknown", "timeout");
  assert.deepEqual(await open(), ["2211", "2240", "3028"]);
  await ends(one.id, "generated", null);
  assert.deepEqual(await open(), ["2211"], "the other still waits for somebody");
  assert.deepEqual(await open(rival), []);
});

test("what is tried again is not settled by somebody else's success; what is withdrawn is", async () => {
  const [waiting, good] = [await world.post(), await world.post()];
  await ends(waiting.id, "failed", "2189");
  await ends(waiting.id, "pending", "2189");
  await ends(good.id, "generated", null);
  assert.ok((await open()).includes("2189"), "it is not known yet whether it passes now");
  await ends(waiting.id, "withdrawn", "2189");
  assert.ok(!(await open()).includes("2189"));
});

test("a company's notice is settled by its own documents alone", async () => {
  const [ours, theirs] = [await world.post(), await world.post(undefined, "owner@rival.test")];
  await ends(ours.id, "failed", "2150x");
  await ends(theirs.id, "failed", "2150x", rival);
  await ends(theirs.id, "generated", null, rival);
  assert.deepEqual([(await open()).includes("2150x"), await open(rival)], [true, []]);
});

test("an e-way bill that is made settles every notice of its failures", async () => {
  const voucher = await world.post();
  const becomes = (status: string, code: string | null) =>
    rowsOf(world)(({ sql }) =>
      sql`update ewaybill.e_way_bills set status = ${status}::text, error_code = ${code},
        ewb_number = case when ${status}::text = 'active' then '181000000911' end where voucher_id = ${voucher.id}`
    );
  await rowsOf(world)(({ sql, tenantId }) => {
    const row = { tenant_id: tenantId, voucher_id: voucher.id, gstin: gstinOf(house), status: "pending" };
    return sql`insert into ewaybill.e_way_bills ${sql(row)}`;
  });
  await becomes("failed", "337");
  await becomes("pending", "337");
  await becomes("failed", "702");
  const before = await open();
  assert.ok(["337", "702"].every((code) => before.includes(code)), String(before));
  await becomes("active", null);
  assert.ok(!(await open()).some((code) => code === "337" || code === "702"));
});
