import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import {
  type Bookkeeper,
  buyer,
  consumer,
  gstinOf,
  invoice,
  line,
  openBooks,
  posted,
  today,
} from "../support/books.ts";
import { readPdf } from "../support/pdf.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);
/** Writes what is printed there, for a person to look at. */
const folder = Deno.env.get("PAKKA_PRINTS");

const house = await books.makeBookkeeper("printing", { states: ["29", "04"], luts: ["2026-27"] });
const dealer = await books.makeBookkeeper("composed", { composition: true, registrationType: "composition" });

const service = (more: Record<string, unknown> = {}) =>
  line({ description: "Consulting", hsn: "998311", unit: "OTH", ...more });
const transport = {
  mode: "road",
  vehicleNumber: "KA01AB1234",
  transporterName: "Deccan Carriers",
  transporterId: gstinOf("29", "AAACD7777D"),
  distanceKm: 350,
  documentNumber: "LR-77",
  documentDate: today,
};
const shipTo = {
  name: "Buyer, Store",
  address: "Plot 5, Peenya",
  city: "Bengaluru",
  pincode: "560058",
  stateCode: "29",
};
const abroad = {
  name: "Hansen Cables A/S",
  registrationType: "overseas",
  address: "Havnegade 3",
  city: "Copenhagen",
  country: "DK",
};

async function pagesOf(as: Bookkeeper, id: string, query = ""): Promise<readonly string[]> {
  const answer = await books.app.request(`/api/vouchers/${id}/pdf${query}`, {
    headers: { authorization: `Bearer ${as.token}` },
  });
  assert.equal(answer.status, 200, await answer.clone().text().then((text) => text.slice(0, 500)));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (folder) Deno.writeFileSync(`${folder}/${answer.headers.get("content-disposition")!.match(/"(.*)"/)![1]}`, bytes);
  const pdf = await readPdf(bytes);
  pdf.close();
  return pdf.pages;
}

/** Posts, prints, and finds every text on the first page in the order given or not; answers the voucher. */
// deno-lint-ignore no-explicit-any -- the voucher as answered
async function printed(document: object, texts: readonly string[], as: Bookkeeper = house): Promise<any> {
  const { body } = await posted(books, as, document);
  const [page] = await pagesOf(as, body.id);
  assert.deepEqual(texts.filter((text) => !page!.includes(text)), [], page);
  return { ...body, page };
}

const sale = (type: string, more: Record<string, unknown> = {}) => ({ ...invoice(more), type });
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

Deno.test("a purchase prints its supplier and the supplier's number, and its return names both numbers", async () => {
  const bill = { supplierInvoiceNumber: "SUP/881", supplierInvoiceDate: "2026-11-18" };
  const { id, number } = await printed(sale("purchase_invoice", bill), [
    "PURCHASE INVOICE",
    "Supplier Buyer in 29",
    "Supplier's invoice SUP/881 18-Nov-2026",
    "Recipient printing Private Limited",
  ]);
  await printed({ type: "purchase_return", date: today, originalVoucherId: id, reason: "Damaged" }, [
    "PURCHASE RETURN",
    `Against Purchase Invoice ${number} dated 20-Nov-2026 (supplier’s no. SUP/881 of 18-Nov-2026)`,
    "Returned to Buyer in 29",
  ]);
});

Deno.test("a self invoice says who issued it and that the recipient owes the tax", async () => {
  await printed(
    sale("self_invoice", {
      party: consumer({ name: "Village Weavers", address: "Main Road", stateCode: "29" }),
      receivedOn: today,
    }),
    [
      "SELF INVOICE",
      "Issued by the recipient under section 31(3)(f)",
      "Tax payable on reverse charge basis: Yes",
      "CGST payable by recipient 90.00",
      "Received on 20-Nov-2026",
    ],
  );
});

Deno.test("receipt, refund and payment vouchers say what the money is for", async () => {
  const { id, number } = await printed(sale("receipt_voucher", { lines: [service()] }), [
    "RECEIPT VOUCHER",
    "Received from Buyer in 29",
    "rule 50",
    "Place of supply Karnataka (29)",
    "90.00 9%",
  ]);
  await printed({ type: "refund_voucher", date: today, originalVoucherId: id }, [
    "REFUND VOUCHER",
    "rule 51",
    `Receipt Voucher ${number} dated 20-Nov-2026`,
  ]);
  await printed(sale("payment_voucher", { lines: [service()] }), [
    "PAYMENT VOUCHER",
    "Paid to Buyer in 29",
    "rule 52",
    "Tax payable on reverse charge basis: Yes",
  ]);
});

Deno.test("an invoice that uses an advance up names it beside its total", async () => {
  const advance = (await posted(books, house, sale("receipt_voucher", { lines: [service()] }))).body;
  await printed(sale("tax_invoice", { lines: [service()], advances: [{ voucherId: advance.id }] }), [
    `Advance adjusted, ${advance.number} 1,180.00`,
  ]);
});

Deno.test("a receipt and a payment print their entries, what they settle and the instrument", async () => {
  const { id, number } = (await posted(books, house, invoice())).body;
  const instrument = { mode: "cheque", reference: "004417", date: today };
  const allocations = [{ voucherId: id, amount: 1180 }];
  await printed({ type: "receipt", date: today, party: buyer(), amount: 1180, instrument, allocations }, [
    "RECEIPT",
    "Received from Buyer in 29",
    "Buyer in 29 1,180.00",
    `Tax Invoice ${number} 20-Nov-2026 1,180.00 1,180.00`,
    "Mode Cheque",
    "Reference 004417",
    "Rupees One Thousand One Hundred Eighty Only",
  ]);
  await printed({
    type: "payment",
    date: today,
    party: buyer("29", { name: "Supplier" }),
    amount: 500,
    instrument: { mode: "upi" },
  }, [
    "PAYMENT",
    "Paid to",
    "Mode UPI",
    "Receiver's signature",
  ]);
});

Deno.test("a journal and a contra print their entries and no party", async () => {
  const entries = [{ ledger: "cash", debit: 250 }, { ledger: "bank", credit: 250 }];
  const journal = await printed({ type: "journal", date: today, entries, narration: "Float of the counter" }, [
    "JOURNAL",
    "Journal no.",
    "Cash 250.00",
    "Float of the counter",
    "Total 250.00 250.00",
  ]);
  assert.ok(!/GSTIN: Unregistered|Party|Bill to/.test(journal.page), journal.page);
  await printed({ type: "contra", date: today, entries }, ["CONTRA", "Contra no."]);
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
