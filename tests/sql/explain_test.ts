import assert from "node:assert/strict";
import fc from "fast-check";
import { callJson } from "../../db/call.ts";
import {
  type Bookkeeper,
  buyer,
  consumer,
  gstinOf,
  invoice,
  line,
  openBooks,
  postedTogether,
} from "../support/books.ts";
import { assertExplained, type Figure, type Json } from "../support/explained.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const exporter = await books.makeBookkeeper("exporter", { luts: ["2026-27"], pan: "AAACE3333E", turnover: 90_000_000 });
Deno.test.afterAll(books.close);

const foreign = { name: "Overseas trader", address: "1 Harbour Street", registrationType: "overseas" };

async function explained(id: string, as: Bookkeeper): Promise<Figure[]> {
  const json = await acting(books.db, as.tenantId)((tx) => callJson(tx.sql, "billing.explain_voucher", { p_id: id }));
  return JSON.parse(json ?? "null").figures;
}

const thousandths = (max: number) => fc.integer({ min: 1, max: max * 1000 }).map((n) => n / 1000);
const aLine = fc.record({
  quantity: thousandths(50),
  rate: thousandths(2000),
  discount: fc.constantFrom(0, 0, 0.01, 0.5),
  gstRate: fc.constantFrom(0, 0.25, 3, 5, 18, 40),
}).map((more) => line({ ...more, rate: more.rate + 1, quantity: more.quantity + 1 }));
const untaxed = fc.constantFrom("exempt", "nil_rated", "non_gst").chain((taxability) =>
  aLine.map((one) => ({ ...one, taxability, gstRate: 0 }))
);
const tobacco = aLine.chain((one) =>
  thousandths(3000).map((retailPrice) => ({ ...one, hsn: "24022090", gstRate: 40, retailPrice }))
);
const service = aLine.map((one) => ({ ...one, hsn: "998311" }));
const states = fc.constantFrom("29", "27", "04", "33");
const some = (one: fc.Arbitrary<Json>) => fc.array(one, { minLength: 1, maxLength: 4 });

/** Any document that stands on no other, by kind; all of them are posted. */
const anyDocument: fc.Arbitrary<Json> = fc.oneof(
  fc.record({
    party: fc.oneof(states.map((state) => buyer(state)), states.map((state) => consumer({ stateCode: state }))),
    lines: some(fc.oneof(aLine, aLine, tobacco, service)),
    reverseCharge: fc.boolean(),
    date: fc.constantFrom("2026-11-20", "2026-02-01"),
  }).map((more) => invoice({ ...more, party: { address: "1 Street", ...more.party } })),
  fc.record({ lines: some(aLine), withLut: fc.boolean() }).map((more) =>
    invoice({
      party: buyer("29", { gstin: gstinOf("29", "AAACZ1111Z"), name: "Zone unit", registrationType: "sez_unit" }),
      ...more,
    })
  ),
  some(aLine).map((lines) => invoice({ type: "retail_invoice", party: buyer("29"), lines })),
  some(untaxed).map((lines) => invoice({ type: "bill_of_supply", lines })),
  some(fc.oneof(aLine, untaxed)).map((lines) =>
    invoice({
      type: "invoice_cum_bill_of_supply",
      party: consumer({ name: "Household", address: "1 Street", stateCode: "29" }),
      lines,
    })
  ),
  fc.record({ lines: some(fc.oneof(aLine, tobacco)), withLut: fc.boolean(), exchangeRate: thousandths(90) }).map((
    { lines, withLut, exchangeRate },
  ) => ({
    type: "export_invoice",
    date: "2026-11-20",
    party: foreign,
    lines,
    export: { currency: "USD", exchangeRate, withLut, countryCode: "US" },
  })),
  fc.record({ party: states.map((state) => buyer(state)), lines: some(aLine), reverseCharge: fc.boolean() }).map((
    more,
  ) => invoice({ type: "purchase_invoice", ...more })),
  some(aLine).map((lines) => ({
    type: "self_invoice",
    date: "2026-11-20",
    party: consumer({ name: "Small supplier", stateCode: "29", address: "1 Street" }),
    lines,
  })),
  fc.record({ lines: some(service), reverseCharge: fc.boolean() }).map((more) =>
    invoice({ type: "purchase_invoice", ...more, party: foreign })
  ),
  some(aLine).map((lines) => invoice({ type: "payment_voucher", party: buyer("27"), lines })),
  fc.record({ lines: some(aLine), placeOfSupply: states, deemedExport: fc.boolean() }).map((more) => invoice(more)),
  some(service).map((lines) => invoice({ type: "receipt_voucher", lines })),
  some(fc.oneof(aLine, untaxed)).map((lines) => invoice({ type: "proforma_invoice", lines })),
  some(aLine).map((lines) => invoice({ type: "delivery_challan", purpose: "job_work", lines })),
);

Deno.test("every money figure of any document has an explanation that says the same figure", async () => {
  const documents = fc.sample(anyDocument, { numRuns: 150, seed: 31 });
  const verdicts = await postedTogether(books, exporter, documents);
  let kinds = 0;
  for (const [i, { outcome, answer }] of verdicts.entries()) {
    assert.equal(outcome, "posted", `${JSON.stringify(answer)} ${JSON.stringify(documents[i])}`);
    assertExplained(answer, await explained(answer.id, exporter));
    kinds = new Set([...verdicts.map((verdict) => verdict.answer.type)]).size;
  }
  assert.ok(kinds >= 10, `${kinds} kinds`);
});
