import assert from "node:assert/strict";
import { printVoucher } from "../../domain/print/print.ts";
import { readPdf } from "../support/pdf.ts";

const one = Deno.readTextFileSync(new URL("../golden/print/one_line.json", import.meta.url));

async function pageOf(document: string): Promise<string> {
  const pdf = await readPdf(printVoucher(document, { copies: [""] }));
  pdf.close();
  return pdf.pages.join(" ");
}

function described(text: string): string {
  return one.replace('"Laptop 14 inch"', () => JSON.stringify(text));
}

/** Dark pixels of the page printed with this description. */
async function inkOf(text: string): Promise<string> {
  const pdf = await readPdf(printVoucher(described(text)));
  const { data } = await pdf.picture(0, 2);
  pdf.close();
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(data));
  return new Uint8Array(digest).toHex();
}

Deno.test("what people write is printed literally, never read as markup", async () => {
  const page = await pageOf(
    described("#strong[x] $x^2$ *a* _b_ `c` \\n @foo <bar> // no = -- ~ ... 'q' \"r\" #sys.inputs"),
  );
  assert.ok(page.includes("#strong[x] $x^2$ *a* _b_ `c` \\n @foo <bar> // no = -- ~ ... 'q' \"r\" #sys.inputs"), page);
  const party = await pageOf(one.replace('"Sahyadri Offices LLP"', () => '"#panic(1) 1234.50 [*]"'));
  assert.ok(party.includes("#panic(1) 1234.50 [*]"), party);
});

Deno.test("300 characters without a space stay whole and inside their column", async () => {
  const run = "ABCDEFGHIJ0123456789".repeat(15);
  const page = await pageOf(described(run));
  assert.ok(page.replaceAll(" ", "").includes(run), page);
  assert.ok(page.includes("1,18,000.00"));
  const words = await pageOf(described("Quiet bearing, sealed, ".repeat(13)));
  assert.ok(words.includes("Page 1 of 1"));
});

Deno.test("control characters and line ends in people's text do not stop a print", async () => {
  const page = await pageOf(described("one\u0001\u0007\ttwo\r\nthree\u0085four"));
  assert.ok(page.includes("one two threefour"), page);
});

Deno.test("amounts stand in Indian grouping", async () => {
  const cases: [string, string][] = [
    ["0.00", "₹ 0.00"],
    ["999.50", "₹ 999.50"],
    ["1000.00", "₹ 1,000.00"],
    ["99999.99", "₹ 99,999.99"],
    ["100000.00", "₹ 1,00,000.00"],
    ["1234567.89", "₹ 12,34,567.89"],
    ["10000000", "₹ 1,00,00,000.00"],
    ["-2500000.5", "₹ -25,00,000.50"],
  ];
  for (const [stored, shown] of cases) {
    const page = await pageOf(
      one.replace('"totalAmount": 118000.00,\n  "amountInWords"', `"totalAmount": ${stored},\n  "amountInWords"`),
    );
    assert.ok(page.includes(`Total ${shown} `), `${stored}: ${page}`);
  }
});

Deno.test("the largest amounts are exact to the paisa everywhere", async () => {
  const big = one.replaceAll("118000.00", "99999999999999.99").replaceAll("100000.00", "99999999999999.98")
    .replaceAll("9000.00", "90071992547409.93").replace('"rate": 50000.00', '"rate": 99999999999999.97');
  const page = await pageOf(big);
  assert.equal(page.match(/9,99,99,99,99,99,999\.99/g)?.length, 2);
  assert.equal(page.match(/9,99,99,99,99,99,999\.98/g)?.length, 4);
  assert.equal(page.match(/9,00,71,99,25,47,409\.93/g)?.length, 8);
  assert.ok(page.includes("9,99,99,99,99,99,999.97"));
});

Deno.test("Devanagari and the rupee sign have glyphs of their own", async () => {
  const box = await inkOf("\ue000\ue000");
  const inks = await Promise.all(["लल", "कक", "₹₹", "ईई"].map(inkOf));
  assert.equal(new Set([box, ...inks]).size, 5, "each draws something else, none the missing-glyph box");
  assert.equal(await inkOf("\ue000\ue000"), await inkOf("\ue001\ue001"), "what has no glyph draws the same box");
  assert.notEqual(await inkOf("क्षि"), await inkOf("क्षी"), "vowel signs are shaped");
});

Deno.test("a document that is not one is refused by name of what is missing", () => {
  assert.throws(() => printVoucher('{"copies":[]}'), /cannot be printed.*date/);
  assert.throws(() => printVoucher("{"), SyntaxError);
});
