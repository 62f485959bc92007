import assert from "node:assert/strict";
import { buyer, computed, consumer, invoice, line, openBooks } from "../support/books.ts";

const books = await openBooks();
const large = await books.makeBookkeeper("large", { turnover: 50_000_000.01, pan: "AAACL4444L" });
const atLimit = await books.makeBookkeeper("limit", { turnover: 50_000_000, pan: "AAACT5555T" });
const dealer = await books.makeBookkeeper("dealer", { composition: true, pan: "AAACD6666D" });
const { house } = books;
Deno.test.afterAll(books.close);

const codes = async (document: unknown, as = house) => (await computed(books, as, [document]))[0]!.codes;
const withLine = (more: Record<string, unknown>, date = "2026-11-20", extra = {}) =>
  invoice({ date, lines: [line(more)], ...extra });
/** Which of the rates may be charged on an HSN on a day. */
const allowed = async (hsn: string, date: string, rates: readonly number[], more = {}) => {
  const verdicts = await computed(books, house, rates.map((gstRate) => withLine({ hsn, gstRate, ...more }, date)));
  for (const { codes } of verdicts) {
    assert.ok(codes.length === 0 || codes.join() === "gst_rate_not_in_force", `${codes}`);
  }
  return rates.filter((_, i) => verdicts[i]!.codes.length === 0);
};

const every = [0, 0.1, 0.25, 1, 1.5, 3, 5, 6, 7.5, 12, 18, 28, 40];
const lasting = [0, 0.1, 0.25, 1, 1.5, 3, 5, 6, 7.5, 18];

Deno.test("12 and 28 per cent end with 21-09-2025, 40 begins the day after", async () => {
  assert.deepEqual(await allowed("847130", "2025-09-21", every), [...lasting, 12, 28].sort((a, b) => a - b));
  assert.deepEqual(await allowed("847130", "2025-09-22", every), [...lasting, 40]);
  assert.deepEqual(await allowed("847130", "2026-02-01", every), [...lasting, 40]);
  assert.deepEqual(await allowed("847130", "2026-11-20", every), [...lasting, 40]);
});

Deno.test("bricks, blocks and roofing tiles keep 12 per cent", async () => {
  for (const hsn of ["6815", "681510", "69010010", "69041000", "69051000", "6904"]) {
    assert.deepEqual(await allowed(hsn, "2026-11-20", [12, 28]), [12], hsn);
  }
  for (const hsn of ["69049000", "6907", "690210"]) {
    assert.deepEqual(await allowed(hsn, "2026-11-20", [12]), [], hsn);
  }
});

Deno.test("pan masala and tobacco stay at 28 per cent until 31-01-2026 and go to 40 the day after", async () => {
  for (const hsn of ["21069020", "2402", "24022090", "240411"]) {
    assert.deepEqual(await allowed(hsn, "2025-09-21", [28, 40]), [28], hsn);
    assert.deepEqual(await allowed(hsn, "2026-01-31", [28, 40]), [28], hsn);
    assert.deepEqual(await allowed(hsn, "2026-02-01", [28, 40], { retailPrice: 1500 }), [40], hsn);
  }
});

Deno.test("a rate that no schedule knows is refused, with the rate, the goods and the day in the facts", async () => {
  for (const gstRate of [2, 9, 10, 15, 17.999, 18.001, 36, 100, 999.999]) {
    const [verdict] = await computed(books, house, [withLine({ gstRate })]);
    assert.deepEqual(verdict?.codes, ["gst_rate_not_in_force"], String(gstRate));
    assert.equal(verdict?.answer[0].pointer, "/lines/0/gstRate");
    assert.deepEqual(verdict?.answer[0].facts, { gstRate, hsn: "740811", date: "2026-11-20" });
  }
});

