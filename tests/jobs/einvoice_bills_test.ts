import assert from "node:assert/strict";
import { makeDueBills } from "../../domain/einvoice/mod.ts";
import { generateDueBills } from "../../domain/ewaybill/mod.ts";
import { einvoiceWorld, gstinOf, house, invoice, rival, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `e-way bill by IRN: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const transport = { mode: "road", vehicleNumber: "MH 12 AB 1234", distanceKm: 980 };
const asRival = "owner@rival.test";
const count = (call: string) => world.calls.filter((one) => one === call).length;
const sends = () => count("POST /eicore/v1.03/Invoice");
const asks = () => count("POST /eiewb/v1.03/ewaybill");

// deno-lint-ignore no-explicit-any -- a bill as callers see it
type Bill = any;
/** Asks for the bill of a voucher without waiting for a job. */
async function ask(voucherId: string, tenant = house, how: Record<string, unknown> = transport): Promise<string> {
  const [row] = await rowsOf(world, tenant)(({ sql }) =>
    sql`select ewaybill.request_generation(${voucherId}, ${sql.json(how as never)}) as id`
  );
  return row?.id;
}
async function bill(id: string, tenant = house): Promise<Bill> {
  const [row] = await rowsOf(world, tenant)(({ sql }) => sql`select ewaybill.e_way_bill_json(${id}) as bill`);
  return row?.bill;
}
const make = (tenant = house) => makeDueBills(world.context(tenant), world.deps);
/** What the portal has for a document of the house. */
const atPortal = (number: string) =>
  world.db`select ewb_no::text as number, status from sandbox.ewb_bills
    where from_gstin = ${gstinOf(house)} and document_no = ${number} order by ewb_no`;

async function registered(tenant = house, as?: string) {
  const voucher = await world.post(invoice(tenant === rival ? { party: theirBuyer } : {}), as);
  await world.run(tenant);
  return { ...voucher, irn: (await world.standing(voucher.id, tenant)).irn };
}
const theirBuyer = {
  name: "Deccan Software Park LLP",
  gstin: "27AAACR5055K1Z7",
  address: "3rd Floor, Baner",
  city: "Pune",
  pincode: "411045",
  stateCode: "27",
};

test("asked for before the IRN, it comes in the invoice's own call", async () => {
  const voucher = await world.post();
  const id = await ask(voucher.id);
  assert.deepEqual([(await bill(id)).road, (await bill(id)).status], ["with_irn", "pending"]);
  const { body } = await world.api(`GET /api/einvoice/${voucher.id}/payload`);
  assert.deepEqual(body.EwbDtls, { Distance: 980, TransMode: "1", VehNo: "MH12AB1234", VehType: "R" });
  await generateDueBills(world.context(house), world.ewayDeps);
  assert.equal((await bill(id)).status, "pending", "it is nothing for the e-way bill portal");
  await world.run();
  const made = await bill(id);
  assert.deepEqual([made.status, sends(), asks()], ["active", 1, 0]);
  assert.match(made.ewbNumber, /^\d{12}$/);
  assert.equal(Date.parse(made.validUntil), Date.parse("2026-11-25T23:59:00+05:30"));
  assert.equal((await world.standing(voucher.id)).status, "generated");
  assert.deepEqual([...await atPortal(voucher.number)], [{ number: made.ewbNumber, status: "ACT" }]);
});

test("asked for afterwards, it is asked of the invoice portal by IRN; without a vehicle it is Part A alone", async () => {
  const voucher = await registered();
  const id = await ask(voucher.id, house, { transporterId: "29AABCK2345M1ZA", distanceKm: 980 });
  assert.deepEqual([(await bill(id)).road, (await bill(id)).status], ["by_irn", "pending"]);
  assert.equal((await make()).generated, 1);
  assert.deepEqual([(await bill(id)).status, asks()], ["part_a", 1]);
  await make();
  assert.equal(asks(), 1, "what is made is left alone");
});

test("two companies' bills stand apart, and one's worker does not take the other's", async () => {
  const [ours, theirs] = [await registered(), await registered(rival, asRival)];
  const [mine, other] = [await ask(ours.id), await ask(theirs.id, rival)];
  await make(rival);
  assert.deepEqual([(await bill(mine)).status, (await bill(other, rival)).status], ["pending", "active"]);
  assert.equal(await bill(other), null);
  assert.equal(await ask(theirs.id), null, "another company's voucher");
  await make();
  assert.notEqual((await bill(mine)).ewbNumber, (await bill(other, rival)).ewbNumber);
});

test("where the bill fails the IRN stands, the reason is told, and it may be asked for again by IRN", async () => {
  const voucher = await world.post();
  const id = await ask(voucher.id);
  await world.fault({ kind: "eway_bill_fails", code: "4038" });
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
  const failed = await bill(id);
  assert.deepEqual([failed.status, failed.error.code], ["failed", "4038"]);
  const again = await ask(voucher.id);
  assert.equal((await bill(again)).road, "by_irn");
  await make();
  assert.equal((await bill(again)).status, "active");
});

test("a transport the portal must refuse holds back the bill alone, and is named before anything is sent", async () => {
  const voucher = await world.post();
  const id = await ask(voucher.id);
  // The rules of requests forbid it; a rule of the portal that they do not know would come to the same.
  await world
    .admin`update ewaybill.e_way_bills set transport = transport || '{"vehicleNumber": "NONSENSE1"}' where id = ${id}`;
  const { body } = await world.api("POST /api/einvoice/validate", { body: { voucherIds: [voucher.id] } });
  assert.deepEqual(body.results[0].errors.map(({ code, pointer }: Bill) => [code, pointer]), [
    ["4014", "/EwbDtls/VehNo"],
  ]);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
  const told = await bill(id);
  assert.deepEqual([told.status, told.error.code], ["failed", "4014"]);
});

test("an invoice that is refused takes its bill with it; asking for the bill again asks for both", async () => {
  const voucher = await world.post();
  const id = await ask(voucher.id);
  await world.fault({ kind: "portal_error", code: "2240", message: "not allowed today" });
  await world.run();
  const failed = await bill(id);
  assert.deepEqual([failed.status, failed.error.code], ["failed", "irn_refused"]);
  assert.match(failed.error.message, /2240 not allowed today/);
  const again = await ask(voucher.id);
  assert.equal((await bill(again)).road, "with_irn");
  await world.run();
  assert.deepEqual([(await world.standing(voucher.id)).status, (await bill(again)).status], ["generated", "active"]);
});

for (const kind of ["timeout_after_success", "timeout", "http_503", "malformed"]) {
  test(`the invoice's call ends in ${kind}: one invoice and one bill in the end`, async () => {
    const voucher = await world.post();
    const id = await ask(voucher.id);
    await world.fault({ kind, latencyMs: 900 });
    world.site.timeoutMs = kind.startsWith("timeout") ? 300 : 20_000;
    await world.run();
    world.site.timeoutMs = 20_000;
    const waiting = await bill(id);
    assert.deepEqual([waiting.status, /^its invoice has no IRN/.test(waiting.error.message)], ["pending", true]);
    await world.settle();
    await make();
    const made = await bill(id);
    assert.equal(made.status, "active");
    assert.deepEqual([...await atPortal(voucher.number)], [{ number: made.ewbNumber, status: "ACT" }]);
    assert.equal((await world.registered(voucher.number)).length, 1);
  });
}

