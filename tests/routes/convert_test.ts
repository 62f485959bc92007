import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Bookkeeper, buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

// deno-lint-ignore no-explicit-any -- a voucher as answered
type Voucher = any;
const post = async (document: unknown, as: Bookkeeper = house): Promise<Voucher> =>
  (await posted(books, as, document)).body;
const convert = (id: string, body: object = {}, as = house, headers = {}) =>
  send(books.app, `POST /api/vouchers/${id}/convert`, { token: as.token, body, headers });
const sold = async (id: string, body: object = {}, as = house): Promise<Voucher> => {
  const answer = await convert(id, body, as);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
};
/** `pointer code` of each fault, the code alone where it points nowhere. */
const refused = async (id: string, body: object = {}, as = house): Promise<string[]> => {
  const { status, body: problem } = await convert(id, body, as);
  assert.ok(status >= 400 && status < 500, JSON.stringify(problem));
  const faults = problem.errors.map((e: Voucher) => `${e.pointer} ${e.code}`.trim());
  return faults.length > 0 ? faults : [problem.code];
};
const read = async (id: string): Promise<Voucher> =>
  (await send(books.app, `GET /api/vouchers/${id}`, { token: house.token })).body;
const proforma = (more = {}) => invoice({ type: "proforma_invoice", validUntil: "2026-12-20", ...more });
const challan = (more = {}) => invoice({ type: "delivery_challan", purpose: "sale_on_approval", ...more });
const told = (v: Voucher) => v.lines.map((l: Voucher) => [l.description, l.hsn, l.quantity, l.unit, l.rate, l.gstRate]);
const links = (v: Voucher) => v.related.map((r: Voucher) => [r.relation, r.number]);

Deno.test("R9.6 R11.11 a proforma invoice is converted into a sales invoice over HTTP", async () => {
  const offer = await post(proforma({ party: buyer("27"), reference: "RFQ-8" }));
  const sale = await sold(offer.id);
  assert.deepEqual([sale.type, sale.status, sale.date], ["tax_invoice", "posted", "2026-11-20"]);
  assert.match(sale.number, /^INV\/26-27\/\d+$/);
  assert.deepEqual([sale.party.gstin, sale.placeOfSupply, sale.reference], [offer.party.gstin, "27", "RFQ-8"]);
  assert.deepEqual([sale.igstAmount, sale.totalAmount], [offer.igstAmount, offer.totalAmount]);
  assert.equal(sale.ledgerEntries.length, 3);
  assert.deepEqual([links(sale), links(await read(offer.id))], [[["fulfils", offer.number]], [[
    "fulfilled_by",
    sale.number,
  ]]]);
});

Deno.test("R9.7 all item details are copied, and the tax is that of the new date", async () => {
  const item = { name: "Set-top box", hsn: "852871", unit: "NOS", rate: 1500, gstRate: 18 };
  const { body: made } = await send(books.app, "POST /api/items", { token: house.token, body: item });
  const offer = await post(proforma({
    date: "2025-09-10",
    validUntil: undefined,
    narration: "as agreed by phone",
    transport: { mode: "road", vehicleNumber: "KA01AB1234", distanceKm: 12 },
    shipTo: { name: "Godown 7", city: "Mysuru", pincode: "570001", stateCode: "29" },
    lines: [{ itemId: made.id, quantity: 3, discount: 30 }, line({ quantity: 2.5, rate: 80.125, unit: "MTR" })],
  }));
  assert.deepEqual([offer.lines[0].gstRate, offer.lines[0].cgstAmount], [18, 402.3]);
  await send(books.app, `PUT /api/items/${made.id}`, { token: house.token, body: { ...item, gstRate: 5 } });
  const sale = await sold(offer.id, { date: "2026-11-19" });
  const expected = told(offer);
  expected[0][5] = 5;
  assert.deepEqual(told(sale), expected);
  assert.deepEqual([sale.date, sale.lines[0].discount, sale.lines[0].cgstAmount], ["2026-11-19", 30, 111.75]);
  assert.deepEqual([sale.narration, sale.transport, sale.shipTo], [offer.narration, offer.transport, offer.shipTo]);
  const gone = await post(
    proforma({ date: "2025-09-10", validUntil: undefined, lines: [line({ gstRate: 28, hsn: "8703" })] }),
  );
  assert.deepEqual(await refused(gone.id), ["/lines/0/gstRate gst_rate_not_in_force"]);
  assert.equal((await sold(gone.id, { lines: [{ lineNo: 1, gstRate: 18 }] })).cgstAmount, 90);
});

