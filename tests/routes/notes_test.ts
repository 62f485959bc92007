import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import {
  type Bookkeeper,
  buyer,
  consumer,
  invoice,
  line,
  openBooks,
  paise,
  posted,
  postedTogether,
  today,
} from "../support/books.ts";

/** Credit and debit notes, returns: what they take from their originals, and how much of them they may take. */

const books = await openBooks();
const { house, rival } = books;
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
const read = async (id: string): Promise<Voucher> =>
  (await send(books.app, `GET /api/vouchers/${id}`, { token: house.token })).body;
const note = (of: Voucher, more: object = {}) => ({
  type: "credit_note",
  date: today,
  originalVoucherId: of.id,
  ...more,
});
const heads = (v: Voucher) => [v.taxableAmount, v.cgstAmount, v.sgstAmount, v.igstAmount, v.totalAmount];
const entries = (voucher: Voucher) =>
  voucher.ledgerEntries.map((e: Voucher) => `${e.debit ? "Dr" : "Cr"} ${e.ledger} ${e.debit || e.credit}`);

Deno.test("R13.9 a credit note and its invoice know each other, from either side", async () => {
  const sold = await post(invoice());
  const back = await post(note(sold, { reason: "Goods returned" }));
  assert.deepEqual([back.type, back.title, back.number.slice(0, 4), back.reason], [
    "credit_note",
    "Credit Note",
    "CRN/",
    "Goods returned",
  ]);
  const [to] = back.related;
  assert.deepEqual([to.id, to.type, to.number, to.relation], [sold.id, "tax_invoice", sold.number, "adjusts"]);
  const [from] = (await read(sold.id)).related;
  assert.deepEqual([from.id, from.number, from.relation], [back.id, back.number, "adjusted_by"]);
});

Deno.test("a credit note without lines takes back all of its invoice, and the books come to nothing", async () => {
  const lines = [line({ quantity: 3, rate: 33.33, discount: 7.77 }), line({ hsn: "482020", gstRate: 5, rate: 77.77 })];
  const sold = await post(invoice({ lines, party: buyer("27") }));
  const back = await post(note(sold));
  assert.deepEqual(heads(back), heads(sold));
  assert.deepEqual([back.party.gstin, back.placeOfSupply, back.supplyType], [sold.party.gstin, "27", "inter_state"]);
  assert.deepEqual(entries(sold), [
    "Dr Buyer in 27 190",
    "Cr Sales 169.99",
    "Cr Output IGST 20.49",
    "Dr Round Off 0.48",
  ]);
  assert.deepEqual(entries(back), [
    "Cr Buyer in 27 190",
    "Dr Sales Returns 169.99",
    "Dr Output IGST 20.49",
    "Cr Round Off 0.48",
  ]);
  assert.deepEqual(await refused(note(sold)), [" exceeds_original"]);
});

Deno.test("notes in parts come to the invoice to the paisa, head by head, and not to a paisa more", async () => {
  const sold = await post(invoice({ lines: [line({ quantity: 7, rate: 14.29 })] }));
  const parts: Voucher[] = [];
  for (let i = 0; i < 7; i++) parts.push(await post(note(sold, { lines: [{ quantity: 1, originalLineNo: 1 }] })));
  for (const head of ["taxableAmount", "cgstAmount", "sgstAmount"]) {
    const sum = parts.reduce((all, part) => all + paise(part[head]), 0n);
    assert.equal(sum, paise(sold[head]), head);
  }
  assert.deepEqual(await refused(note(sold, { lines: [{ quantity: 1, rate: 0.01, originalLineNo: 1 }] })), [
    "/lines/0 exceeds_original",
  ]);
});

Deno.test("more than the original by quantity or by value is refused, with what is left", async () => {
  const sold = await post(invoice({ lines: [line({ quantity: 5, rate: 100 })] }));
  await post(note(sold, { lines: [{ quantity: 2, originalLineNo: 1 }] }));
  const over = await send(books.app, "POST /api/vouchers", {
    token: house.token,
    body: note(sold, { lines: [{ quantity: 3, rate: 101, originalLineNo: 1 }] }),
  });
  assert.deepEqual([over.status, over.body.code, over.body.facts], [400, "exceeds_original", {
    number: sold.number,
    lineNo: 1,
    left: 300,
  }]);
  assert.deepEqual(await refused(note(sold, { lines: [{ quantity: 4, rate: 1, originalLineNo: 1 }] })), [
    "/lines/0 exceeds_original",
  ]);
  const price = { goodsReturned: false, lines: [{ quantity: 5, rate: 10, originalLineNo: 1 }] };
  assert.equal((await post(note(sold, price))).taxableAmount, 50);
});

