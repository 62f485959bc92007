import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Bookkeeper, buyer, gstinOf, invoice, line, openBooks, posted, today } from "../support/books.ts";

/** What comes in: purchases with their input credit, reverse charge, returns; and advances with their tax. */

const books = await openBooks();
const { house } = books;
Deno.test.afterAll(books.close);

// deno-lint-ignore no-explicit-any -- a voucher as answered
type Voucher = any;

const post = async (document: unknown, as: Bookkeeper = house): Promise<Voucher> =>
  (await posted(books, as, document)).body;
async function refused(document: unknown, as: Bookkeeper = house): Promise<string[]> {
  const { status, body } = await send(books.app, "POST /api/vouchers", { token: as.token, body: document });
  assert.ok(status >= 400 && status < 500, JSON.stringify(body));
  return body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
}
const note = (of: Voucher, more: object = {}) => ({
  type: "credit_note",
  date: today,
  originalVoucherId: of.id,
  ...more,
});
const heads = (v: Voucher) => [v.taxableAmount, v.cgstAmount, v.sgstAmount, v.igstAmount, v.totalAmount];
const entries = (voucher: Voucher) =>
  voucher.ledgerEntries.map((e: Voucher) => `${e.debit ? "Dr" : "Cr"} ${e.ledger} ${e.debit || e.credit}`);

Deno.test("a purchase is booked with its input credit, a return takes back both", async () => {
  const supplier = { ...buyer("27"), name: "Pune Mills", gstin: gstinOf("27", "AAACM7777M") };
  const bought = await post(
    invoice({
      type: "purchase_invoice",
      party: supplier,
      supplierInvoiceNumber: "PM/81",
      lines: [line({ quantity: 4 })],
    }),
  );
  assert.deepEqual([bought.number, bought.placeOfSupply, bought.supplyType, bought.supplierInvoiceNumber], [
    "PUR/26-27/00001",
    "29",
    "inter_state",
    "PM/81",
  ]);
  assert.deepEqual(entries(bought), ["Dr Purchases 4000", "Dr Input IGST 720", "Cr Pune Mills 4720"]);
  const sent = await post(note(bought, { type: "purchase_return", lines: [{ quantity: 1, originalLineNo: 1 }] }));
  assert.deepEqual(entries(sent), ["Dr Pune Mills 1180", "Cr Purchase Returns 1000", "Cr Input IGST 180"]);
  assert.deepEqual(
    await refused(note(bought, { type: "purchase_return", lines: [{ quantity: 4, originalLineNo: 1 }] })),
    ["/lines/0 exceeds_original"],
  );
});

Deno.test("R10.4 under reverse charge a purchase owes the tax and takes its credit; the supplier is paid without it", async () => {
  const owed = [
    "Dr Purchases 1000",
    "Cr Goods Carrier 1000",
    "Dr Input CGST 90",
    "Dr Input SGST/UTGST 90",
    "Cr Reverse Charge CGST 90",
    "Cr Reverse Charge SGST/UTGST 90",
  ];
  const party = { ...buyer("29"), name: "Goods Carrier", gstin: gstinOf("29", "AAACG8888G") };
  const bought = await post(invoice({ type: "purchase_invoice", reverseCharge: true, party }));
  assert.deepEqual([heads(bought), entries(bought)], [[1000, 0, 0, 0, 1000], owed]);
  assert.deepEqual(bought.reverseChargeTax, { cgstAmount: 90, sgstAmount: 90, igstAmount: 0, cessAmount: 0 });

  const own = await post(
    invoice({ type: "self_invoice", party: { name: "Goods Carrier", stateCode: "29", address: "Depot 4" } }),
  );
  assert.deepEqual([own.number, own.reverseCharge, entries(own)], ["SLF/26-27/00001", true, owed]);
  assert.deepEqual(await refused(invoice({ type: "self_invoice" })), ["/party/gstin party_is_registered"]);

  const back = await post(note(bought, { type: "purchase_return" }));
  assert.deepEqual(back.reverseChargeTax.cgstAmount, 90);
});

Deno.test("from who may charge no tax there is no input credit: composition dealers, the unregistered", async () => {
  const dealer = { ...buyer("29"), name: "Composition Traders", registrationType: "composition" };
  for (const party of [{ ...dealer, gstin: gstinOf("29", "AAACT6666T") }, { name: "Corner Shop" }]) {
    assert.deepEqual(heads(await post(invoice({ type: "purchase_invoice", party }))), [1000, 0, 0, 0, 1000]);
  }
});

Deno.test("an advance for services is taxed, one for goods is refused, and is paid back with its tax", async () => {
  const service = line({ description: "Consulting", hsn: "998311", unit: "OTH", rate: 100000 });
  const advance = await post(invoice({ type: "receipt_voucher", lines: [service] }));
  assert.deepEqual(entries(advance), [
    "Dr Bank 118000",
    "Cr Buyer in 29 118000",
    "Dr GST on Advances 18000",
    "Cr Output CGST 9000",
    "Cr Output SGST/UTGST 9000",
  ]);
  assert.deepEqual(await refused(invoice({ type: "receipt_voucher" })), ["/lines/0/hsn advance_on_goods"]);
  const back = await post(note(advance, { type: "refund_voucher", lines: [{ quantity: 0.5, originalLineNo: 1 }] }));
  assert.deepEqual(entries(back), [
    "Dr Buyer in 29 59000",
    "Cr Bank 59000",
    "Dr Output CGST 4500",
    "Dr Output SGST/UTGST 4500",
    "Cr GST on Advances 9000",
  ]);
  assert.deepEqual(
    await refused(note(advance, { type: "refund_voucher", lines: [{ quantity: 0.51, originalLineNo: 1 }] })),
    ["/lines/0 exceeds_original"],
  );
});
