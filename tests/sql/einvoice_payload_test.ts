import assert from "node:assert/strict";
import { schemaErrors } from "../../routes/sandbox/irp/schema.ts";
import { einvoiceWorld, house, invoice, rival, rowsOf } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: /^R\d/.test(name) ? name : `INV-01: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });

const line = (more: Record<string, unknown> = {}) => ({
  description: "Ledger books",
  hsn: "482010",
  quantity: 10,
  unit: "NOS",
  rate: 100,
  gstRate: 18,
  ...more,
});
const party = (more: Record<string, unknown>) => ({ ...invoice().party as object, ...more });
const pune = {
  name: "Deccan Software Park LLP",
  gstin: "27AAACR5055K1Z7",
  address: "3rd Floor, Baner",
  city: "Pune",
  pincode: "411045",
  stateCode: "27",
};
const zone = {
  name: "Kandla Textiles SEZ Unit",
  gstin: "24AABCS4321Q1Z8",
  registrationType: "sez_unit",
  address: "Plot 41, Kandla SEZ",
  city: "Gandhidham",
  pincode: "370230",
  stateCode: "24",
};
const chandigarh = {
  name: "Chandigarh Book House",
  gstin: "04AAACC0004C1ZW",
  address: "SCO 88",
  city: "Chandigarh",
  pincode: "160017",
  stateCode: "04",
};
const manyRates = [
  line({ quantity: 3, rate: 33.335, discount: 1.11 }),
  line({ hsn: "482020", description: "Notebook", quantity: 7, rate: 62.75, gstRate: 5 }),
  line({ hsn: "490110", description: "Printed books", gstRate: 0, quantity: 2, rate: 499.99 }),
  line({ hsn: "998713", description: "Maintenance", unit: "OTH", quantity: 1, rate: 1234.567 }),
];

const overseas = {
  name: "Atlantic Books Inc",
  address: "5 Main Street",
  city: "Boston",
  country: "US",
  registrationType: "overseas",
};
const abroad = (more: Record<string, unknown>, lines = [line()]) =>
  invoice({
    type: "export_invoice",
    party: overseas,
    lines,
    export: {
      shippingBillNumber: "1234567",
      shippingBillDate: "2026-11-18",
      portCode: "INABG1",
      countryCode: "US",
      ...more,
    },
  });

/** What is sold, to whom, and what of the payload is told beyond the books. */
const golden: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["to another State", invoice(), { "TranDtls.SupTyp": "B2B", "ValDtls.IgstVal": "180.00", "ValDtls.CgstVal": "0.00" }],
  ["within the State", invoice({ party: pune }), { "ValDtls.CgstVal": "90.00", "ValDtls.SgstVal": "90.00" }],
  ["to a SEZ unit with tax", invoice({ party: zone }), {
    "TranDtls.SupTyp": "SEZWP",
    "ValDtls.IgstVal": "180.00",
    "BuyerDtls.Pos": '"24"',
  }],
  ["to a SEZ unit under a letter of undertaking", invoice({ party: zone, withLut: true }), {
    "TranDtls.SupTyp": "SEZWOP",
    "ValDtls.IgstVal": "0.00",
    "ItemList.0.GstRt": "18",
    "ValDtls.TotInvVal": "1000.00",
  }],
  ["under reverse charge", invoice({ reverseCharge: true }), {
    "TranDtls.RegRev": "Y",
    "ValDtls.IgstVal": "180.00",
    "ValDtls.TotInvVal": "1000.00",
    "ItemList.0.TotItemVal": "1000.00",
  }],
  ["under reverse charge within the State", invoice({ reverseCharge: true, party: pune }), {
    "ValDtls.CgstVal": "90.00",
    "ValDtls.SgstVal": "90.00",
    "ValDtls.TotInvVal": "1000.00",
  }],
  ["to a Union territory", invoice({ party: chandigarh }), { "BuyerDtls.Stcd": "04", "ValDtls.IgstVal": "180.00" }],
  ["several rates, a discount and a round-off", invoice({ lines: manyRates }), { "ItemList.0.Discount": "1.11" }],
  ["several rates within the State", invoice({ lines: manyRates, party: pune }), { "ItemList.3.IsServc": "Y" }],
  ["a service", invoice({ lines: [line({ hsn: "998713", unit: "OTH" })] }), { "ItemList.0.IsServc": "Y" }],
  ["goods by the thousandth", invoice({ lines: [line({ quantity: 0.125, unit: "KGS", rate: 1999.999 })] }), {
    "ItemList.0.Qty": "0.125",
    "ItemList.0.UnitPrice": "1999.999",
  }],
  [
    "names in Devanagari",
    invoice({ party: party({ name: "अनुराधा ट्रेडर्स", address: "७ शिवाजी पथ", city: "बेंगलुरु" }) }),
    { "BuyerDtls.LglNm": '"अनुराधा ट्रेडर्स"' },
  ],
  [
    "names with quotes and backslashes",
    invoice({
      party: party({ name: 'Raj "Paper" \\ Sons', address: 'Shop "4"\\5' }),
      lines: [line({ description: '14" screen \\ matt' })],
    }),
    { "BuyerDtls.LglNm": '"Raj Paper Sons"', "ItemList.0.PrdDesc": '"14 screen matt"', "BuyerDtls.Addr1": '"Shop 45"' },
  ],
  ["abroad under a letter of undertaking", abroad({ withLut: true, lutArn: "AD290426000001X" }), {
    "TranDtls.SupTyp": "EXPWOP",
    "BuyerDtls.Gstin": "URP",
    "BuyerDtls.Pin": "999999",
    "BuyerDtls.Stcd": "96",
    "BuyerDtls.Pos": "96",
    "ValDtls.IgstVal": "0.00",
    "ExpDtls.ShipBNo": "1234567",
    "ExpDtls.ShipBDt": "18/11/2026",
    "ExpDtls.Port": "INABG1",
    "ExpDtls.CntCode": "US",
    "ExpDtls.RefClm": "N",
  }],
  ["abroad with tax that is refunded, in dollars", abroad({ currency: "USD", exchangeRate: 83.5 }), {
    "TranDtls.SupTyp": "EXPWP",
    "ItemList.0.UnitPrice": "8350",
    "ItemList.0.AssAmt": "83500.00",
    "ValDtls.IgstVal": "15030.00",
    "ValDtls.TotInvVal": "98530.00",
    "ValDtls.TotInvValFc": "1180.00",
    "ExpDtls.ForCur": "USD",
    "ExpDtls.RefClm": "Y",
  }],
  ["a deemed export", invoice({ deemedExport: true }), { "TranDtls.SupTyp": "DEXP", "ValDtls.IgstVal": "180.00" }],
  [
    "pan masala valued by its retail price",
    invoice({ lines: [line({ hsn: "21069020", quantity: 100, rate: 70, retailPrice: 100, gstRate: 40 })] }),
    {
      "ItemList.0.AssAmt": "7142.86",
      "ItemList.0.IgstAmt": "2857.14",
      "ValDtls.Discount": "142.86",
      "ValDtls.TotInvVal": "9857.00",
    },
  ],
  ["a city of two letters", invoice({ party: party({ city: "Oi" }) }), { "BuyerDtls.Loc": '"Karnataka"' }],
  ["another place of supply", invoice({ party: pune, placeOfSupply: "29" }), {
    "BuyerDtls.Pos": '"29"',
    "ValDtls.IgstVal": "180.00",
  }],
];

for (const [name, document, told] of golden) {
  test(`${name}: valid, equal to the books, and taken by the portal`, async () => {
    const voucher = await world.post(document);
    const answer = await world.api(`GET /api/einvoice/${voucher.id}/payload`);
    assert.equal(answer.status, 200);
    assert.deepEqual(schemaErrors(JSON.parse(answer.text)), []);
    const payload = exact(answer.text);
    for (const [path, wanted] of Object.entries(told)) {
      assert.equal(at(payload, path), String(wanted).replaceAll('"', ""), path);
    }
    await equalsTheBooks(voucher.id, payload);
    await world.run();
    const standing = await world.standing(voucher.id);
    assert.equal(standing.status, "generated", JSON.stringify(standing.error));
    const [request] = await world.db`select request::text from sandbox.irp_invoices where irn = ${standing.irn}`;
    assert.equal(request?.request.includes("null"), false, "an empty optional field is left out");
  });
}

test("notes name the documents they amend, with amounts that are never negative", async () => {
  const voucher = await world.post(invoice());
  for (const [type, code] of [["credit_note", "CRN"], ["debit_note", "DBN"]]) {
    const lines = [line({ quantity: 1, originalLineNo: 1 })];
    const note = await world.post({
      type,
      date: invoice().date,
      originalVoucherId: voucher.id,
      reason: "Price agreed later",
      lines,
    });
    const { text } = await world.api(`GET /api/einvoice/${note.id}/payload`);
    assert.deepEqual(schemaErrors(JSON.parse(text)), []);
    const payload = exact(text);
    assert.equal(at(payload, "DocDtls.Typ"), code);
    assert.equal(at(payload, "RefDtls.PrecDocDtls.0.InvNo"), voucher.number);
    assert.equal(at(payload, "ValDtls.TotInvVal"), "118.00");
    await equalsTheBooks(note.id, payload);
    await world.run();
    assert.equal((await world.standing(note.id)).status, "generated");
  }
});

test("a long address is cut in two, and nothing is lost or told twice", async () => {
  const address = `"Plot" 12 \n ${"Gandhi Road ".repeat(14)}end`;
  const voucher = await world.post(invoice({ party: party({ address }) }));
  const { body } = await world.api(`GET /api/einvoice/${voucher.id}/payload`);
  const { Addr1, Addr2 } = body.BuyerDtls;
  assert.equal(Addr1.length, 100);
  assert.equal(`${Addr1}${Addr2}`.replaceAll(" ", ""), address.replace(/["\s]/g, ""));
  assert.deepEqual(schemaErrors(body), []);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("R2.2 a document with a gap in its mandatory fields is not sent, and says which", async () => {
  const gaps: [Record<string, unknown>, string, RegExp][] = [
    [
      { name: "HP", address: null, pincode: null },
      "5002",
      /5002 \/BuyerDtls\/Addr1: .* required; 5002 \/BuyerDtls\/LglNm: The field BuyerDtls.LglNm must be given/,
    ],
    [{ pincode: null }, "2244", /2244 \/BuyerDtls\/Pin: Recipient PIN code is mandatory for transaction -B2B/],
  ];
  for (const [more, code, message] of gaps) {
    const voucher = await world.post(invoice({ party: party(more) }));
    const before = world.calls.length;
    await world.run();
    const { status, error } = await world.standing(voucher.id);
    assert.deepEqual([status, error.code], ["failed", code]);
    assert.match(error.message, message);
    assert.deepEqual(world.calls.slice(before), []);
  }
});

test("a company reads the payloads of its own vouchers only", async () => {
  const voucher = await world.post();
  const others = await world.api(`GET /api/einvoice/${voucher.id}/payload`, { as: "owner@rival.test" });
  assert.deepEqual([others.status, others.body.code], [404, "not_found"]);
  const own = await rowsOf(world, house)(({ sql }) => sql`select einvoice.payload(${voucher.id}) as p`);
  const foreign = await rowsOf(world, rival)(({ sql }) => sql`select einvoice.payload(${voucher.id}) as p`);
  assert.ok(own[0]?.p);
  assert.equal(foreign[0]?.p ?? null, null);
});

/** Every figure of the payload beside the row it comes from, as text to the paisa. */
async function equalsTheBooks(voucherId: string, payload: unknown): Promise<void> {
  const { voucher, lines } = await rowsOf(world)(async ({ sql }) => ({
    voucher: (await sql`select * from billing.vouchers where id = ${voucherId}`)[0]!,
    lines: await sql`select * from billing.voucher_lines where voucher_id = ${voucherId} order by line_no`,
  }));
  const is = (path: string, wanted: string) => assert.equal(at(payload, path), wanted, path);
  is("ValDtls.AssVal", voucher.taxable_amount);
  is("ValDtls.TotInvVal", voucher.total_amount);
  is("ValDtls.RndOffAmt", voucher.round_off);
  is("DocDtls.No", voucher.number);
  for (const [i, row] of lines.entries()) {
    is(`ItemList.${i}.AssAmt`, row.taxable_amount);
    if (row.retail_price !== null) continue; // its price is not what it is valued by
    is(`ItemList.${i}.TotAmt`, row.gross_amount);
    is(`ItemList.${i}.Discount`, row.discount);
    is(`ItemList.${i}.TotItemVal`, row.total_amount);
    if (voucher.reverse_charge) continue;
    for (const head of ["cgst", "sgst", "igst"]) {
      is(`ItemList.${i}.${head[0]!.toUpperCase()}${head.slice(1)}Amt`, row[`${head}_amount`]);
    }
  }
  if (voucher.reverse_charge) return;
  for (const head of ["Cgst", "Sgst", "Igst"]) is(`ValDtls.${head}Val`, voucher[`${head.toLowerCase()}_amount`]);
}

/** JSON with its numbers as they were written. */
function exact(text: string): unknown {
  return JSON.parse(
    text,
    (_key, value, context?: { source?: string }) => typeof value === "number" ? context?.source : value,
  );
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce((part, key) => (part as Record<string, unknown>)?.[key], value);
}
