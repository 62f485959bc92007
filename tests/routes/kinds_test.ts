import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Bookkeeper, buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";

/** Every kind of sale: what it holds, what it charges, how it is booked and numbered, and what it will not be used for. */

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

// deno-lint-ignore no-explicit-any -- a voucher as answered
type Voucher = any;

const post = async (document: unknown, as: Bookkeeper = house): Promise<Voucher> =>
  (await posted(books, as, document)).body;
/** `pointer code` of each fault. */
async function refused(document: unknown, as: Bookkeeper = house): Promise<string[]> {
  const { status, body } = await send(books.app, "POST /api/vouchers", { token: as.token, body: document });
  assert.ok(status >= 400 && status < 500, JSON.stringify(body));
  return body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
}
const entries = (voucher: Voucher) =>
  voucher.ledgerEntries.map((e: Voucher) => `${e.debit ? "Dr" : "Cr"} ${e.ledger} ${e.debit || e.credit}`);
const heads = (v: Voucher) => [v.taxableAmount, v.cgstAmount, v.sgstAmount, v.igstAmount, v.totalAmount];
const sequence = (v: Voucher) => Number(v.number.split("/").at(-1));

const exempt = (more = {}) =>
  line({ description: "Fresh milk", hsn: "040120", unit: "LTR", taxability: "exempt", gstRate: 0, ...more });
const bill = (more = {}) => invoice({ type: "bill_of_supply", lines: [exempt()], ...more });
const retail = (more = {}) => invoice({ type: "retail_invoice", party: consumer(), ...more });
const overseas = { name: "Atlantic Trading Inc", address: "5 Main Street", city: "Boston", country: "US" };
const dollars = {
  currency: "USD",
  exchangeRate: 83.5,
  shippingBillNumber: "7654321",
  shippingBillDate: "2026-11-19",
  portCode: "INMAA1",
  countryCode: "US",
};
const abroad = (more = {}, exported: object = dollars) =>
  invoice({ type: "export_invoice", party: overseas, export: exported, ...more });
const challan = (more = {}) => invoice({ type: "delivery_challan", purpose: "job_work", ...more });
const proforma = (more = {}) => invoice({ type: "proforma_invoice", validUntil: "2026-12-20", ...more });

Deno.test("R5.1 R5.3 a bill of supply is a kind of its own and says so", async () => {
  const voucher = await post(bill());
  assert.deepEqual([voucher.type, voucher.title], ["bill_of_supply", "Bill of Supply"]);
  assert.notEqual((await post(invoice())).title, voucher.title);
});

Deno.test("R5.2 R5.6 it bears no GST, and books none", async () => {
  const voucher = await post(bill());
  assert.deepEqual(heads(voucher), [1000, 0, 0, 0, 1000]);
  assert.deepEqual(entries(voucher), ["Dr Buyer in 29 1000", "Cr Sales 1000"]);
});

Deno.test("R5.4 exempt, nil rated and non-GST lines stand on it together", async () => {
  const lines = ["exempt", "nil_rated", "non_gst"].map((taxability) => exempt({ taxability }));
  const voucher = await post(bill({ lines }));
  assert.deepEqual(voucher.lines.map((l: Voucher) => l.taxability), ["exempt", "nil_rated", "non_gst"]);
  assert.equal(voucher.totalAmount, 3000);
});

Deno.test("R5.5 R6.5 R7.7 R8.4 R9.5 each kind counts in a series of its own, without gaps, for each company", async () => {
  const kinds = [[bill, "BOS"], [retail, "RTL"], [abroad, "EXP"], [challan, "DCH"], [proforma, "PRO"]] as const;
  for (const [make, prefix] of kinds) {
    const [first, , second] = [await post(make()), await post(invoice()), await post(make())];
    assert.match(first.number, new RegExp(`^${prefix}/26-27/\\d{5}$`));
    assert.equal(sequence(second), sequence(first) + 1);
    assert.equal((await post(make(), rival)).number, `${prefix}/26-27/00001`);
  }
});

Deno.test("R5.8 it is not used for taxable supplies, nor a taxable document for exempt ones", async () => {
  assert.deepEqual(await refused(bill({ lines: [exempt(), line()] })), [
    "/lines/1/taxability taxable_line_not_allowed",
  ]);
  for (const type of ["tax_invoice", "retail_invoice"]) {
    const mixed = invoice({ type, lines: [line(), exempt()] });
    assert.deepEqual(await refused(mixed), ["/lines/1/taxability untaxed_line_not_allowed"]);
  }
  const mixed = { lines: [line(), exempt()], type: "invoice_cum_bill_of_supply" };
  assert.deepEqual(heads(await post(invoice({ ...mixed, party: consumer() }))), [2000, 90, 90, 0, 2180]);
  assert.deepEqual(await refused(invoice(mixed)), ["/party/gstin party_is_registered"]);
});