test("the answer is lost and the portal made no bill with the invoice: it is asked for by IRN, and says why not", async () => {
  const voucher = await world.post();
  const id = await ask(voucher.id);
  const block = (status: string) =>
    world.db`update sandbox.irp_taxpayers set block_status = ${status} where gstin = ${gstinOf(house)}`;
  await block("B");
  await world.fault({ kind: "http_504", afterEffect: true });
  await world.run();
  await world.settle();
  const waiting = await bill(id);
  assert.deepEqual([waiting.status, waiting.road, waiting.error], ["pending", "by_irn", undefined]);
  await make();
  const failed = await bill(id);
  assert.deepEqual([failed.status, failed.error.code, asks()], ["failed", "4015", 1]);
  await block("U");
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

const silences: [Record<string, unknown>, number][] = [
  [{ kind: "timeout_after_success" }, 1],
  [{ kind: "timeout" }, 2],
  [{ kind: "http_503" }, 2],
  [{ kind: "http_504", afterEffect: true }, 1],
  [{ kind: "reset" }, 1],
  [{ kind: "truncated" }, 1],
  [{ kind: "http_429" }, 2],
  [{ kind: "token_expired" }, 2],
];
for (const [plan, calls] of silences) {
  test(`by IRN under ${JSON.stringify(plan)}: asked before it is sent again, and made once`, async () => {
    const voucher = await registered();
    const id = await ask(voucher.id);
    await world.fault({ operation: "eway_generate", latencyMs: 900, ...plan });
    world.site.timeoutMs = String(plan.kind).startsWith("timeout") ? 300 : 20_000;
    await make();
    world.site.timeoutMs = 20_000;
    for (let round = 0; round < 5 && (await bill(id)).status !== "active"; round++) {
      world.later(1_000);
      await make();
    }
    const made = await bill(id);
    assert.equal(made.status, "active", JSON.stringify(made));
    assert.deepEqual([...await atPortal(voucher.number)], [{ number: made.ewbNumber, status: "ACT" }]);
    assert.equal(asks(), calls);
  });
}

test("a bill that is there already is taken over, not refused", async () => {
  const voucher = await registered();
  const id = await ask(voucher.id);
  await make();
  const first = (await bill(id)).ewbNumber;
  await world
    .admin`update ewaybill.e_way_bills set status = 'pending', ewb_number = null, next_attempt_at = '2026-11-20T09:00+05:30' where id = ${id}`;
  await make();
  assert.deepEqual([(await bill(id)).status, (await bill(id)).ewbNumber], ["active", first]);
});

test("a portal that rests is left alone; when it is tried again one bill goes, and then the others", async () => {
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await ask((await registered()).id));
  await world
    .admin`insert into ops.breakers (portal, environment, provider, state, failures, opened_at, retry_at, updated_at)
    values ('irp', 'sandbox', 'irp1', 'open', 5, '2026-11-20T09:59+05:30', '2026-11-20T10:05+05:30', '2026-11-20T09:59+05:30')
    on conflict (portal, environment, provider) do update set state = 'open', retry_at = excluded.retry_at, updated_at = excluded.updated_at`;
  await make();
  assert.equal(asks(), 0);
  world.later(600);
  for (let round = 0; round < 3; round++) {
    await make();
    world.later(1);
  }
  for (const id of ids) assert.equal((await bill(id)).status, "active");
  assert.equal(asks(), 3);
  const [breaker] = await world.admin`select state from ops.breakers where portal = 'irp' and provider = 'irp1'`;
  assert.equal(breaker?.state, "closed");
});

test("an export has its bill to the port, which is told with the voucher or with the transport", async () => {
  const abroad = {
    type: "export_invoice",
    party: {
      name: "Atlantic Books Inc",
      address: "5 Main Street",
      city: "Boston",
      country: "US",
      registrationType: "overseas",
    },
    export: { withLut: true, lutArn: "AD290426000001X", countryCode: "US" },
  };
  const port = { name: "Nhava Sheva", address: "JNPT, Uran", city: "Navi Mumbai", pincode: "400707", stateCode: "27" };
  const bare = await world.post(invoice(abroad));
  const id = await ask(bare.id);
  await world.run();
  assert.deepEqual([(await bill(id)).status, (await bill(id)).error.code], ["failed", "4031"]);
  const again = await ask(bare.id, house, { ...transport, distanceKm: 60, shipTo: port });
  await make();
  assert.deepEqual([(await bill(again)).status, (await bill(again)).road], ["active", "by_irn"]);
  const with_irn = await world.post(invoice(abroad));
  const together = await ask(with_irn.id, house, { ...transport, distanceKm: 60, shipTo: port });
  const { body } = await world.api(`GET /api/einvoice/${with_irn.id}/payload`);
  assert.deepEqual([body.ShipDtls.Loc, body.ShipDtls.Pin], ["Navi Mumbai", 400707]);
  await world.run();
  assert.deepEqual([(await bill(together)).status, (await bill(together)).road], ["active", "with_irn"]);
});

test("two workers make it once", async () => {
  const vouchers = [];
  for (let n = 0; n < 6; n++) vouchers.push(await registered());
  const ids = await Promise.all(vouchers.map(({ id }) => ask(id)));
  await Promise.all([make(), make()]);
  for (const id of ids) assert.equal((await bill(id)).status, "active");
  assert.equal(asks(), 6);
});

test("a worker that dies leaves the bill to the next, which asks first", async () => {
  const voucher = await registered();
  const id = await ask(voucher.id);
  const claim = () =>
    rowsOf(world)(({ sql }) => sql`select ask_first from ewaybill.claim_by_irn(1, interval '1 minute')`);
  assert.deepEqual([...await claim()], [{ ask_first: false }]);
  assert.deepEqual([...await claim()], [], "its lease runs");
  world.later(61);
  await make();
  world.later(10);
  await make();
  assert.deepEqual([(await bill(id)).status, asks()], ["active", 1]);
});

test("notes and what needs no IRN go to the e-way bill portal, and a cancelled invoice has none", async () => {
  const consumer = {
    name: "Asha Stores",
    address: "12 MG Road",
    city: "Bengaluru",
    pincode: "560001",
    stateCode: "29",
  };
  const plain = await world.post(invoice({ party: consumer }));
  assert.equal((await bill(await ask(plain.id))).road, "direct");
  const voucher = await registered();
  await world.admin`update einvoice.e_invoices set status = 'cancelled' where voucher_id = ${voucher.id}`;
  await assert.rejects(ask(voucher.id), (error: Error) => /e_invoice_cancelled/.test(error.message));
  await world.admin`update einvoice.e_invoices set status = 'cancelling' where voucher_id = ${voucher.id}`;
  await assert.rejects(ask(voucher.id), (error: Error) => /e_invoice_being_cancelled/.test(error.message));
});