Deno.test("R9.8 a proforma is converted until its last day, and not after: proforma_expired", async () => {
  const offer = await post(proforma({ date: "2026-11-01", validUntil: "2026-11-19" }));
  assert.equal(offer.validUntil, "2026-11-19");
  assert.deepEqual(await refused(offer.id), ["proforma_expired"]);
  assert.deepEqual(await refused(offer.id, { date: "2026-10-31" }), ["/date date_before_original"]);
  assert.equal((await sold(offer.id, { date: "2026-11-19" })).date, "2026-11-19");
});

Deno.test("R8.5 R11.12 a delivery challan becomes a sales invoice when the goods are sold; a rate it did not hold is asked for", async () => {
  const bare = line({ gstRate: undefined });
  const out = await post(challan({ lines: [bare, line({ gstRate: 5, hsn: "520811" })] }));
  assert.equal(out.ledgerEntries.length, 0);
  assert.deepEqual(await refused(out.id), ["/lines/0/gstRate gst_rate_missing"]);
  const lines = [{ lineNo: 1, gstRate: 18 }, { lineNo: 2 }];
  const sale = await sold(out.id, { lines });
  assert.deepEqual([sale.type, sale.cgstAmount, sale.totalAmount], ["tax_invoice", 115, 2230]);
  assert.ok(sale.ledgerEntries.length > 0);
});

Deno.test("R8.8 challan and invoice know each other, from either side, line by line", async () => {
  const out = await post(challan());
  const sale = await sold(out.id);
  assert.deepEqual(links(sale), [["fulfils", out.number]]);
  assert.deepEqual(links(await read(out.id)), [["fulfilled_by", sale.number]]);
});

Deno.test("a part is sold, then the rest, then nothing more: already_converted", async () => {
  const out = await post(
    challan({ lines: [line({ quantity: 10 }), line({ quantity: 4, hsn: "741110", unit: "NOS" })] }),
  );
  const first = await sold(out.id, { lines: [{ lineNo: 1, quantity: 6, rate: 900 }] });
  assert.deepEqual(told(first), [["Copper wire", "740811", 6, "KGS", 900, 18]]);
  assert.deepEqual(await refused(out.id, { lines: [{ lineNo: 1, quantity: 4.001 }] }), ["/lines/0 already_converted"]);
  const rest = await sold(out.id);
  assert.deepEqual(rest.lines.map((l: Voucher) => [l.hsn, l.quantity]), [["740811", 4], ["741110", 4]]);
  assert.deepEqual(await refused(out.id), ["already_converted"]);
  assert.deepEqual(await refused(out.id, { lines: [{ lineNo: 2 }] }), ["/lines/0 already_converted"]);
  assert.deepEqual(await refused(out.id, { lines: [{ lineNo: 3 }] }), ["/lines/0/lineNo original_line_unknown"]);
});

