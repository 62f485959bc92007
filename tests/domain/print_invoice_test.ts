import assert from "node:assert/strict";
import { type PrintOptions, printVoucher } from "../../domain/print/print.ts";
import { quoteNumbers } from "../../domain/shared/exact_json.ts";
import { qrSvg } from "../../domain/print/qr.ts";
import { readPdf, readQr } from "../support/pdf.ts";

function golden(name: string): string {
  return Deno.readTextFileSync(new URL(`../golden/print/${name}.json`, import.meta.url));
}

async function printed(document: string, options: PrintOptions = {}): Promise<readonly string[]> {
  const pdf = await readPdf(printVoucher(document, options));
  pdf.close();
  return pdf.pages;
}

function holds(page: string, expected: readonly string[]): void {
  const missing = expected.filter((text) => !page.includes(text));
  assert.deepEqual(missing, [], page);
}

/** The document of `name` with its only line repeated. */
function withLines(name: string, count: number): string {
  const [before, line, after] = golden(name).split(/(?<="lines": \[\n)(.*?)(?=\n {2}\],\n {2}"taxSummary")/s);
  const lines = Array.from({ length: count }, (_, i) => line!.replace('"lineNo": 1,', `"lineNo": ${i + 1},`));
  return before! + lines.join(",\n") + after!;
}

Deno.test("a printed tax invoice carries every particular of Rule 46", async () => {
  const [page] = await printed(golden("inter_state_e_invoice"));
  holds(page!, ["TAX INVOICE", "Demo Industries Private Limited", "Vikhroli West", "GSTIN: 27AAPFU0939F1ZV"]);
  holds(page!, ["INV/26-27/00002", "Date 20-Nov-2026", "Bill to Rivalry Traders 12 MG Road Bengaluru - 560001"]);
  holds(page!, ["GSTIN: 29AAGCB7383J1Z4", "Ship to Rivalry Traders", "Place of supply Karnataka (29)"]);
  holds(page!, ["Reverse charge No", "847130 2 NOS 50,000.00 1,00,000.00 18,000.00 18% 1,18,000.00"]);
  holds(page!, [
    "Taxable value 15,59,240.00 IGST 6,01,696.00 Total ₹ 21,60,936.00",
    "for Demo Industries Private Limited",
  ]);
  holds(page!, ["Rupees Twenty One Lakh Sixty Thousand Nine Hundred Thirty Six Only", "Tax by HSN/SAC", "Page 1 of 1"]);
  holds(page!, ["a5c12dca80e743321740b001fd70953e8738d109865d28ba4013750f2046f229", "Ack no. 162610000012345"]);
  assert.ok(!page!.includes("CGST"));
});

Deno.test("a supply within the state prints both heads at half the rate, and a union territory its own head", async () => {
  const [state] = await printed(golden("twelve_lines"));
  holds(state!, ["CGST (₹) SGST (₹)", "6,51,000.00 58,590.00 9% 58,590.00 9% 7,68,180.00", "2.5%", "Round off 0.48"]);
  holds(state!, [
    "5% 25,675.00 641.88 641.88",
    "Discount (₹)",
    "Ship to Sahyadri Offices LLP, Store",
    "Authorised signatory",
  ]);
  const [territory] = await printed(golden("consumer"));
  holds(territory!, [
    "UTGST",
    "GSTIN: Unregistered",
    "Declaration We hereby declare that though our aggregate turnover",
  ]);
  assert.ok(!/(?<!T)SGST/.test(territory!.replaceAll("UTGST", "")));
});

Deno.test("a supply to an SEZ carries its endorsement in full", async () => {
  const [page] = await printed(golden("sez_under_lut"));
  holds(page!, [
    "SUPPLY MEANT FOR EXPORT/SUPPLY TO SEZ UNIT OR SEZ DEVELOPER FOR AUTHORISED OPERATIONS UNDER BOND OR LETTER OF " +
    "UNDERTAKING WITHOUT PAYMENT OF INTEGRATED TAX",
  ]);
});

