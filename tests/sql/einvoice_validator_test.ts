import assert from "node:assert/strict";
import { schemaErrors } from "../../routes/sandbox/irp/schema.ts";
import { einvoiceWorld, gstinOf, house, invoice, rival, rowsOf } from "../support/einvoice_world.ts";
import { mutated, type Payload, seeded, supplyTypes, withBill, withCharges } from "../support/payload_mutations.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: /^R\d/.test(name) ? name : `validator: ${name}`,
    fn,
    sanitizeOps: false,
    sanitizeResources: false,
  });

interface Fault {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly facts: Record<string, unknown>;
}

/** One valid payload of each supply type, and of what else a document may be, as the house sends it. */
const valid: Record<string, Payload> = {};
for (const [name, document] of Object.entries(supplyTypes)) {
  const voucher = await world.post(document);
  valid[name] = (await world.api(`GET /api/einvoice/${voucher.id}/payload`)).body;
}
const original = await world.post(invoice());
for (const type of ["credit_note", "debit_note"]) {
  const line = { description: "Ledger books", hsn: "482010", unit: "NOS", rate: 100, gstRate: 18, quantity: 1 };
  const note = { type, date: "2026-11-20", originalVoucherId: original.id, reason: "Price", lines: [line] };
  const voucher = await world.post({ ...note, lines: [{ ...line, originalLineNo: 1 }] });
  valid[type] = (await world.api(`GET /api/einvoice/${voucher.id}/payload`)).body;
}

/** The same document under another number. */
const numbered = (payload: Payload, No: string): Payload => ({
  ...payload,
  DocDtls: { ...payload.DocDtls as Payload, No },
});
valid.withCharges = numbered(withCharges(valid.B2B!), "CHARGES/1");

/** The validator's faults of a batch, one list a payload. */
async function judge(payloads: readonly unknown[], tenant = house, gstin = gstinOf(tenant)): Promise<Fault[][]> {
  const rows = await rowsOf(world, tenant)(({ sql }) =>
    sql<(Fault & { ordinal: string })[]>`
      select f.* from einvoice.validate_payloads(
        array(select p from json_array_elements(${JSON.stringify(payloads)}::text::json) as p),
        array_fill(${gstin}::text, array[${payloads.length}::int])) as f`
  );
  return payloads.map((_, i) => rows.filter((row) => Number(row.ordinal) === i + 1));
}

const spoken = ({ code, message }: { code: string; message: string }) => `${code} ${message}`;

/** The sandbox portal's verdict: its schema, then its rules; then what it says of the e-way bill, which stops the bill alone. */
async function portal(payload: unknown, gstin: string): Promise<string[]> {
  const broken = schemaErrors(payload);
  if (broken.length > 0) return broken.map((sentence) => `5002 ${sentence}`).toSorted();
  const rows = await world.db<{ code: string; message: string }[]>`
    with asked as (select ${JSON.stringify(payload)}::text::jsonb as document, ${world.clock.now()}::timestamptz as now)
    select r.* from asked as a cross join sandbox.irp_refusals(${gstin}, a.document, a.now) as r
    union all
    select b.* from asked as a cross join sandbox.irp_ewb_refusals(a.document, a.document -> 'EwbDtls', a.now) as b
    where jsonb_typeof(a.document -> 'EwbDtls') = 'object'`;
  return [...new Set(rows.map(spoken))].toSorted();
}

const codesOf = (faults: readonly Fault[]) => [...new Set(faults.map(({ code }) => code))].toSorted();

test("takes a valid document of every supply type, and of notes", async () => {
  const names = Object.keys(valid);
  assert.deepEqual(new Set(names.map((name) => (valid[name]!.TranDtls as Payload).SupTyp)).size, 6);
  const found = await judge(Object.values(valid));
  assert.deepEqual(found.map(codesOf), names.map(() => []));
  for (const payload of Object.values(valid)) assert.deepEqual(await portal(payload, gstinOf(house)), []);
});

