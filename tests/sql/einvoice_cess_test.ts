import assert from "node:assert/strict";
import { schemaErrors } from "../../routes/sandbox/irp/schema.ts";
import { einvoiceWorld, gstinOf, house, invoice, rowsOf } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

// deno-lint-ignore no-explicit-any -- an INV-01 document, changed field by field
type Payload = any;
const voucher = await world.post(invoice());
const plain = (await world.api(`GET /api/einvoice/${voucher.id}/payload`)).body;
await world.admin`delete from einvoice.e_invoices where voucher_id = ${voucher.id}`;

/** Ten of 100.00 at 18 %, with a cess of 21 %, one of 4.17 a piece, a State's of 1 % and one of 0.50 a piece. */
function withEveryCess(change: (payload: Payload) => void = () => {}): Payload {
  const payload = structuredClone(plain);
  Object.assign(payload.ItemList[0], {
    CesRt: 21,
    CesAmt: 210,
    CesNonAdvlAmt: 41.7,
    StateCesRt: 1,
    StateCesAmt: 10,
    StateCesNonAdvlAmt: 5,
    TotItemVal: 1446.7,
  });
  Object.assign(payload.ValDtls, { CesVal: 251.7, StCesVal: 15, RndOffAmt: 0.3, TotInvVal: 1447 });
  change(payload);
  return payload;
}

/** The codes our validator finds, and those the sandbox portal answers. */
async function verdicts(payload: Payload): Promise<[string[], string[]]> {
  assert.deepEqual(schemaErrors(payload), []);
  const ours = await rowsOf(world)(({ sql }) =>
    sql`select distinct code from einvoice.validate(${sql.json(payload)}, ${gstinOf(house)}) order by code`
  );
  const theirs = await world.db`select distinct code from sandbox.irp_refusals(${gstinOf(house)}, ${
    world.db.json(payload)
  }, ${world.clock.now()}) order by code`;
  return [ours.map(({ code }) => code), theirs.map(({ code }) => code)];
}

const cases: [string, (payload: Payload) => void, string[]][] = [
  ["by rate, by piece and of the State, all in their totals", () => {}, []],
  ["by rate, not as the rate says", ({ ItemList }) => (ItemList[0].CesAmt = 214), ["2186", "2194", "2266"]],
  ["by piece, left out of the line's total", ({ ItemList }) => (ItemList[0].TotItemVal = 1405), ["2189", "2194"]],
  ["by piece, left out of the document's", ({ ValDtls }) => (ValDtls.CesVal = 210), ["2186"]],
  ["of the State, not as the rate says", ({ ItemList }) => (ItemList[0].StateCesAmt = 13), ["2187", "2194", "2267"]],
  ["of the State, left out of the document's", ({ ValDtls }) => (ValDtls.StCesVal = 10), ["2187"]],
];
for (const [name, change, wanted] of cases) {
  Deno.test({
    name: `cess ${name}: ${wanted.join(" ") || "taken"}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const [ours, theirs] = await verdicts(withEveryCess(change));
      assert.deepEqual(ours, theirs, "the validator says what the portal says");
      assert.deepEqual(ours, wanted);
    },
  });
}