Deno.test("a challan converted twice is sold once, also by eight at once from two instances", async () => {
  const out = await post(challan());
  const other = books.another();
  const answers = await Promise.all(
    Array.from(
      { length: 8 },
      (_, i) =>
        send(i % 2 ? other : books.app, `POST /api/vouchers/${out.id}/convert`, { token: house.token, body: {} }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(409)]);
  assert.ok(answers.every(({ status, body }) => status === 201 || body.code === "already_converted"));
  assert.equal((await read(out.id)).related.length, 1);
});

Deno.test("what came back is not sold: the conversion takes what is left", async () => {
  const out = await post(challan({ lines: [line({ quantity: 10 })] }));
  const back = await post({
    type: "delivery_challan",
    purpose: "others",
    date: "2026-11-20",
    originalVoucherId: out.id,
    lines: [{ quantity: 4, originalLineNo: 1 }],
  });
  assert.deepEqual(links(back), [["returns", out.number]]);
  assert.deepEqual(await refused(back.id), ["not_convertible"]);
  assert.equal((await sold(out.id)).lines[0].quantity, 6);
});

Deno.test("a cancelled sale frees what it was made from; a cancelled proforma is not sold", async () => {
  const cancel = (id: string) =>
    send(books.app, `POST /api/vouchers/${id}/cancel`, { token: house.token, body: { reason: "no sale" } });
  const offer = await post(proforma());
  const sale = await sold(offer.id);
  assert.equal((await cancel(offer.id)).body.code, "voucher_has_dependants");
  await cancel(sale.id);
  const again = await sold(offer.id);
  await cancel(again.id);
  assert.equal((await cancel(offer.id)).status, 200);
  assert.deepEqual(await refused(offer.id), ["/originalVoucherId original_is_cancelled"]);
});

Deno.test("only a proforma and a challan are converted; another company's is not there; a key is honoured", async () => {
  const sale = await post(invoice());
  assert.deepEqual(await refused(sale.id), ["not_convertible"]);
  const offer = await post(proforma());
  assert.deepEqual(await refused(offer.id, {}, rival), ["not_found"]);
  assert.deepEqual(await refused(offer.id, { party: buyer() }), ["/party unknown_key"]);
  const headers = { "idempotency-key": "convert-it" };
  const first = await convert(offer.id, {}, house, headers);
  const again = await convert(offer.id, {}, house, headers);
  assert.deepEqual([again.status, again.text, again.headers.get("idempotency-replayed")], [201, first.text, "true"]);
});

const milk = (more = {}) =>
  line({ description: "Fresh milk", hsn: "040120", unit: "LTR", taxability: "exempt", gstRate: 0, ...more });
const overseas = { name: "Atlantic Trading Inc", address: "5 Main Street", city: "Boston", country: "US" };

Deno.test("a conversion becomes the document its content asks for, or the one that is named", async () => {
  const becomes = async (more: Record<string, unknown>, asked = {}) => {
    const sale = await sold((await post(proforma(more))).id, asked);
    return [sale.type, sale.supplyCategory];
  };
  assert.deepEqual(await becomes({}), ["tax_invoice", "B2B"]);
  assert.deepEqual(await becomes({ lines: [milk()] }), ["bill_of_supply", "B2B"]);
  assert.deepEqual(await becomes({ party: consumer() }), ["retail_invoice", "B2C"]);
  assert.deepEqual(await becomes({ party: consumer() }, { type: "tax_invoice" }), ["tax_invoice", "B2C"]);
  assert.deepEqual(await becomes({ party: consumer(), lines: [line(), milk()] }), [
    "invoice_cum_bill_of_supply",
    "B2C",
  ]);
  assert.deepEqual(await becomes({ party: overseas, placeOfSupply: "96" }), ["export_invoice", "EXPWP"]);
  const zone = buyer("27", { registrationType: "sez_unit" });
  const withLut = await books.makeBookkeeper("lut", { luts: ["2026-27"], pan: "AAACL4444L" });
  const free = await post(proforma({ party: zone, withLut: true }), withLut);
  const sale = await sold(free.id, {}, withLut);
  assert.deepEqual([sale.type, sale.supplyCategory, sale.igstAmount], ["tax_invoice", "SEZWOP", 0]);
});

Deno.test("R5.7 a composition dealer's sale is a bill of supply where no type is said", async () => {
  const dealer = await books.makeBookkeeper("dealer", {
    composition: true,
    registrationType: "composition",
    pan: "AAACD3333D",
  });
  const { type: _, ...untyped } = invoice({ lines: [line({ gstRate: 0 })] });
  const bill = await post(untyped, dealer);
  assert.deepEqual([bill.type, bill.title, bill.cgstAmount], ["bill_of_supply", "Bill of Supply", 0]);
  const out = await post(challan({ lines: [line({ gstRate: undefined })] }), dealer);
  assert.equal((await sold(out.id, {}, dealer)).type, "bill_of_supply");
});

Deno.test("R6.1 a sale of up to 50,000 to a customer without a GSTIN is a retail invoice", async () => {
  const sale = async (more: Record<string, unknown>) => (await post({ ...invoice(more), type: "sale" })).type;
  const worth = (rate: number) => [line({ rate })];
  const known = consumer({ address: "4 Hill Road", stateCode: "29" });
  assert.equal(await sale({ party: consumer() }), "retail_invoice");
  assert.equal(await sale({ party: known, lines: worth(42372.88) }), "retail_invoice");
  assert.equal(await sale({ party: known, lines: worth(42373.73) }), "tax_invoice");
  assert.equal(await sale({}), "tax_invoice");
  assert.equal(await sale({ party: overseas }), "export_invoice");
  assert.equal(await sale({ party: overseas, placeOfSupply: "29" }), "retail_invoice");
  assert.equal(await sale({ party: consumer(), lines: [line(), milk()] }), "invoice_cum_bill_of_supply");
  const { type: _, ...untyped } = invoice({ party: consumer() });
  const preview = await send(books.app, "POST /api/vouchers/preview", { token: house.token, body: untyped });
  assert.deepEqual([preview.status, preview.body.type], [200, "retail_invoice"]);
  const bulk = await send(books.app, "POST /api/vouchers/bulk", {
    token: house.token,
    body: { vouchers: [untyped, invoice(), untyped] },
  });
  const numbers = bulk.body.results.map((r: Voucher) => r.number.split("/")[0]);
  assert.deepEqual(numbers, ["RTL", "INV", "RTL"]);
  const draft = await post({ ...untyped, draft: true });
  assert.deepEqual([draft.type, draft.status], ["retail_invoice", "draft"]);
});
