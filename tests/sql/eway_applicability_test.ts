import assert from "node:assert/strict";
import { type Bookkeeper, buyer, computed, consumer, invoice, line, openBooks, posted } from "../support/books.ts";

const books = await openBooks();
const { house, rival } = books;
const gujarat = await books.makeBookkeeper("gujarat", { states: ["24"], pan: "AAACG2424G" });
const rajasthan = await books.makeBookkeeper("rajasthan", { states: ["08"], pan: "AAACR0808R" });
const bengal = await books.makeBookkeeper("bengal", { states: ["19"], pan: "AAACE1919E" });
const madhya = await books.makeBookkeeper("madhya", { states: ["23"], pan: "AAACM2323M" });
const chhattisgarh = await books.makeBookkeeper("chhattisgarh", { states: ["22"], pan: "AAACC2222C" });
const jammu = await books.makeBookkeeper("jammu", { states: ["01"], pan: "AAACJ0101J" });
Deno.test.afterAll(books.close);

async function eWay(document: unknown, as: Bookkeeper = house) {
  const [one] = await computed(books, as, [document]);
  if (!one!.answer.eWayBill) throw new Error(JSON.stringify([document, one]));
  const { applicability, reason } = one!.answer.eWayBill as { applicability: string; reason: string };
  return [applicability, reason] as const;
}
const isOf = async (document: unknown, as?: Bookkeeper) => (await eWay(document, as))[0];
const goods = (rate: number, more = {}) => line({ rate, gstRate: 0, ...more });
const sale = (rate: number, to: string, more = {}, of = {}) =>
  invoice({ party: buyer(to, of), lines: [goods(rate, more)] });
const challan = (purpose: string, rate: number, to: string, more = {}) => ({
  ...sale(rate, to, more),
  type: "delivery_challan",
  purpose,
});

Deno.test("R3.1 above 50,000 between States an e-way bill is required, and the value counted is of taxable goods with their tax", async () => {
  assert.equal(await isOf(sale(50_000, "27")), "optional");
  assert.deepEqual(await eWay(sale(50_000.5, "27")), ["required", "consignment value exceeds 50000"]);
  assert.equal(await isOf(invoice({ party: buyer("27"), lines: [line({ rate: 42_373 })] })), "required");
  const exempt = line({ rate: 90_000, taxability: "exempt", gstRate: 0 });
  const mixed = (rate: number) => ({
    ...invoice({
      party: consumer({ stateCode: "27", address: "4 Hill Road", city: "Mumbai" }),
      lines: [goods(rate), exempt],
    }),
    type: "invoice_cum_bill_of_supply",
  });
  assert.equal(await isOf(mixed(50_000)), "optional", "exempt goods beside taxable ones are not counted");
  assert.equal(await isOf(mixed(50_001)), "required");
  assert.deepEqual(await eWay({ ...sale(90_000, "27"), type: "bill_of_supply", lines: [exempt] }), [
    "optional",
    "goods that are exempt or outside GST need none",
  ]);
});

Deno.test("R3.1 R3.7 posting prompts for a bill above 50,000, and within the State below it says that one is optional", async () => {
  for (const company of [house, rival]) {
    const prompted = (await posted(books, company, sale(50_001, "29"))).body.eWayBill;
    assert.deepEqual(prompted, {
      applicability: "required",
      reason: "consignment value exceeds 50000",
      status: "not_generated",
    });
    const below = (await posted(books, company, sale(49_999, "29"))).body.eWayBill;
    assert.deepEqual([below.applicability, below.reason], ["optional", "consignment value does not exceed 50000"]);
  }
});

Deno.test("ewaybill: it is the way of the goods that counts, from where they leave to where they arrive", async () => {
  const place = (stateCode: string) => ({ stateCode, address: "Gate 2", city: "There", pincode: "110001" });
  const inState = sale(60_000, "08");
  assert.equal(await isOf(inState, rajasthan), "optional", "1,00,000 within Rajasthan");
  assert.equal(await isOf({ ...inState, shipTo: place("24") }, rajasthan), "required");
  assert.equal(await isOf({ ...inState, dispatchFrom: place("24") }, rajasthan), "required");
  assert.equal(await isOf({ ...sale(60_000, "24"), shipTo: place("08") }, rajasthan), "optional");
  const abroad = { ...invoice({ lines: [goods(60_000)] }), type: "export_invoice", party: consumer() };
  assert.equal(await isOf(abroad, rajasthan), "required", "an export leaves the State");
});

