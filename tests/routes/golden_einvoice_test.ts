import assert from "node:assert/strict";
import { join } from "node:path";
import inv01 from "../../routes/sandbox/irp/inv01.json" with { type: "json" };
import { schemaErrors } from "../../routes/sandbox/irp/schema.ts";
import { type EInvoiceWorld, einvoiceWorld, rowsOf, startOfTests } from "../support/einvoice_world.ts";

/**
 * Golden e-invoices: tests/golden/einvoice/<name>.json holds the document (and what is posted `before` it), the transport of
 * an e-way bill that goes with it, and the INV-01 document that must come of it, which NIC's schema and the sandbox portal
 * take. Read a difference before accepting it with `PAKKA_GOLDEN=write deno test …`.
 */
const folder = join(import.meta.dirname ?? ".", "..", "golden", "einvoice");
const rewrites = Deno.env.get("PAKKA_GOLDEN") === "write";
const names = [...Deno.readDirSync(folder)].map(({ name }) => name.replace(".json", "")).sort();

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => {
  world = await einvoiceWorld();
});
Deno.test.afterAll(() => world.close());

for (const name of names) {
  const path = join(folder, `${name}.json`);
  const golden = JSON.parse(Deno.readTextFileSync(path));
  Deno.test({
    name: `e-invoice ${name}: ${golden.about}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const payload = await bearsOut(golden);
      if (rewrites) Deno.writeTextFileSync(path, `${JSON.stringify({ ...golden, payload }, null, 2)}\n`);
      else assert.deepEqual(payload, golden.payload);
    },
  });
}

type Json = Record<string, unknown>;

// deno-lint-ignore no-explicit-any -- a golden file, field by field
async function bearsOut(golden: any): Promise<Json> {
  world.clock.set(golden.at ?? startOfTests);
  const before: string[] = [];
  for (const document of golden.before ?? []) before.push((await world.post(document)).id);
  const document = JSON.parse(JSON.stringify(golden.document).replace(/\$(\d)/g, (_, at) => before[Number(at)] ?? ""));
  const voucher = await world.post(document);
  if (golden.transport) {
    await rowsOf(world)(({ sql }) =>
      sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(golden.transport)})`
    );
  }
  const told = await world.api(`GET /api/einvoice/${voucher.id}/payload`);
  assert.deepEqual(schemaErrors(told.body), []);
  assert.deepEqual(unknownNames(told.body, inv01), [], "a name the form does not know");
  await world.run();
  const { status, error, irn } = await world.standing(voucher.id);
  assert.equal(status, "generated", JSON.stringify(error));
  const [sent] = await world.admin`select request from sandbox.irp_invoices where irn = ${irn}`;
  assert.deepEqual(sent?.request, told.body, "what is told is what was sent");
  const bills = await rowsOf(world)(({ sql }) =>
    sql`select status, road from ewaybill.e_way_bills where voucher_id = ${voucher.id}`
  );
  const isPartA = golden.transport && !golden.transport.mode;
  const wanted = golden.transport ? [{ status: isPartA ? "part_a" : "active", road: "with_irn" }] : [];
  assert.deepEqual([...bills], wanted);
  const unseen = await world.api(`GET /api/einvoice/${voucher.id}/payload`, { as: "owner@rival.test" });
  assert.equal(unseen.status, 404);
  return JSON.parse(told.text.replaceAll(/"(No|InvNo)"\s*:\s*"[A-Z]+\/\d\d-\d\d\/\d+"/g, '"$1":"(ours)"'));
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function unknownNames(value: unknown, schema: Schema, at = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one, i) => unknownNames(one, schema.items ?? {}, `${at}/${i}`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const known = schema.properties?.[name];
    return known ? unknownNames(part, known, `${at}/${name}`) : [`${at}/${name}`];
  });
}

Deno.test("there is a golden e-invoice of every kind of document and of supply", () => {
  const supplies = ["b2b", "sezwp", "sezwop", "expwp", "expwop", "dexp", "reverse_charge"];
  const wanted = ["inv", "crn", "dbn"].flatMap((code) => supplies.map((supply) => `${code}_${supply}`));
  assert.deepEqual(wanted.filter((name) => !names.includes(name)), []);
  for (const more of ["ship_to", "dispatch_from", "with_cess", "with_e_way_bill"]) {
    assert.ok(names.includes(`inv_${more}`));
  }
});