Deno.test("cess: on any goods until 21-09-2025, on tobacco and pan masala until 31-01-2026, then on none", async () => {
  const cess = (hsn: string, date: string) => {
    const gstRate = date >= "2025-09-22" ? (hsn.startsWith("24") && date < "2026-02-01" ? 28 : 18) : 28;
    const retailPrice = hsn.startsWith("24") && date >= "2026-02-01" ? { retailPrice: 1500 } : {};
    return codes(withLine({ hsn, gstRate, cessRate: 22, ...retailPrice }, date));
  };
  assert.deepEqual(await cess("870323", "2025-09-21"), []);
  assert.deepEqual(await cess("870323", "2025-09-22"), ["cess_not_in_force"]);
  assert.deepEqual(await cess("24022090", "2025-09-22"), []);
  assert.deepEqual(await cess("24022090", "2026-01-31"), []);
  assert.deepEqual(await cess("24022090", "2026-02-01"), ["cess_not_in_force"]);
  assert.deepEqual(await codes(withLine({ cessRate: 0 })), []);
});

Deno.test("cess is worked out beside GST, on the taxable value alone", async () => {
  const document = withLine({ hsn: "870323", gstRate: 28, cessRate: 22, discount: 100 }, "2025-09-21");
  const { answer } = (await computed(books, house, [document]))[0]!;
  assert.deepEqual(
    [answer.taxableAmount, answer.cgstAmount, answer.sgstAmount, answer.cessAmount, answer.totalAmount],
    [900, 126, 126, 198, 1350],
  );
  assert.ok(answer.ledgerEntries.some((e: Record<string, unknown>) => e.ledger === "Output Cess" && e.credit === 198));
});

Deno.test("R10.3 above five crore of turnover an HSN has at least six digits, below it four", async () => {
  const short = withLine({ hsn: "7408" });
  assert.deepEqual(await codes(short, large), ["hsn_too_short"]);
  assert.deepEqual(await codes(withLine({ hsn: "740811" }), large), []);
  assert.deepEqual(await codes(withLine({ hsn: "74081190" }), large), []);
  assert.deepEqual(await codes(withLine({ hsn: "7408" }, "2026-11-20", { party: consumer() }), large), [
    "hsn_too_short",
  ]);
  assert.deepEqual(await codes(short, atLimit), [], "exactly five crore does not exceed five crore");
  assert.deepEqual(await codes(short), []);
  const [verdict] = await computed(books, large, [short]);
  assert.deepEqual(verdict?.answer[0].pointer, "/lines/0/hsn");
  assert.deepEqual(verdict?.answer[0].facts, { hsn: "7408", digits: 6 });
});

Deno.test("no rate stands for one that was left out: a taxable line says its own, an untaxed one needs none", async () => {
  const { gstRate: _, ...silent } = line();
  const [verdict] = await computed(books, house, [invoice({ lines: [line(), silent] })]);
  assert.deepEqual(verdict?.codes, ["gst_rate_missing"]);
  assert.equal(verdict?.answer[0].pointer, "/lines/1/gstRate");
  const bill = invoice({ type: "bill_of_supply", lines: [{ ...silent, taxability: "exempt" }] });
  assert.deepEqual(await codes(bill), []);
  assert.deepEqual(await codes(invoice({ lines: [{ ...silent, gstRate: 0 }] })), []);
});

Deno.test("an HSN of another length, or with anything but digits, is malformed", async () => {
  for (const hsn of ["", "7", "74", "740", "74081", "7408111", "74O8", "----", "७४०८", "%", "____"]) {
    assert.ok((await codes(withLine({ hsn }))).includes("hsn_malformed"), hsn);
  }
});

Deno.test("a composition dealer may not charge tax, whatever the rate", async () => {
  for (const gstRate of [18, 0]) {
    assert.deepEqual(await codes(withLine({ gstRate }), dealer), ["composition_dealer_charges_no_tax"]);
  }
});