test("says of 2,000 mutated payloads what the portal says, code and sentence", async () => {
  const random = seeded(20261120);
  const seen = new Set<string>();
  let differing = 0;
  for (let batch = 0; batch < 20; batch++) {
    const mutants = Array.from({ length: 100 }, (_, i) => {
      const names = Object.keys(valid);
      const document = numbered(valid[names[random(names.length)]!]!, `M/${batch}/${i}`);
      return mutated(random(2) === 0 ? withBill(document) : document, random);
    });
    const ours = await judge(mutants.map(({ payload }) => payload));
    for (const [i, { payload, how }] of mutants.entries()) {
      const theirs = await portal(payload, gstinOf(house));
      const mine = [...new Set(ours[i]!.filter(({ code }) => !ownKnowledge.has(code)).map(spoken))].toSorted();
      for (const code of theirs) seen.add(code.slice(0, 4));
      if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
        differing++;
        console.error(how.join(" + "), "ours", mine, "portal", theirs);
      }
    }
  }
  assert.equal(differing, 0, "documents judged otherwise than by the portal");
  assert.ok(seen.size >= 65, `${seen.size} codes came up: ${[...seen].toSorted().join(" ")}`);
});

/** What the validator says besides: the portal tells a duplicate when it registers, not when it judges. */
const ownKnowledge = new Set(["2150", "2278"]);

test("differs from the portal in what the portal alone knows: taxpayers, transporters, distances", async () => {
  const gstin = gstinOf(house);
  const inactive = structuredClone(valid.B2B!);
  (inactive.BuyerDtls as Payload).Gstin = "29AADCV9876L1Z9";
  const taxpayer = { gstin: "29AADCV9876L1Z9", legal_name: "Closed Works", status: "CNL" };
  await world.db`select sandbox.register_irp_taxpayer(${world.db.json(taxpayer)})`;
  assert.deepEqual(
    (await judge([inactive])).map(codesOf),
    [[]],
    "whether a taxpayer is active stands in no book of ours",
  );
  assert.deepEqual((await portal(inactive, gstin)).map((told) => told.slice(0, 4)), ["3029"]);
  const far = withBill(valid.B2B!);
  await world.db`insert into sandbox.pin_distances values (400053, 560001, 500)`;
  assert.deepEqual((await judge([far])).map(codesOf), [[]], "how far it is the portal measures");
  assert.deepEqual((await portal(far, gstin)).map((told) => told.slice(0, 4)), ["4038"]);
  await world.db`delete from sandbox.pin_distances`;
});

test("names the field, the sentence with its subject, and the figures", async () => {
  const payload = structuredClone(valid.B2B!);
  const [line] = payload.ItemList as Payload[];
  Object.assign(line!, { Unit: "XYZ", AssAmt: 990 });
  (payload.BuyerDtls as Payload).Pin = 400001;
  const [faults = []] = await judge([payload]);
  const told = (code: string) => faults.find((fault) => fault.code === code);
  assert.deepEqual([told("2177")?.pointer, told("2177")?.message], [
    "/ItemList/0/Unit",
    "Invalid item unit code(s)-XYZ",
  ]);
  assert.deepEqual([told("2193")?.pointer, told("2193")?.facts], ["/ItemList/0/AssAmt", {
    given: 990,
    expected: 1000,
  }]);
  assert.equal(told("3039")?.pointer, "/BuyerDtls/Pin");
  assert.deepEqual(told("3039")?.facts, { n: 400001, party: "Recipient", state: "29" });
  assert.equal(told("2182")?.pointer, "/ValDtls/AssVal");
});

test("the 30-day rule goes by turnover, HSN digits too", async () => {
  const payload = structuredClone(valid.B2B!);
  (payload.DocDtls as Payload).Dt = "20/10/2026";
  (payload.ItemList as Payload[])[0]!.HsnCd = "4820";
  const turnover = (amount: string) =>
    world.admin`update core.companies set aggregate_turnover = ${amount} where tenant_id = ${house.id}`;
  assert.deepEqual((await judge([payload])).map(codesOf), [["2176"]]);
  await turnover("100000000.00");
  const [faults = []] = await judge([payload]);
  assert.deepEqual(codesOf(faults), ["2176", "2305"]);
  assert.match(faults.find(({ code }) => code === "2305")!.message, /turnover above 10 Cr/);
  await turnover("50000000.00");
  assert.deepEqual((await judge([payload])).map(codesOf), [[]]);
  await turnover("80000000.00");
});

