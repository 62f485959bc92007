import fc from "fast-check";
import { buyer, consumer, type Document, line } from "./books.ts";

/** What a company did in two months, at random: documents, and what became of those before them. */
export type Deed =
  | { readonly kind: "document"; readonly document: Document }
  /** A note, a refund or an invoice that stands on the n-th document before it that can be stood on. */
  | { readonly kind: "on"; readonly type: string; readonly nth: number; readonly date: string; readonly part: number }
  | { readonly kind: "cancel"; readonly nth: number };

const day = fc.constantFrom("2026-10-05", "2026-10-31", "2026-11-01", "2026-11-20");
const rate = fc.constantFrom(0, 0.25, 3, 5, 18, 40);
const amount = fc.oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 8_000_000, max: 12_000_000 }))
  .map((paise) => (paise / 100).toFixed(2));
const quantity = fc.constantFrom(1, 2, 3, 7, "0.333");
const goods = fc.constantFrom({}, { hsn: "490199", unit: "NOS" }, { hsn: "998719", unit: "OTH" });

const taxed = fc.record({ rate: amount, gstRate: rate, quantity, goods }).map(({ goods, ...more }) =>
  line({ ...more, ...goods })
);
const untaxed = fc.record({ rate: amount, quantity, taxability: fc.constantFrom("exempt", "nil_rated", "non_gst") })
  .map((more) => line({ ...more, hsn: "040110", unit: "LTR", gstRate: 0 }));
const lines = (of: fc.Arbitrary<Record<string, unknown>>) => fc.array(of, { minLength: 1, maxLength: 4 });

const walkIn = (stateCode: string) => consumer({ address: "4 Hill Road", city: "Town", pincode: "400050", stateCode });
const overseas = { name: "Harbour Imports", address: "1 Dock Street", city: "Hamburg", registrationType: "overseas" };
const sez = buyer("33", { registrationType: "sez_unit" });
const registered = fc.constantFrom(buyer("29"), buyer("27"));
const anybody = fc.oneof(registered, fc.constantFrom(walkIn("29"), walkIn("27"), walkIn("07")));

const document = (type: string, party: fc.Arbitrary<unknown>, of: fc.Arbitrary<unknown[]>, more: object = {}) =>
  fc.record({ date: day, party, lines: of }).map((made) => ({ type, ...made, ...more }) as Document);

const advances = document("receipt_voucher", registered, lines(served()));
const exports = document("export_invoice", fc.constant(overseas), lines(taxed), {
  export: { currency: "USD", exchangeRate: "84.375" },
});

/** Every outward kind there is, and the inward ones that must not be counted among them. */
const documents = fc.oneof(
  { weight: 4, arbitrary: document("tax_invoice", anybody, lines(taxed)) },
  document("tax_invoice", registered, lines(taxed), { reverseCharge: true }),
  document("tax_invoice", fc.constant(sez), lines(taxed)),
  document("tax_invoice", fc.constant(sez), lines(taxed), { withLut: true }),
  document("tax_invoice", registered, lines(taxed), { deemedExport: true }),
  document("retail_invoice", fc.constant({ name: "Counter sale" }), lines(line100())),
  document("bill_of_supply", anybody, lines(untaxed)),
  document("invoice_cum_bill_of_supply", fc.constantFrom(walkIn("29"), walkIn("27")), lines(fc.oneof(taxed, untaxed))),
  document("export_invoice", fc.constant(overseas), lines(fc.oneof(taxed, untaxed)), { export: { withLut: true } }),
  exports,
  { weight: 2, arbitrary: advances },
  document("purchase_invoice", registered, lines(taxed)),
  document("purchase_invoice", registered, lines(taxed), { reverseCharge: true }),
  document("delivery_challan", registered, lines(taxed), { purpose: "job_work" }),
  document("proforma_invoice", anybody, lines(taxed), { validUntil: "2026-12-31" }),
);

function line100() {
  return fc.record({ rate: fc.integer({ min: 100, max: 99_999 }).map((p) => (p / 100).toFixed(2)), gstRate: rate }).map(
    line,
  );
}

function served() {
  return fc.record({ rate: amount, gstRate: fc.constantFrom(5, 18) }).map((more) =>
    line({ ...more, description: "Consulting", hsn: "998311", unit: "OTH" })
  );
}

const nth = fc.nat({ max: 50 });
const onEarlier = fc.record({
  kind: fc.constant("on" as const),
  type: fc.constantFrom("credit_note", "credit_note", "debit_note", "refund_voucher", "advance_used"),
  nth,
  date: fc.constantFrom("2026-11-01", "2026-11-20"),
  part: fc.constantFrom(0.25, 0.5, 1),
});
const cancelled = fc.record({ kind: fc.constant("cancel" as const), nth });

/** What stands on earlier documents, once each, so that no run goes without. */
const onceEach = (["refund_voucher", "advance_used", "credit_note", "debit_note"] as const).map((type, nth) =>
  onEarlier.map((deed) => ({ ...deed, type, nth, part: 0.5 }))
);

/** Two months of a company: some documents, then what stands on them and what is taken back, in any order. */
export const deeds: fc.Arbitrary<Deed[]> = fc.tuple(
  fc.tuple(advances, advances, exports).map((made) =>
    made.map((document) => ({ kind: "document" as const, document }))
  ),
  fc.array(documents.map((document) => ({ kind: "document" as const, document })), { minLength: 6, maxLength: 14 }),
  fc.tuple(...onceEach),
  fc.array(fc.oneof({ weight: 4, arbitrary: onEarlier }, { weight: 1, arbitrary: cancelled }), { maxLength: 12 }),
  cancelled,
).map(([first, more, once, then, last]) => [...first, ...more, ...once, ...then, last]);
