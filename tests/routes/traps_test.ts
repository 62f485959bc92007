import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Bookkeeper, buyer, consumer, invoice, line, openBooks, paise, posted, today } from "../support/books.ts";

/** What users of other systems complain of, each as a case that must not happen here. */

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

// deno-lint-ignore no-explicit-any -- a voucher as answered
type Voucher = any;
const post = async (document: unknown, as: Bookkeeper = house): Promise<Voucher> =>
  (await posted(books, as, document)).body;
const ask = (what: string, body?: unknown, as: Bookkeeper = house) => send(books.app, what, { token: as.token, body });
async function refused(document: unknown): Promise<string[]> {
  const { status, body } = await ask("POST /api/vouchers", document);
  assert.equal(status, 400, JSON.stringify(body));
  return body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
}
const note = (of: Voucher, more: object = {}) => ({
  type: "credit_note",
  date: today,
  originalVoucherId: of.id,
  ...more,
});

Deno.test("many lines of odd paise: the head is the sum of the lines, and no zero is negative", async () => {
  const lines = Array.from({ length: 13 }, () => line({ rate: "0.77" }));
  const { body, text } = await posted(books, house, invoice({ lines, party: buyer("27") }));
  const sum = body.lines.reduce((all: bigint, one: Voucher) => all + paise(one.igstAmount), 0n);
  assert.deepEqual([paise(body.igstAmount), sum], [182n, 182n]);
  assert.ok(!text.includes("-0.00"));
});

Deno.test("a round-off is booked once, with the sign of its document", async () => {
  const sold = await post(invoice({ lines: [line({ rate: "1000.30", discount: "0.05" })] }));
  const back = await post(note(sold));
  assert.deepEqual([sold.roundOff, back.roundOff, sold.totalAmount], [-0.29, -0.29, 1180]);
  const booked = (v: Voucher) =>
    v.ledgerEntries.filter((e: Voucher) => e.ledger === "Round Off").map((e: Voucher) => [e.debit, e.credit]);
  assert.deepEqual([booked(sold), booked(back)], [[[0.29, 0]], [[0, 0.29]]]);
});

Deno.test("a credit note under reverse charge keeps the mark, charges no tax and has no negative figure", async () => {
  const sold = await post(invoice({ reverseCharge: true }));
  const { body, text } = await posted(books, house, note(sold, { lines: [{ originalLineNo: 1, quantity: "0.5" }] }));
  assert.deepEqual([body.reverseCharge, body.totalAmount, body.reverseChargeTax.cgstAmount], [true, 500, 45]);
  assert.ok(!/: ?-\d/.test(text));
});

Deno.test("a GSTIN beside the words unregistered or overseas is refused, as is a registered party without one", async () => {
  for (const registrationType of ["unregistered", "overseas"]) {
    assert.deepEqual(await refused(invoice({ party: buyer("29", { registrationType }) })), [
      "/party/registrationType gstin_of_unregistered",
    ]);
  }
  assert.deepEqual(await refused(invoice({ party: consumer({ registrationType: "regular" }) })), [
    "/party/gstin registration_needs_gstin",
  ]);
});

Deno.test("to an SEZ it is IGST, even next door", async () => {
  const sold = await post(invoice({ party: { ...buyer("29"), name: "Zone", registrationType: "sez_unit" } }));
  assert.deepEqual([sold.supplyType, sold.igstAmount, sold.cgstAmount], ["inter_state", 180, 0]);
});

Deno.test("an overseas buyer whose goods stay in India is no export", async () => {
  const party = { name: "Overseas Trading", registrationType: "overseas", country: "US", address: "1 Street" };
  const sold = await post(
    invoice({
      party,
      shipTo: { stateCode: "33", name: "Depot", address: "Port Road", city: "Chennai", pincode: "600001" },
    }),
  );
  assert.deepEqual([sold.placeOfSupply, sold.supplyCategory, sold.igstAmount], ["33", "B2C", 180]);
});

Deno.test("what comes from abroad comes from another State: IGST, owed under reverse charge", async () => {
  const party = { name: "Cloud Services Inc", registrationType: "overseas", country: "US" };
  const bought = await post(
    invoice({ type: "purchase_invoice", party, reverseCharge: true, lines: [line({ hsn: "998315", unit: "OTH" })] }),
  );
  assert.deepEqual([bought.supplyCategory, bought.supplyType, bought.reverseChargeTax.igstAmount], [
    "IMPORT",
    "inter_state",
    180,
  ]);
});

Deno.test("goods billed to one registered party and shipped to another are supplied where the bill goes", async () => {
  const shipTo = { stateCode: "33", name: "Site", address: "Port Road", city: "Chennai", pincode: "600001" };
  assert.equal((await post(invoice({ shipTo }))).placeOfSupply, "29");
});

Deno.test("a draft has no number, a refusal takes none, a cancelled number is not given again", async () => {
  const first = await post(invoice());
  assert.equal((await post(invoice({ draft: true }))).number, null);
  await refused(invoice({ lines: [line({ gstRate: 17 })] }));
  assert.equal((await ask(`POST /api/vouchers/${first.id}/cancel`, { reason: "Entered twice" })).status, 200);
  const next = await post(invoice());
  assert.equal(Number(next.number.slice(-5)), Number(first.number.slice(-5)) + 1);
  assert.equal((await ask(`GET /api/vouchers/${first.id}`)).body.number, first.number);
  assert.equal((await ask(`GET /api/vouchers/${first.id}`, undefined, rival)).status, 404);
});

Deno.test("there is no rate by default, and only the rates of the day", async () => {
  assert.deepEqual(await refused(invoice({ lines: [line({ gstRate: undefined })] })), [
    "/lines/0/gstRate gst_rate_missing",
  ]);
  for (const gstRate of [12, 28, 10, 17.5]) {
    assert.deepEqual(await refused(invoice({ lines: [line({ gstRate })] })), [
      "/lines/0/gstRate gst_rate_not_in_force",
    ]);
  }
});

Deno.test("a note does not inherit the transport of its invoice", async () => {
  const transport = { mode: "road", vehicleNumber: "KA01AB1234", documentNumber: "LR1", documentDate: "2026-11-01" };
  const sold = await post(invoice({ transport }));
  assert.equal((await post(note(sold))).transport, undefined);
});

Deno.test("nothing paid for, nothing moved: a discount of all, a quantity of nothing", async () => {
  const free = await post(invoice({ lines: [line({ discount: 1000 })] }));
  assert.deepEqual([free.taxableAmount, free.totalAmount], [0, 0]);
  assert.equal((await post(invoice({ lines: [line({ quantity: 0 })] }))).totalAmount, 0);
});

Deno.test("three hundred lines are one document", async () => {
  const lines = Array.from({ length: 300 }, (_, i) => line({ description: `Part ${i + 1}`, rate: 10 + i }));
  const sold = await post(invoice({ lines }));
  assert.deepEqual([sold.lines.length, sold.taxableAmount], [300, 300 * 10 + (299 * 300) / 2]);
});