test("more than a thousand lines or two megabytes are refused unsent", async () => {
  const lines = Array.from(
    { length: 1001 },
    (_, i) => ({ ...(valid.B2B!.ItemList as Payload[])[0]!, SlNo: `${i + 1}` }),
  );
  const [tooMany, tooLarge] = await judge([
    { ...valid.B2B!, ItemList: lines },
    { ...valid.B2B!, Remark: "x".repeat(2 * 1024 * 1024) },
  ]);
  assert.deepEqual(tooMany!.map(({ pointer, message }) => [pointer, message]), [
    ["/ItemList", "The field ItemList must have 1 to 1000 entries"],
  ]);
  assert.deepEqual(tooLarge!.map(({ message }) => message), [
    "The field Invoice must not be larger than 2097152 bytes",
  ]);
});

test("a document that is registered, cancelled or twice in the batch is a duplicate, of its own company only", async () => {
  const voucher = await world.post();
  await world.run();
  const standing = await world.standing(voucher.id);
  assert.equal(standing.status, "generated");
  const { body: payload } = await world.api(`GET /api/einvoice/${voucher.id}/payload`);
  const [faults = []] = await judge([payload]);
  assert.deepEqual(faults.map(({ code, pointer, facts }) => [code, pointer, facts.irn]), [
    ["2150", "/DocDtls/No", standing.irn],
  ]);
  const fresh = numbered(valid.DEXP!, "TWICE/1");
  assert.deepEqual((await judge([fresh, numbered(fresh, "twice/1")])).map(codesOf), [[], ["2150"]]);
  const [foreign = []] = await judge([payload], rival, gstinOf(house));
  assert.deepEqual(codesOf(foreign), [], "another company's register says nothing");
  assert.deepEqual((await judge([payload], rival)).map(codesOf), [["2143"]]);
  await world.admin`update einvoice.e_invoices set status = 'cancelled' where voucher_id = ${voucher.id}`;
  assert.deepEqual((await judge([payload])).map(codesOf), [["2278"]]);
});

test("R2.2 over HTTP: one verdict a voucher or payload, and nothing is sent", async () => {
  const before = world.calls.length;
  const good = await world.post();
  const bad = await world.post(invoice({ party: { ...invoice().party as object, pincode: null } }));
  const foreign = await world.post(
    invoice({ party: { ...invoice().party as object, gstin: "27AAACG2115R1ZH", stateCode: "27", pincode: "411001" } }),
    "owner@rival.test",
  );
  const ids = { voucherIds: [good.id, bad.id, foreign.id] };
  const { status, body } = await world.api("POST /api/einvoice/validate", { body: ids });
  assert.equal(status, 200);
  // deno-lint-ignore no-explicit-any -- a test says what it expects of a body, field by field
  const results = body.results as any[];
  assert.deepEqual(results.map((one) => [one.voucherId, one.status]), [
    [good.id, "valid"],
    [bad.id, "refused"],
    [foreign.id, "not_found"],
  ]);
  assert.deepEqual(results[1].errors, [{
    code: "2244",
    pointer: "/BuyerDtls/Pin",
    message: "Recipient PIN code is mandatory for transaction -B2B",
    facts: {},
  }]);
  const payloads = { payloads: [{ ...valid.B2B!, Version: 1.1 }, numbered(valid.SEZWP!, "HTTP/1")] };
  const told = await world.api("POST /api/einvoice/validate", { body: payloads });
  // deno-lint-ignore no-explicit-any -- the same
  assert.deepEqual(told.body.results.map((one: any) => [one.index, one.status]), [[0, "refused"], [1, "valid"]]);
  assert.equal(told.body.results[0].errors[0].pointer, "/Version");
  assert.equal((await world.api("POST /api/einvoice/validate", { body: { ...ids, ...payloads } })).status, 400);
  assert.deepEqual(world.calls.slice(before), []);
});
