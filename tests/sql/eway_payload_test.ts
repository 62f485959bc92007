import assert from "node:assert/strict";
import { callJson, callRows } from "../../db/call.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import { type Bookkeeper, buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";
import { ewbSchemaFaults } from "../support/ewb_schema.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const as = (company: Bookkeeper) => acting(books.db, company.tenantId, { clock: books.clock });
async function payload(document: unknown, transport: unknown = {}, company = house) {
  const { body } = await posted(books, company, document);
  const given = { p_voucher_id: body.id, p_transport: transport };
  const json = await as(company)(({ sql }) => callJson(sql, "ewaybill.payload", given));
  return { id: body.id as string, payload: JSON.parse(json ?? "null") };
}
const many = (count: number, of: (n: number) => Record<string, unknown> = () => ({})) =>
  invoice({
    party: buyer("27"),
    lines: Array.from({ length: count }, (_, n) => line({ description: `Wire ${n}`, rate: 100, gstRate: 0, ...of(n) })),
  });

Deno.test("ewaybill: more than 250 lines are told by HSN, unit and rate", async () => {
  const { payload: of250 } = await payload(many(250));
  assert.equal(of250.itemList.length, 250);
  const { payload: of251 } = await payload(many(251));
  assert.deepEqual(
    of251.itemList.map((
      item: Record<string, unknown>,
    ) => [item.productName, item.hsnCode, item.quantity, item.taxableAmount]),
    [["Goods of HSN 740811", "740811", 251, 25100]],
  );
  const { payload: twoRates } = await payload(many(300, (n) => ({ gstRate: n % 2 ? 18 : 5 })));
  assert.deepEqual(twoRates.itemList.map((item: Record<string, unknown>) => [item.igstRate, item.quantity]), [
    [5, 150],
    [
      18,
      150,
    ],
  ]);
  assert.deepEqual(ewbSchemaFaults(twoRates), []);
});

Deno.test("ewaybill: goods that are more than 250 even so are refused before anything is asked", async () => {
  const units = ["KGS", "NOS", "MTR", "PCS", "BOX", "SET", "PAC", "ROL", "DOZ", "LTR"];
  const hsn = ["7408", "7409", "7410", "7411", "7412", "7413", "7415", "7418", "7419", "7501", "7502", "7503", "7504"];
  const kinds = (n: number) => ({ unit: units[n % 10], hsn: hsn[Math.floor(n / 10) % 13], gstRate: n < 130 ? 5 : 18 });
  const { id, payload: told } = await payload(many(251, kinds));
  assert.ok(ewbSchemaFaults(told).includes("/itemList has more than 250"));
  const ask = (company: Bookkeeper, transport: unknown) =>
    as(company)(({ sql }) =>
      callRows(sql, "ewaybill.request_generation", { p_voucher_id: id, p_transport: transport })
    );
  const vehicle = { mode: "road", vehicleNumber: "KA01AB1234" };
  await assert.rejects(
    ask(house, vehicle),
    (error: Refusal) =>
      error instanceof Refusal && error.code === "e_way_too_many_goods" && /251 even by HSN/.test(error.detail),
  );
  const [row] = await ask(rival, vehicle) as { answer: string | null }[];
  assert.equal(row?.answer, null, "another company's voucher is none");
});

Deno.test("ewaybill: a chapter that begins with 0 keeps its nought, and texts are as the portal takes them", async () => {
  const { payload: told } = await payload(
    invoice({
      party: consumer({
        name: 'A "quoted" shop',
        address: "1 \\ 2 Lane",
        city: "Pune",
        stateCode: "27",
        pincode: "411045",
      }),
      lines: [line({ description: 'Milk "full cream"', hsn: "0402", unit: "LTR", gstRate: 5, rate: 900 })],
    }),
  );
  assert.deepEqual([told.itemList[0].hsnCode, told.itemList[0].productName], ["0402", "Milk full cream"]);
  assert.deepEqual([told.toTrdName, told.toAddr1], ["A quoted shop", "1 2 Lane"]);
});

Deno.test("ewaybill: distance 0 is asked of the portal but within one PIN code, and its answer is a figure", async () => {
  const near = invoice({ party: buyer("29", { pincode: "560025" }), lines: [line({ rate: 90_000 })] });
  assert.equal((await payload(near)).payload.transDistance, "1");
  assert.equal((await payload(near, { distanceKm: 7 })).payload.transDistance, "7");
  const { id, payload: far } = await payload(invoice({ lines: [line({ rate: 90_000 })] }), { distanceKm: 0 });
  assert.equal(far.transDistance, "0");
  const alerts: [string | null, number, number | null][] = [
    [", Distance between these two pincodes is 118, ", 0, 118],
    ["Pin-Pin calc distance: 2467KM", 0, 2467],
    ["Distance between these two pincodes is 118", 120, 120],
    ["something else 77", 0, null],
    [null, 0, null],
  ];
  for (const [alert, told, km] of alerts) {
    await as(house)(async ({ sql, tenantId }) => {
      const [row] = await sql<{ km: number | null }[]>`
        insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, transport, alert)
        values (${tenantId}, ${id}, ${house.gstins[0]!}, 'failed', ${sql.json({ distanceKm: told })}, ${alert})
        returning distance_km as km`;
      assert.equal(row?.km, km, alert ?? "no alert");
    });
  }
});

Deno.test("ewaybill: what the voucher does not say is a gap, never a guess", async () => {
  const somewhere = { stateCode: "33", address: "Gate 4" };
  const { payload: told } = await payload({ ...invoice({ party: buyer("27") }), shipTo: somewhere });
  assert.equal(told.toPincode, undefined, "not the PIN code of the buyer's own address");
  const [gaps] = await as(house)(({ sql }) =>
    sql<{ gaps: string[] }[]>`select ewaybill.payload_gaps(${sql.json(told)}::json) as gaps`
  );
  assert.deepEqual(gaps?.gaps, ["toPincode"]);
  assert.equal((await payload({ ...invoice(), type: "proforma_invoice" })).payload, null, "no goods move under it");
});
