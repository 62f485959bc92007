import assert from "node:assert/strict";
import { type PrintOptions, printVoucher } from "../../domain/print/print.ts";
import { readPdf } from "../support/pdf.ts";

/**
 * tests/golden/print holds what billing.print_document answered for a document of each family: what they look like on
 * paper is held here, what the database says of them by tests/routes/print_test.ts.
 */
function golden(name: string): string {
  return Deno.readTextFileSync(new URL(`../golden/print/${name}.json`, import.meta.url));
}

async function pagesOf(document: string, options: PrintOptions = {}): Promise<readonly string[]> {
  const pdf = await readPdf(printVoucher(document, options));
  pdf.close();
  return pdf.pages;
}

/** The first page of a golden document, which holds these texts and none of those. */
async function shows(name: string, texts: readonly string[], never = /\bnone\b|\bauto\b|undefined/): Promise<string> {
  const [page] = await pagesOf(golden(name));
  assert.deepEqual(texts.filter((text) => !page!.includes(text)), [], page);
  assert.ok(!never.test(page!), page);
  return page!;
}

Deno.test("an export is grouped as its reader groups in its own currency, as India does in rupees", async () => {
  await shows("export_in_dollars", [
    "Rate (USD) Amount (USD) Taxable value (₹) IGST (₹) Total (₹)",
    "1,200 MTR 12.50 15,000.00 12,48,750.00 2,24,775.00",
    "Total in USD USD 19,212.17 Total ₹ 15,99,413.00",
    "USD Nineteen Thousand Two Hundred Twelve and 17/100 Only Rupees Fifteen Lakh",
    "Port INNSA1, Jawaharlal",
    "IGST paid on this export is refundable to the exporter",
  ], /Unregistered/);
  await shows(
    "export_under_lut",
    ["LUT ARN AD270426000001X", "1 EUR = ₹ 90.125", "WITHOUT PAYMENT OF INTEGRATED TAX"],
    /refundable/,
  );
});

Deno.test("a note names its originals, many of them over the whole width", async () => {
  await shows("credit_note", [
    "Against Tax Invoice INV/26-27/00001 dated 20-Nov-2026 Tax Invoice INV/26-27/00002 dated 20-Nov-2026 Reason Goods returned",
    "Laptop 14 inch of INV/26-27/00002",
  ], /ORIGINAL|Ship to/);
  const document = JSON.parse(golden("credit_note"));
  document.originals = Array.from({ length: 40 }, (_, i) => ({ ...document.originals[0], number: `INV/26-27/${i}` }));
  const [page] = await pagesOf(JSON.stringify(document));
  for (let i = 0; i < 40; i++) assert.ok(page!.includes(`INV/26-27/${i} dated`), page);
  assert.ok(page!.includes("Authorised signatory"), "all on one page");
});

Deno.test("a challan names both ends of the way and no tax, and is signed by both", async () => {
  await shows("challan", [
    "DELIVERY CHALLAN ORIGINAL FOR CONSIGNEE",
    "Not a supply: no tax is charged on these goods.",
    "Consignor Demo Industries Private Limited",
    "Consignee Sahyadri Offices LLP",
    "Ship to Sahyadri Offices LLP, Works",
    "Goods sent for Job work",
    "Transport Road Vehicle MH04AB1234 Transporter Deccan Carriers",
    "400 KGS 82.00 32,800.00",
    "Value of the goods ₹ 32,800.00",
    "Received the goods in good order Authorised signatory",
  ], /CGST|IGST|Reverse|Bank details/);
  assert.equal((await pagesOf(golden("challan"), { copies: "all" })).length, 3);
});

Deno.test("a proforma says that it is no tax invoice, and has no copies", async () => {
  await shows("proforma", [
    "PROFORMA INVOICE This is not a tax invoice",
    "Valid until 20-Dec-2026",
    "Quoted to Sahyadri",
  ], /ORIGINAL/);
});