Deno.test("a composition dealer sells taxable goods on a bill of supply, without tax, and on nothing else", async () => {
  const dealer = await books.makeBookkeeper("dealer", {
    composition: true,
    registrationType: "composition",
    pan: "AAACD1111D",
  });
  const sold = { type: "bill_of_supply", lines: [line({ gstRate: undefined })] };
  assert.deepEqual(heads(await post(invoice(sold), dealer)), [1000, 0, 0, 0, 1000]);
  assert.deepEqual(await refused(invoice(), dealer), ["/type composition_dealer_charges_no_tax"]);
});

Deno.test("R6.2 R6.3 a retail invoice needs no GSTIN and no more than a name", async () => {
  const voucher = await post(retail({ party: { name: "Walk-in" } }));
  assert.deepEqual([voucher.party, voucher.supplyCategory], [{ name: "Walk-in" }, "B2C"]);
  assert.equal((await post(retail({ party: buyer() }))).supplyCategory, "B2B");
});

Deno.test("R6.4 R6.7 its GST follows the place of supply, its books are those of a tax invoice", async () => {
  assert.deepEqual(heads(await post(retail())), [1000, 90, 90, 0, 1180]);
  const away = { party: consumer({ stateCode: "27" }) };
  assert.deepEqual(heads(await post(retail(away))), [1000, 0, 0, 180, 1180]);
  assert.deepEqual(entries(await post(retail(away))), entries(await post(invoice(away))));
});

Deno.test("R6.6 above the limit a retail invoice needs the GSTIN, or the details where the company has set that", async () => {
  const at = (rate: number, party: object = consumer()) => retail({ party, lines: [line({ rate })] });
  assert.equal((await post(at(42372.88))).totalAmount, 50000); // 50,000.00 with its tax is not above it
  assert.deepEqual(await refused(at(42373.5)), ["/party/gstin recipient_gstin_required"]);
  assert.equal((await post(at(42373.5, buyer()))).supplyCategory, "B2B");

  const shop = await books.makeBookkeeper("shop", { pan: "AAACS2222S" });
  const { body: company } = await send(books.app, "GET /api/company", { token: shop.token });
  const { updatedAt: _, lockedUntil: __, ...same } = company;
  const changed = await send(books.app, "PUT /api/company", {
    token: shop.token,
    body: { ...same, b2cAboveLimit: "require_details" },
  });
  assert.deepEqual([changed.status, changed.body.b2cAboveLimit], [200, "require_details"]);
  assert.deepEqual(await refused(at(60000), shop), ["/party/address recipient_details_required"]);
  assert.equal((await post(at(60000, consumer({ address: "4 Hill Road", stateCode: "29" })), shop)).totalAmount, 70800);
});

Deno.test("R7.1 R7.2 R7.5 R7.6 an export invoice says currency, rate, shipping bill, port and country", async () => {
  const voucher = await post(abroad());
  assert.deepEqual([voucher.type, voucher.title, voucher.currency, voucher.exchangeRate], [
    "export_invoice",
    "Export Invoice",
    "USD",
    83.5,
  ]);
  const { shippingBillNumber, shippingBillDate, portCode, countryCode, exchangeRate, totalAmount } = voucher.export;
  assert.deepEqual([shippingBillNumber, shippingBillDate, portCode, countryCode], [
    "7654321",
    "2026-11-19",
    "INMAA1",
    "US",
  ]);
  assert.deepEqual([exchangeRate, totalAmount], [83.5, 1180]);
  const { exchangeRate: _, ...without } = dollars;
  assert.deepEqual(await refused(abroad({}, without)), ["/export/exchangeRate exchange_rate_missing"]);
  assert.deepEqual(await refused(abroad({}, { exchangeRate: 2 })), ["/export/exchangeRate exchange_rate_for_rupees"]);
});

