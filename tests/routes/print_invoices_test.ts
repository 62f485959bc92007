import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { consumer, invoice, line, posted } from "../support/books.ts";
import { openPrints, sale, service, shipTo, transport } from "../support/prints.ts";

const { books, house, pagesOf, printed } = await openPrints();
Deno.test.afterAll(books.close);
const dealer = await books.makeBookkeeper("composed", { composition: true, registrationType: "composition" });

const untaxed = (more: Record<string, unknown> = {}) =>
  line({ description: "Fresh milk", hsn: "040110", unit: "LTR", gstRate: 0, taxability: "exempt", ...more });

Deno.test("a tax invoice prints where goods go to and come from, and how", async () => {
  const dispatchFrom = {
    name: "Godown 2",
    address: "Hosur Road",
    city: "Bengaluru",
    pincode: "560068",
    stateCode: "29",
  };
  const { page } = await printed(
    sale("tax_invoice", { shipTo, dispatchFrom, transport, reference: "PO-77", narration: "Thank you" }),
    [
      "TAX INVOICE",
      "ORIGINAL FOR RECIPIENT",
      "Bill to Buyer in 29",
      "Ship to Buyer, Store Plot 5, Peenya",
      "Dispatched from Godown 2",
      "Vehicle KA01AB1234",
      "Transporter Deccan Carriers",
      "Transport document LR-77 of 20-Nov-2026",
      "Reverse charge No",
      "Total ₹ 1,180.00",
    ],
  );
  assert.ok(!page.includes("DUPLICATE"));
});

Deno.test("copies=all prints each copy under its label: three of goods, two of services", async () => {
  const goods = (await posted(books, house, invoice())).body.id;
  const labels = ["ORIGINAL FOR RECIPIENT", "DUPLICATE FOR TRANSPORTER", "TRIPLICATE FOR SUPPLIER"];
  const pages = await pagesOf(house, goods, "?copies=all");
  assert.deepEqual(pages.map((page) => labels.filter((label) => page.includes(label))), labels.map((label) => [label]));
  const services = (await posted(books, house, invoice({ lines: [service()] }))).body.id;
  assert.equal((await pagesOf(house, services, "?copies=all")).length, 2);
  const wrong = await send(books.app, `GET /api/vouchers/${goods}/pdf?copies=3`, { token: house.token });
  assert.equal(wrong.status, 400);
  const theirs = await send(books.app, `GET /api/vouchers/${goods}/pdf`, { token: books.rival.token });
  assert.equal(theirs.status, 404);
});

Deno.test("tax under reverse charge is named and shown as the recipient's, outside the total", async () => {
  await printed(sale("tax_invoice", { reverseCharge: true, lines: [service()] }), [
    "Reverse charge Yes",
    "Tax payable on reverse charge basis: Yes",
    "CGST payable by recipient 90.00",
    "Total ₹ 1,000.00",
    "90.00 9%",
  ]);
});

Deno.test("a retail invoice prints a consumer without a GSTIN", async () => {
  await printed(sale("retail_invoice", { party: consumer() }), [
    "RETAIL INVOICE",
    "Bill to Counter sale",
    "GSTIN: Unregistered",
  ]);
});

Deno.test("a bill of supply has no column of tax", async () => {
  const { page } = await printed(sale("bill_of_supply", { lines: [untaxed()] }), [
    "BILL OF SUPPLY",
    "Bill of supply no. BOS",
    "Value (₹) 1 Fresh milk 040110 1 LTR 1,000.00 1,000.00",
    "Total ₹ 1,000.00",
  ]);
  assert.ok(!/CGST|IGST|Taxable|Reverse charge|composition/.test(page), page);
});

Deno.test("a composition dealer's bill of supply says at its top that it may not collect tax", async () => {
  const { page } = await printed(sale("bill_of_supply", { party: consumer() }), ["BILL OF SUPPLY"], dealer);
  assert.ok(page.startsWith("composition taxable person, not eligible to collect tax on supplies"), page);
});

Deno.test("an invoice-cum-bill of supply tells taxable and exempt lines apart", async () => {
  await printed(sale("invoice_cum_bill_of_supply", { party: consumer(), lines: [untaxed(), line()] }), [
    "INVOICE-CUM-BILL OF SUPPLY",
    "Taxable supplies 2 Copper wire",
    "Exempt, nil rated and non-GST supplies 1 Fresh milk",
    "Exempt Exempt 1,000.00",
    "18% 1,000.00 90.00 90.00 Exempt 1,000.00 0.00 0.00",
  ]);
});

Deno.test("who is outside e-invoicing above its limit declares it, and nobody else does", async () => {
  const bank = await books.makeBookkeeper("exempted", { turnover: 900_000_000 });
  const words = "we are not required to prepare an invoice in terms of the provisions of the said sub-rule";
  const before = await printed(invoice(), ["TAX INVOICE"], bank);
  assert.ok(!before.page.includes(words) && !before.page.includes("ORIGINAL"), "an e-invoice has no copies");
  const company = (await send(books.app, "GET /api/company", { token: bank.token })).body;
  const exempt = { legalName: company.legalName, aggregateTurnover: 900_000_000, eInvoiceExempt: true };
  const gstins = [{
    gstin: bank.gstins[0],
    address: "1 Residency Road",
    city: "Bengaluru",
    pincode: "560025",
    isDefault: true,
  }];
  assert.equal(
    (await send(books.app, "PUT /api/company", { token: bank.token, body: { ...exempt, gstins } })).status,
    200,
  );
  await printed(invoice(), [words, "ORIGINAL FOR RECIPIENT"], bank);
  const { page } = await printed(invoice(), ["TAX INVOICE"]);
  assert.ok(!page.includes(words), page);
});
