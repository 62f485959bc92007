import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { invoice, line, posted, today } from "../support/books.ts";
import { openPrints, sale, shipTo, transport } from "../support/prints.ts";

const { books, house, pagesOf, printed } = await openPrints();
Deno.test.afterAll(books.close);
const abroad = {
  name: "Hansen Cables A/S",
  registrationType: "overseas",
  address: "Havnegade 3",
  city: "Copenhagen",
  country: "DK",
};

Deno.test("an export prints its currency beside rupees, its route and its endorsement", async () => {
  const details = {
    currency: "USD",
    exchangeRate: 83.25,
    shippingBillNumber: "SB123456",
    shippingBillDate: today,
    portCode: "INNSA1",
    countryCode: "DK",
  };
  const lines = [line({ hsn: "74081100", quantity: 500, rate: 2500.5 })];
  const paid = await printed(sale("export_invoice", { party: abroad, export: details, lines }), [
    "EXPORT INVOICE",
    "ON PAYMENT OF INTEGRATED TAX",
    "IGST paid on this export is refundable",
    "Country of destination Denmark",
    "Port INNSA1, Jawaharlal Nehru",
    "Shipping bill SB123456 20-Nov-2026",
    "1 USD = ₹ 83.25",
    "Rate (USD) Amount (USD)",
    "2,500.50 1,250,250.00 10,40,83,312.50",
    "Total in USD USD 1,475,295.00",
    "USD One Million Four Hundred Seventy Five Thousand Two Hundred Ninety Five Only",
    "Country: Denmark",
  ]);
  assert.ok(!paid.page.includes("Unregistered"), paid.page);
  await printed(sale("export_invoice", { party: abroad, export: { ...details, withLut: true }, lines }), [
    "UNDER BOND OR LETTER OF UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX",
    "LUT ARN AD290426000001X",
  ]);
});

Deno.test("notes name their originals with number and date, and their reason", async () => {
  const first = (await posted(books, house, invoice())).body;
  const second = (await posted(books, house, invoice())).body;
  const many = [first, second].map((of) => line({ quantity: 0.5, originalVoucherId: of.id, originalLineNo: 1 }));
  await printed({ type: "credit_note", date: today, reason: "Goods returned", lines: many }, [
    "CREDIT NOTE",
    `Tax Invoice ${first.number} dated 20-Nov-2026 Tax Invoice ${second.number} dated`,
    "Reason Goods returned",
    `of ${first.number}`,
    "Issued to Buyer in 29",
  ]);
  await printed({
    type: "debit_note",
    date: today,
    reason: "Price raised",
    originalVoucherId: first.id,
    lines: [line({ rate: 50 })],
  }, [
    "DEBIT NOTE",
    `Against Tax Invoice ${first.number} dated 20-Nov-2026`,
    "Reason Price raised",
  ]);
});

Deno.test("a delivery challan prints purpose, consignor and consignee, and no tax", async () => {
  const { page, id } = await printed(sale("delivery_challan", { purpose: "job_work", transport, shipTo }), [
    "DELIVERY CHALLAN",
    "ORIGINAL FOR CONSIGNEE",
    "Not a supply",
    "Consignor printing Private Limited",
    "Consignee Buyer in 29",
    "Ship to Buyer, Store",
    "Goods sent for Job work",
    "Vehicle KA01AB1234",
    "Received the goods",
  ]);
  assert.ok(!/CGST|IGST|Reverse/.test(page), page);
  const pages = await pagesOf(house, id, "?copies=all");
  assert.deepEqual(pages.map((text) => text.match(/(ORIGINAL|DUPLICATE|TRIPLICATE) FOR \w+/)![0]), [
    "ORIGINAL FOR CONSIGNEE",
    "DUPLICATE FOR TRANSPORTER",
    "TRIPLICATE FOR CONSIGNER",
  ]);
});

Deno.test("a proforma says that it is no tax invoice and until when it holds; the invoice after it names it", async () => {
  const proforma = await printed(sale("proforma_invoice", { validUntil: "2026-12-20" }), [
    "PROFORMA INVOICE",
    "This is not a tax invoice",
    "Valid until 20-Dec-2026",
  ]);
  await printed(sale("tax_invoice", { lines: [line({ originalVoucherId: proforma.id, originalLineNo: 1 })] }), [
    `Follows Proforma Invoice ${proforma.number} dated 20-Nov-2026`,
  ]);
});

Deno.test("a draft prints without a number, and a cancelled document with its reason", async () => {
  const draft = (await posted(books, house, { ...invoice(), draft: true })).body;
  const [page] = await pagesOf(house, draft.id, "?copies=all");
  assert.ok(page!.includes("TAX INVOICE DRAFT") && page!.includes("not numbered yet"), page);
  assert.ok(!page!.includes("ORIGINAL"), page);
  const { id } = (await posted(books, house, invoice())).body;
  await send(books.app, `POST /api/vouchers/${id}/cancel`, { token: house.token, body: { reason: "Raised twice" } });
  const [cancelled] = await pagesOf(house, id);
  assert.ok(cancelled!.includes("Cancelled 20-Nov-2026 Raised twice"), cancelled);
});