Deno.test("R7.3 under a letter of undertaking it is zero-rated; the letter is of the year, on record or on the invoice", async () => {
  const withLetter = await books.makeBookkeeper("exporter", { luts: ["2026-27"], pan: "AAACE3333E" });
  const voucher = await post(abroad({}, { ...dollars, withLut: true }), withLetter);
  assert.deepEqual([voucher.supplyCategory, ...heads(voucher)], ["EXPWOP", 83500, 0, 0, 0, 83500]);
  assert.deepEqual(await refused(abroad({}, { ...dollars, withLut: true })), ["/withLut lut_not_on_record"]);
  const named = await post(abroad({}, { ...dollars, withLut: true, lutArn: "AD290426000001X" }));
  assert.equal(named.export.lutArn, "AD290426000001X");
  const lastYear = abroad({ date: "2026-03-31" }, { ...dollars, withLut: true });
  assert.deepEqual(await refused(lastYear, withLetter), ["/withLut lut_not_on_record"]);
});

Deno.test("R7.4 without a letter IGST is charged and marked as refundable", async () => {
  const voucher = await post(abroad());
  assert.deepEqual([voucher.supplyCategory, ...heads(voucher)], ["EXPWP", 83500, 0, 0, 15030, 98530]);
  assert.equal(voucher.export.igstRefundable, true);
});

Deno.test("R7.8 the place of supply of an export is abroad, and of nothing else", async () => {
  assert.equal((await post(abroad())).placeOfSupply, "96");
  assert.equal((await post(abroad({ placeOfSupply: "96" }))).supplyType, "inter_state");
  assert.deepEqual(await refused(abroad({ placeOfSupply: "29" })), ["/placeOfSupply export_place_of_supply"]);
  assert.deepEqual(await refused(invoice({ placeOfSupply: "96" })), ["/placeOfSupply place_of_supply_abroad"]);
  const shipTo = { stateCode: "27", name: "Warehouse", address: "1 Dock Road", city: "Mumbai", pincode: "400001" };
  const within = await post(invoice({ party: { ...overseas, registrationType: "overseas" }, shipTo }));
  assert.deepEqual([within.placeOfSupply, within.supplyCategory, within.igstAmount], ["27", "B2C", 180]);
});

Deno.test("R7.9 its books are in rupees", async () => {
  assert.deepEqual(entries(await post(abroad({ lines: [line({ rate: 33.333, quantity: 3 })] }))), [
    "Dr Atlantic Trading Inc 9853",
    "Cr Export Sales 8349.92",
    "Cr Output IGST 1502.99",
    "Cr Round Off 0.09",
  ]);
});

Deno.test("R8.1 R8.2 R8.3 a delivery challan has a purpose, no tax and no books", async () => {
  for (const purpose of ["job_work", "stock_transfer", "sample"]) {
    const voucher = await post(challan({ purpose }));
    assert.deepEqual([voucher.type, voucher.title, voucher.purpose], ["delivery_challan", "Delivery Challan", purpose]);
    assert.deepEqual([heads(voucher), voucher.ledgerEntries], [[1000, 0, 0, 0, 1000], []]);
  }
  assert.deepEqual(await refused(challan({ purpose: "because" })), ["/purpose not_one_of"]);
  assert.equal((await post(challan({ lines: [line({ gstRate: undefined })] }))).totalAmount, 1000);
});

Deno.test("R8.7 goods that cross a State border on a challan come under the e-way bill as goods sold do", async () => {
  const across = (rate: number, purpose = "sample") =>
    challan({ purpose, party: buyer("27"), lines: [line({ rate })] });
  assert.equal((await post(across(50000.01))).eWayBill.applicability, "required");
  assert.equal((await post(across(50000))).eWayBill.applicability, "optional");
  assert.equal((await post(across(500, "job_work"))).eWayBill.applicability, "required", "whatever the value");
  assert.equal((await post(proforma({ lines: [line({ rate: 90000 })] }))).eWayBill.applicability, "not_applicable");
});

Deno.test("R9.1 R9.2 R9.3 R9.4 a proforma invoice shows the tax, says what it is, and books nothing", async () => {
  const voucher = await post(proforma());
  assert.deepEqual([voucher.type, voucher.title, voucher.validUntil], [
    "proforma_invoice",
    "PROFORMA INVOICE",
    "2026-12-20",
  ]);
  assert.deepEqual(heads(voucher), [1000, 90, 90, 0, 1180]);
  assert.deepEqual([voucher.ledgerEntries, voucher.eInvoice.status], [[], "not_required"]);
  assert.deepEqual(await refused(proforma({ validUntil: "2026-11-19" })), ["/validUntil validity_ends_before_date"]);
});