Deno.test("sixteen credit notes at once over one invoice take no more than it has", async () => {
  const sold = await post(invoice({ lines: [line({ quantity: 5, rate: 100 })] }));
  const one = note(sold, { lines: [{ quantity: 1, originalLineNo: 1 }] });
  const answers = await Promise.all(
    Array.from(
      { length: 16 },
      (_, i) => send(i % 2 ? books.app : second, "POST /api/vouchers", { token: house.token, body: one }),
    ),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 5);
  assert.ok(answers.every(({ status, body }) => status === 201 || body.code === "exceeds_original"));
  assert.equal((await read(sold.id)).related.length, 5);
});
const second = books.another();

Deno.test("in one batch, the documents before count", async () => {
  const sold = await post(invoice({ lines: [line({ quantity: 2, rate: 100 })] }));
  const one = note(sold, { lines: [{ quantity: 1, originalLineNo: 1 }] });
  const verdicts = await postedTogether(books, house, [one, one, one]);
  assert.deepEqual(verdicts.map(({ outcome }) => outcome), ["posted", "posted", "refused"]);
});

Deno.test("a note keeps the rate of its original, though the law has changed since", async () => {
  const before = invoice({ date: "2025-09-21", lines: [line({ gstRate: 12 })] });
  const sold = await post(before);
  assert.deepEqual(await refused(invoice({ lines: [line({ gstRate: 12 })] })), [
    "/lines/0/gstRate gst_rate_not_in_force",
  ]);
  assert.deepEqual(heads(await post(note(sold, { lines: [{ quantity: 0.5, originalLineNo: 1 }] }))), [
    500,
    30,
    30,
    0,
    560,
  ]);
  const other = note(sold, { lines: [line({ quantity: 0.1, gstRate: 18 })] });
  assert.deepEqual(await refused(other), ["/lines/0/gstRate rate_differs_from_original"]);
  const more = { type: "debit_note", lines: [{ quantity: 1, rate: 50, originalLineNo: 1 }] };
  assert.deepEqual(heads(await post(note(sold, more))), [50, 3, 3, 0, 56]);
});

Deno.test("a debit note adds to its original without end, and can itself be credited", async () => {
  const sold = await post(invoice());
  const more = await post(note(sold, { type: "debit_note", lines: [{ quantity: 1, rate: 5000, originalLineNo: 1 }] }));
  assert.deepEqual([more.number.slice(0, 4), heads(more), more.related[0].relation], [
    "DBN/",
    [5000, 450, 450, 0, 5900],
    "increases",
  ]);
  assert.deepEqual(entries(more), [
    "Dr Buyer in 29 5900",
    "Cr Sales 5000",
    "Cr Output CGST 450",
    "Cr Output SGST/UTGST 450",
  ]);
  assert.deepEqual(heads(await post(note(more))), heads(more));
});

Deno.test("a debit note says what it charges, a document has lines", async () => {
  const sold = await post(invoice());
  const { lines: _, ...bare } = invoice();
  const verdicts = await postedTogether(books, house, [note(sold, { type: "debit_note" }), bare]);
  assert.deepEqual(verdicts.map(({ codes }) => codes), [["lines_missing"], ["lines_missing"]]);
});

Deno.test("one note over many invoices, line by line", async () => {
  const [first, other] = [await post(invoice()), await post(invoice({ lines: [line({ rate: 200 })] }))];
  const { originalVoucherId: _, ...many } = note(first);
  const lines = [first, other].map(({ id }) => ({ originalVoucherId: id, originalLineNo: 1, quantity: 1 }));
  const back = await post({ ...many, lines });
  assert.deepEqual(heads(back), [1200, 108, 108, 0, 1416]);
  assert.deepEqual(back.related.map((r: Voucher) => r.id).sort(), [first.id, other.id].sort());
  assert.deepEqual(await refused({ ...many, lines: [{ quantity: 1 }] }), ["/originalVoucherId original_missing"]);
});

Deno.test("originals of one note are of one place, and each line keeps the rate of its own", async () => {
  const [old, young] = [
    await post(invoice({ date: "2025-09-21", lines: [line({ gstRate: 12 })] })),
    await post(invoice({ date: "2025-09-25", lines: [line({ gstRate: 5 })] })),
  ];
  const across = await post(invoice({ placeOfSupply: "27" }));
  const over = (...of: Voucher[]) => {
    const { originalVoucherId: _, ...many } = note(of[0]);
    return { ...many, lines: of.map(({ id }) => ({ originalVoucherId: id, originalLineNo: 1, quantity: 1 })) };
  };
  assert.deepEqual(heads(await post(over(young, old))), [2000, 85, 85, 0, 2170]);
  assert.ok((await refused(over(await post(invoice()), across))).includes("/originalVoucherId originals_differ"));
  const gone = await post(invoice());
  await send(books.app, `POST /api/vouchers/${gone.id}/cancel`, {
    token: house.token,
    body: { reason: "Entered twice" },
  });
  const dead = await send(books.app, "POST /api/vouchers", {
    token: house.token,
    body: over(await post(invoice()), gone),
  });
  assert.deepEqual([dead.status, dead.body.code], [409, "original_is_cancelled"]);
});