Deno.test("untaxed supplies stand apart from taxable ones, and have words in place of tax", async () => {
  await shows("invoice_cum_bill", [
    "Taxable supplies 2 Ghee, 1 kg",
    "Exempt, nil rated and non-GST supplies 1 Fresh milk",
    "2,480.00 Exempt Exempt 2,480.00",
    "5% 1,830.00 45.75 45.75 Exempt 2,480.00",
    "Value 4,310.00",
  ], /Ship to/);
  await shows("composition_bill", [
    "composition taxable person, not eligible to collect tax on supplies BILL OF SUPPLY",
  ], /CGST|Tax|Reverse/);
});

Deno.test("what the recipient owes stands in the columns of tax and beside the total, not in it", async () => {
  await shows("self_invoice", [
    "Supplier Village Weavers",
    "Recipient Demo Industries Private Limited",
    "CGST payable (₹) SGST payable (₹)",
    "3,500.00 87.50 2.5% 87.50 2.5%",
    "Total ₹ 3,500.00 CGST payable by recipient 87.50 SGST payable by recipient 87.50",
  ], /ORIGINAL/);
  await shows("reverse_charge", [
    "Tax payable on reverse charge basis: Yes",
    "Total ₹ 50,000.00 IGST payable by recipient 2,500.00",
  ]);
});

Deno.test("purchases and advances name the other side as what it is", async () => {
  await shows("purchase_return", [
    "Returned to Rivalry Traders",
    "(supplier’s no. RT/881 of 18-Nov-2026)",
    "Damaged in transit",
  ], /Bank details/);
  await shows("receipt_voucher", [
    "Received from Sahyadri",
    "Advance received against a supply still to be made (CGST Rules, rule 50).",
  ]);
  await shows("advance_used", ["Total ₹ 59,000.00 Advance adjusted, RVR/26-27/00001 59,000.00"]);
});

Deno.test("goods valued by their retail price say so, and how the price came to the total", async () => {
  await shows("retail_price", [
    "Retail sale price ₹ 100.00 (rule 31D)",
    "1,428.57 285.71 20%",
    "Price beyond the value of rule 31D 371.43 Round off -0.42 Total ₹ 2,371.00",
  ]);
});

Deno.test("what only books prints entries, what it settles and the instrument, and no lines", async () => {
  await shows("receipt", [
    "1 Bank 1,00,000.00 2 Rivalry Traders 1,00,000.00 Total 1,00,000.00 1,00,000.00",
    "Settles Document Number Date Its total (₹) Settled (₹) Tax Invoice INV/26-27/00001",
    "1,18,000.00 59,000.00",
    "Mode Cheque Reference 004417 Dated 20-Nov-2026",
  ], /HSN|Unregistered|Reverse/);
  await shows(
    "journal",
    ["JOURNAL", "Cash 25,000.00 2 Bank 25,000.00", "Notes Float of the counter"],
    /HSN|GSTIN: Unregistered|Received/,
  );
});

Deno.test("a draft has no number, and a cancelled document its reason", async () => {
  await shows("draft", ["TAX INVOICE DRAFT", "Invoice no. not numbered yet"], /ORIGINAL/);
  await shows("cancelled", ["TAX INVOICE CANCELLED", "Cancelled 20-Nov-2026 Raised twice"]);
});

Deno.test("300 lines of a note and of a challan run over pages, the largest amounts of an export stay in their columns", async () => {
  for (const name of ["credit_note", "challan"]) {
    const document = JSON.parse(golden(name));
    const [first] = document.lines;
    document.lines = Array.from({ length: 300 }, (_, i) => ({ ...first, lineNo: i + 1 }));
    const pages = await pagesOf(JSON.stringify(document));
    assert.ok(pages.length >= 6);
    assert.ok(pages.every((page, i) => page.includes(`Page ${i + 1} of ${pages.length}`)));
  }
  const big = golden("export_in_dollars").replace(
    /(?<="(rate|currencyAmount|taxableAmount|igstAmount|totalAmount)": )[0-9.]+/g,
    "99999999999999.99",
  );
  const [page] = await pagesOf(big);
  assert.ok(page!.match(/99,999,999,999,999\.99/g)!.length >= 5, page);
  assert.ok(page!.match(/9,99,99,99,99,99,999\.99/g)!.length >= 6, page);
});

Deno.test("a template that is not one is refused", () => {
  const document = golden("challan").replace('"template": "challan"', '"template": "../secret"');
  assert.throws(() => printVoucher(document), /no template/);
});