Deno.test("a line that is exempt, nil-rated or outside GST bears no tax and no rate", async () => {
  const mixed = { type: "invoice_cum_bill_of_supply", party: consumer() };
  for (const taxability of ["exempt", "nil_rated", "non_gst"]) {
    const [verdict] = await computed(books, house, [
      invoice({ ...mixed, lines: [line(), line({ taxability, gstRate: 0, rate: 500 })] }),
    ]);
    assert.deepEqual([verdict?.answer.taxableAmount, verdict?.answer.totalAmount], [1500, 1680]);
    const wrong = invoice({ ...mixed, lines: [line({ taxability, gstRate: 18 })] });
    assert.deepEqual(await codes(wrong), ["rate_on_untaxed_line"]);
  }
});

Deno.test("R10.6 a date in the future is refused; today is the day in India", async () => {
  const on = (date: string) => codes(invoice({ date }));
  assert.deepEqual(await on("2026-11-20"), []);
  assert.deepEqual(await on("2026-11-21"), ["invoice_date_in_future"]);
  books.clock.set("2026-11-20T18:29:59.999Z");
  assert.deepEqual(await on("2026-11-21"), ["invoice_date_in_future"]);
  books.clock.set("2026-11-20T18:30:00Z");
  assert.deepEqual(await on("2026-11-21"), [], "half past six in the evening of Greenwich is midnight in India");
  assert.deepEqual(await on("2026-11-22"), ["invoice_date_in_future"]);
  books.clock.set("2026-11-20T06:30:00Z");
});

Deno.test("R10.7 a date before the previous financial year is refused, by the Indian calendar", async () => {
  const on = (date: string) => codes(invoice({ date }));
  assert.deepEqual(await on("2025-04-01"), []);
  assert.deepEqual(await on("2025-03-31"), ["invoice_date_before_previous_year"]);
  assert.deepEqual(await on("1999-12-31"), ["invoice_date_before_previous_year", "gst_rate_not_in_force"]);
  books.clock.set("2027-03-31T18:29:59Z");
  assert.deepEqual(await on("2025-04-01"), []);
  books.clock.set("2027-03-31T18:30:00Z");
  assert.deepEqual(await on("2026-03-31"), ["invoice_date_before_previous_year"], "a new year has begun in India");
  assert.deepEqual(await on("2026-04-01"), []);
  books.clock.set("2028-02-29T06:30:00Z");
  assert.deepEqual(await on("2026-04-01"), []);
  assert.deepEqual(await on("2028-02-29"), []);
  books.clock.set("2026-11-20T06:30:00Z");
});

Deno.test("from 50,000 of taxable value a consumer's address and state are wanted, below it nothing is", async () => {
  const worth = (rate: number, party = consumer()) => codes(invoice({ party, lines: [line({ rate })] }));
  assert.deepEqual(await worth(49_999.99), []);
  assert.deepEqual(await worth(50_000), ["recipient_details_required"]);
  assert.deepEqual(await worth(50_000, consumer({ address: "12 MG Road", stateCode: "29" })), []);
  assert.deepEqual(await worth(50_000, consumer({ address: " ", stateCode: "29" })), ["recipient_details_required"]);
  assert.deepEqual(await worth(50_000, buyer("29", { address: undefined })), []);
});

Deno.test("no fault of a document hides another: each is named where it stands", async () => {
  const document = invoice({
    date: "2026-12-01",
    party: buyer("29", { gstin: "29AAGCB7383J1Z5" }),
    seriesId: crypto.randomUUID(),
    lines: [line({ hsn: "12345", unit: "XYZ" }), line({ gstRate: 17, discount: 1000.01 })],
  });
  const [verdict] = await computed(books, house, [document]);
  const found = verdict?.answer.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`);
  assert.deepEqual(found, [
    "/date invoice_date_in_future",
    "/lines/0/hsn hsn_malformed",
    "/lines/0/unit unit_unknown",
    "/lines/1/discount discount_exceeds_amount",
    "/lines/1/gstRate gst_rate_not_in_force",
    "/party/gstin gstin_check_digit_wrong",
    "/seriesId numbering_series_unknown",
  ]);
});