Deno.test("a return in parts of odd quantities comes to the original, not to a paisa more", async () => {
  const sold = await post(invoice({ lines: [line({ quantity: "2.123", rate: "25.21" })] }));
  await post(note(sold, { lines: [{ originalLineNo: 1, quantity: "0.001" }] }));
  const rest = await post(note(sold, { lines: [{ originalLineNo: 1, quantity: "2.122" }] }));
  assert.equal(paise(rest.taxableAmount) + 3n, paise(sold.taxableAmount));
  assert.deepEqual(await refused(note(sold)), [" exceeds_original"]);
});

Deno.test("until 30 November after the year of the supply, and not a day longer", async () => {
  const sold = await post(invoice({ date: "2026-03-31" }));
  books.clock.set("2026-12-01T06:30:00Z");
  try {
    const onTime = note(sold, { date: "2026-11-30", lines: [{ quantity: 0.5, originalLineNo: 1 }] });
    const debit = { type: "debit_note", date: "2026-12-01", lines: [{ quantity: 1, rate: 1, originalLineNo: 1 }] };
    const verdicts = await postedTogether(books, house, [onTime, { ...onTime, date: "2026-12-01" }, note(sold, debit)]);
    assert.deepEqual(verdicts.map(({ outcome }) => outcome), ["posted", "refused", "posted"]);
    assert.deepEqual(verdicts[1]?.codes, ["credit_note_too_late"]);
    assert.equal(verdicts[1]?.answer[0].facts.lastDay, "2026-11-30");
  } finally {
    books.clock.set("2026-11-20T06:30:00Z");
  }
});

Deno.test("what a note stands on must be there, be of the right kind and party, be older and not cancelled", async () => {
  const sold = await post(invoice());
  assert.deepEqual(await refused(note({ id: crypto.randomUUID() })), ["/originalVoucherId original_unknown"]);
  const theirs = await post(invoice(), rival);
  assert.deepEqual(await refused(note(theirs)), ["/originalVoucherId original_unknown"]);
  const challan = await post(invoice({ type: "delivery_challan", purpose: "sample" }));
  assert.deepEqual(await refused(note(challan)), ["/originalVoucherId original_of_another_kind"]);
  assert.deepEqual(await refused(note(sold, { date: "2026-11-19" })), ["/date date_before_original"]);
  assert.deepEqual(await refused(note(sold, { party: buyer("27"), lines: [{ quantity: 1 }] })), [
    "/party party_differs_from_original",
  ]);
  assert.equal((await post(note(sold, { party: buyer(), lines: [{ quantity: 0.1 }] }))).taxableAmount, 100);
  assert.deepEqual(await refused(note(sold, { lines: [line({ originalLineNo: 2 })] })), [
    "/lines/0/originalLineNo original_line_unknown",
  ]);
});

Deno.test("the class follows the original: an export's note is an export's, a consumer's a consumer's, exempt stays exempt", async () => {
  const party = { name: "Atlantic Trading Inc", address: "5 Main Street", city: "Boston", country: "US" };
  const shipped = await post(
    invoice({ type: "export_invoice", party, export: { currency: "USD", exchangeRate: 83.5, countryCode: "US" } }),
  );
  const back = await post(note(shipped, { lines: [{ quantity: 0.1, originalLineNo: 1 }] }));
  assert.deepEqual([back.supplyCategory, back.currency, back.exchangeRate, ...heads(back)], [
    "EXPWP",
    "USD",
    83.5,
    8350,
    0,
    0,
    1503,
    9853,
  ]);
  const counter = await post(invoice({ type: "retail_invoice", party: consumer({ stateCode: "27" }) }));
  assert.deepEqual([(await post(note(counter))).supplyCategory, (await read(counter.id)).related.length], ["B2C", 1]);
  const milk = line({ taxability: "exempt", gstRate: 0 });
  const bill = await post(invoice({ type: "bill_of_supply", lines: [milk] }));
  assert.deepEqual(heads(await post(note(bill))), [1000, 0, 0, 0, 1000]);
});