Deno.test("ewaybill: what a State wants more, or relieves, is a row with its day", async () => {
  const cases: [string, unknown, Bookkeeper, string, RegExp][] = [
    [
      "tobacco",
      sale(60_000, "08", { hsn: "240220", retailPrice: 60_000 }),
      rajasthan,
      "required",
      /exceeds 50000.*tobacco/,
    ],
    [
      "one of two is tobacco",
      {
        ...sale(30_000, "08"),
        lines: [goods(30_000), goods(30_000, { hsn: "240220", retailPrice: 60_000 })],
      },
      rajasthan,
      "required",
      /tobacco/,
    ],
    ["within a city", sale(150_000, "08", {}, { city: "bengaluru " }), rajasthan, "optional", /200000.*one city/],
    [
      "pan masala in a city",
      sale(60_000, "08", { hsn: "210690", retailPrice: 60_000 }, { city: "Bengaluru" }),
      rajasthan,
      "required",
      /50000/,
    ],
    ["Gujarat", sale(60_000, "24"), gujarat, "required", /exceeds 50000$/],
    ["a city of Gujarat", sale(900_000, "24", {}, { city: "Bengaluru" }), gujarat, "optional", /none is needed/],
    ["yarn for job work", challan("job_work", 90_000, "24", { hsn: "520511" }), gujarat, "optional", /yarn/],
    ["copper for job work", challan("job_work", 90_000, "24"), gujarat, "required", /50000/],
    ["yarn, sold", sale(90_000, "24", { hsn: "520511" }), gujarat, "required", /50000/],
    ["job work in Bengal", challan("job_work", 90_000, "19"), bengal, "optional", /job work within West Bengal/],
    ["medicines", sale(900_000, "23", { hsn: "300490" }), madhya, "optional", /medicines/],
    [
      "medicines and wire",
      {
        ...sale(900_000, "23"),
        lines: [goods(900_000, { hsn: "300490" }), goods(10)],
      },
      madhya,
      "required",
      /100000/,
    ],
    ["iron", sale(60_000, "22", { hsn: "721410" }), chhattisgarh, "required", /iron/],
    ["wire", sale(60_000, "22"), chhattisgarh, "optional", /100000/],
    ["within the union territory", sale(900_000, "01"), jammu, "optional", /Jammu/],
    ["out of it", sale(60_000, "02"), jammu, "required", /50000/],
    ["gold", sale(900_000, "27", { hsn: "711319" }), house, "optional", /jewellery/],
    ["imitation jewellery", sale(900_000, "27", { hsn: "711711" }), house, "required", /50000/],
  ];
  for (const [name, document, as, expected, reason] of cases) {
    const [applicability, why] = await eWay(document, as);
    assert.equal(applicability, expected, `${name}: ${why}`);
    assert.match(why, reason, name);
  }
  const inMay = { ...challan("job_work", 90_000, "19"), date: "2026-05-31" };
  assert.match((await eWay(inMay, bengal))[1], /does not exceed 100000$/, "the relief begins with June");
});

Deno.test("ewaybill: goods sent to a job worker in another State need one whatever their value", async () => {
  assert.deepEqual(await eWay(challan("job_work", 900, "27")), [
    "required",
    "goods go to a job worker in another State, whatever their value",
  ]);
  assert.equal(await isOf(challan("sample", 900, "27")), "optional");
  assert.equal(await isOf(challan("job_work", 900, "29")), "optional");
});

Deno.test("ewaybill: of goods that come to us the bill is ours to make where the supplier cannot", async () => {
  const purchase = (party: unknown) => ({ ...invoice({ lines: [goods(60_000)] }), type: "purchase_invoice", party });
  const [optional, why] = await eWay(purchase(buyer("27")));
  assert.equal(optional, "optional");
  assert.match(why, /the supplier makes it/);
  assert.equal(await isOf(purchase(consumer({ stateCode: "27" }))), "required", "from the unregistered");
  assert.equal(await isOf({ ...purchase(consumer()), type: "payment_voucher" }), "not_applicable");
});

Deno.test("ewaybill: two companies with the same note each get their own word, and a note about a price moves nothing", async () => {
  for (const company of [house, rival]) {
    const { body } = await posted(books, company, sale(90_000, "27"));
    const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: body.id, reason: "sent back" };
    const [applicability, why] = await eWay(note, company);
    assert.equal(applicability, "optional");
    assert.match(why, /whoever sends the goods back makes it/);
    assert.deepEqual(await eWay({ ...note, goodsReturned: false }, company), [
      "not_applicable",
      "only the value changes, no goods go back",
    ]);
  }
  const elsewhere = await computed(books, rival, [sale(900, "27")]);
  assert.equal(elsewhere[0]!.answer.eWayBill.applicability, "optional");
});