Deno.test("the printed QR decodes to exactly the signed payload and is two inches wide", async () => {
  for (const name of ["inter_state_e_invoice", "sez_under_lut"]) {
    const pdf = await readPdf(printVoucher(golden(name)));
    const picture = await pdf.picture(0, 4);
    pdf.close();
    assert.equal(readQr(picture), JSON.parse(golden(name)).eInvoice.signedQrCode);
  }
  const modules = Number(qrSvg("x").match(/viewBox="0 0 (\d+)/)![1]);
  assert.ok(56 * (modules - 2) / modules >= 50.8, "even the smallest symbol");
});

Deno.test("no QR is printed before the e-invoice is registered", async () => {
  const pending = golden("inter_state_e_invoice").replace('"status":"generated"', '"status":"pending"');
  const pdf = await readPdf(printVoucher(pending));
  assert.equal(readQr(await pdf.picture(0, 3)), null);
  assert.ok(!pdf.pages[0]!.includes("Ack no."));
  assert.ok(pdf.pages[0]!.includes("Authorised signatory"));
  pdf.close();
});

Deno.test("200 lines run over pages that each repeat the headings and count themselves", async () => {
  const pages = await printed(withLines("one_line", 200));
  const tableEnd = pages.findIndex((page) => page.includes("Amount in words"));
  assert.ok(pages.length > 3 && tableEnd >= 3);
  pages.forEach((page, i) => holds(page, [`Page ${i + 1} of ${pages.length}`]));
  const withRows = pages.filter((page) => page.includes("847130 2 NOS 50,000.00"));
  withRows.forEach((page) => holds(page, ["Description of goods or services HSN/SAC Quantity", "Total (₹)"]));
  assert.equal(pages.join(" ").match(/Laptop 14 inch 847130 2 NOS 50,000\.00/g)?.length, 200);
  pages.slice(1).forEach((page) => holds(page, ["Tax Invoice INV/26-27/00001 dated 20-Nov-2026, continued"]));
});

Deno.test("each copy is the whole document under its label, its pages counted from one", async () => {
  assert.equal((await printed(golden("twelve_lines"))).length, 1, "the first alone, unless more are asked for");
  const pages = await printed(golden("twelve_lines"), { copies: "all" });
  assert.equal(pages.length, 3);
  const labels = ["ORIGINAL FOR RECIPIENT", "DUPLICATE FOR TRANSPORTER", "TRIPLICATE FOR SUPPLIER"];
  labels.forEach((label, i) => holds(pages[i]!, [label, "Page 1 of 1", "13,53,096.00"]));
  const one = await readPdf(printVoucher(golden("twelve_lines"), { copies: ["EXTRA COPY"] }));
  one.close();
  assert.equal(one.pages.length, 1);
  holds(one.pages[0]!, ["EXTRA COPY"]);
});

Deno.test("a cancelled invoice and a draft say so on the page", async () => {
  const cancelled = await printed(golden("one_line").replace('"posted"', '"cancelled"'));
  assert.ok(cancelled[0]!.match(/CANCELLED/g)!.length >= 2);
  holds((await printed(golden("one_line").replace('"posted"', '"draft"')))[0]!, ["DRAFT"]);
});

Deno.test("an invoice without its IRN says so on the page: waiting, not known yet, refused, cancelled at the portal", async () => {
  const words = {
    pending: "E-invoice Not registered yet: no IRN.",
    unknown: "E-invoice Sent to the portal, which has not confirmed it yet: no IRN.",
    failed: "E-invoice Not registered: the portal has not taken it.",
    cancelled: "E-invoice Its IRN was cancelled at the portal.",
  };
  for (const [status, expected] of Object.entries(words)) {
    const [page] = await printed(golden("one_line").replace('"not_required"', `"${status}"`));
    holds(page!, [expected]);
  }
  for (const name of ["one_line", "inter_state_e_invoice"]) {
    assert.ok(!(await printed(golden(name)))[0]!.includes("E-invoice"), "nothing is said where nothing is missing");
  }
});

Deno.test("numbers reach the template as the digits that were stored", () => {
  assert.equal(
    quoteNumbers('{"a": 130000.00, "b":"1.50 \\" 2", "c":[-0.48,7], "d\\\\":1e5,"e":true,"f":null}'),
    '{"a": "130000.00", "b":"1.50 \\" 2", "c":["-0.48","7"], "d\\\\":"1e5","e":true,"f":null}',
  );
});

Deno.test("the same document gives the same bytes", () => {
  for (const name of ["twelve_lines", "inter_state_e_invoice"]) {
    assert.deepEqual(printVoucher(golden(name)), printVoucher(golden(name)));
  }
});
