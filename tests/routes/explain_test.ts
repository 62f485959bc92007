import assert from "node:assert/strict";
import { type Answer, send } from "../support/app.ts";
import { buyer, computed, consumer, gstinOf, invoice, line, openBooks, posted } from "../support/books.ts";
import { assertExplained, type Figure, type Json } from "../support/explained.ts";

const books = await openBooks();
const exporter = await books.makeBookkeeper("exporter", { luts: ["2026-27"], pan: "AAACE3333E", turnover: 90_000_000 });
const dealer = await books.makeBookkeeper("dealer", { composition: true, pan: "AAACD6666D" });
const { house, rival } = books;
Deno.test.afterAll(books.close);

const explain = (id: string, as = house): Promise<Answer> =>
  send(books.app, `GET /api/vouchers/${id}/explain`, { token: as.token });
/** The figure of a posted document at a pointer. */
async function figure(document: Json, pointer: string, as = house): Promise<Figure> {
  const { body } = await explain(String(document.id), as);
  const found = body.figures.find((one: Figure) => one.pointer === pointer);
  assert.ok(found, `${pointer} is explained`);
  return found;
}

const foreign = { name: "Overseas trader", address: "1 Harbour Street", registrationType: "overseas" };

Deno.test("notes in parts are explained too, where the last takes what is left of a head", async () => {
  const goods = [line({ quantity: 3, rate: 33.35, gstRate: 5 }), line({ quantity: 7, rate: 0.77, hsn: "847130" })];
  const { body: original } = await posted(books, house, invoice({ lines: goods }));
  for (const quantities of [[1, 2], [1, 3], [1, 2]]) {
    const lines = quantities.map((quantity, i) => ({ quantity, originalLineNo: i + 1 }));
    const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: original.id, lines, reason: "returned" };
    const { body } = await posted(books, house, note);
    const { body: why } = await explain(body.id);
    assertExplained(body, why.figures);
    const [kind] = why.figures;
    assert.deepEqual([kind.pointer, kind.value, kind.inputs.lastDay], ["/type", "credit_note", "2027-11-30"]);
    assert.deepEqual(kind.inputs.originals.map((o: Json) => [o.number, o.relation]), [[original.number, "adjusts"]]);
    assert.match(kind.source, /s\.34/);
  }
});

Deno.test("a preview explains itself as the document posted from it will", async () => {
  const documents = [
    invoice({
      lines: [line({ rate: 99.995, discount: 3 }), line({ hsn: "24022090", gstRate: 40, retailPrice: 1500 })],
    }),
    invoice({ reverseCharge: true, party: buyer("27") }),
    {
      type: "export_invoice",
      date: "2026-11-20",
      party: foreign,
      lines: [line()],
      export: { currency: "USD", exchangeRate: 84.5 },
    },
  ];
  for (const document of documents) {
    const ask = { token: house.token, body: document };
    const { body: preview } = await send(books.app, "POST /api/vouchers/preview", ask);
    assertExplained(preview, preview.explain);
    const { body } = await posted(books, house, document);
    assert.deepEqual((await explain(body.id)).body.figures, preview.explain);
  }
  const [silent] = await computed(books, house, [invoice()]);
  assert.equal(silent?.answer.explain, undefined, "what nobody asks for is not worked out");
});

Deno.test("an explanation: the rule as a sentence, its source, the inputs, and the rounding", async () => {
  const { body } = await posted(books, house, invoice({ lines: [line({ rate: 333.335, discount: 10 })] }));
  const answer = await explain(body.id);
  assert.deepEqual([answer.status, answer.body.voucherId, answer.body.number], [200, body.id, body.number]);
  assert.ok(answer.headers.get("etag"));
  assert.match(answer.text, /"pointer" ?: ?"\/totalAmount", ?"amount" ?: ?382\.00/, "money as it is stored");
  assert.deepEqual(await figure(body, "/lines/0/cgstAmount"), {
    pointer: "/lines/0/cgstAmount",
    amount: 29.1,
    rule: "CGST at 9 per cent of the taxable value, on the line",
    source: "CGST Act s.9(1); Standard rate: 1/2017-CT(R), Schedule II of 9/2025-CT(R)",
    inputs: { gstRate: 18, percent: 9, supplyType: "intra_state", taxability: "taxable", taxableAmount: 323.34 },
    rounding: { method: "half_up", to: 0.01, before: 29.1006 },
  });
  const igst = await figure(body, "/lines/0/igstAmount");
  assert.deepEqual([igst.amount, igst.source, igst.rounding], [0, "IGST Act s.8", null]);
  const total = await figure(body, "/totalAmount");
  assert.deepEqual([total.source, total.rounding], ["CGST Act s.170", { method: "half_up", to: 1, before: 381.54 }]);
  assert.deepEqual((await figure(body, "/roundOff")).inputs, { exactTotal: 381.54, totalAmount: 382 });
});

Deno.test("the place of supply names its clause", async () => {
  const chennai = { stateCode: "33", name: "Yard", address: "1 Beach Road", city: "Chennai", pincode: "600001" };
  const services = [line({ hsn: "998311" })];
  const home = consumer({ name: "A household", stateCode: "27", address: "1 Street" });
  const cases: [Json, string, string][] = [
    [invoice(), "29", "IGST Act s.10(1)(a)"],
    [invoice({ party: buyer("27"), shipTo: chennai }), "27", "IGST Act s.10(1)(b)"],
    [invoice({ party: home }), "27", "IGST Act s.10(1)(ca)"],
    [invoice({ party: home, shipTo: chennai }), "33", "IGST Act s.10(1)(a)"],
    [invoice({ party: consumer() }), "29", "IGST Act s.10(1)(ca)"],
    [invoice({ lines: services }), "29", "IGST Act s.12(2)(a)"],
    [invoice({ party: home, lines: services }), "27", "IGST Act s.12(2)(b)(i)"],
    [invoice({ party: consumer(), lines: services }), "29", "IGST Act s.12(2)(b)(ii)"],
    [invoice({ placeOfSupply: "07" }), "07", "IGST Act s.10 to s.13"],
    [{ type: "export_invoice", date: "2026-11-20", party: foreign, lines: [line()] }, "96", "IGST Act s.11(b)"],
    [invoice({ type: "purchase_invoice", party: buyer("27") }), "29", "IGST Act s.10(1)(a)"],
  ];
  for (const [document, value, source] of cases) {
    const { body } = await posted(books, house, document);
    const found = await figure(body, "/placeOfSupply");
    assert.deepEqual([found.value, found.source], [value, source], JSON.stringify(document));
  }
});

Deno.test("whose rate it is: the day of the document, section 14, or the original's day", async () => {
  const why = async (document: Json) => {
    const { body } = await posted(books, house, document);
    const { source, inputs } = await figure(body, "/lines/0/gstRate");
    return [inputs.rateDate, source.split("; ").at(-1), body.id];
  };
  assert.deepEqual((await why(invoice())).slice(0, 2), ["2026-11-20", "CGST Act s.12 and s.13"]);
  const old = {
    date: "2025-09-25",
    supplyDate: "2025-09-20",
    paymentDate: "2025-09-10",
    lines: [line({ gstRate: 12 })],
  };
  const [day, law, id] = await why(invoice(old));
  assert.deepEqual([day, law], ["2025-09-20", "CGST Act s.14"]);
  const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: id };
  assert.deepEqual((await why(note)).slice(0, 2), ["2025-09-20", "CGST Act s.34"]);
});

Deno.test("where nothing is charged the explanation says why: reverse charge, a letter of undertaking, an exempt line", async () => {
  const zone = buyer("29", { gstin: gstinOf("29", "AAACZ1111Z"), name: "Zone unit", registrationType: "sez_unit" });
  const nothing = async (document: Json, as = house) => {
    const { body } = await posted(books, as, document);
    const found = await figure(body, "/lines/0/igstAmount", as);
    return [found.amount, found.source, found.rounding];
  };
  const owed = "CGST Act s.9(3) and (4), IGST Act s.5(3) and (4)";
  assert.deepEqual(await nothing(invoice({ reverseCharge: true })), [0, owed, null]);
  assert.deepEqual(await nothing(invoice({ party: zone, withLut: true }), exporter), [
    0,
    "IGST Act s.16(3)(a), rule 96A",
    null,
  ]);
  const exempt = invoice({ type: "bill_of_supply", lines: [line({ taxability: "exempt", gstRate: 0 })] });
  assert.equal((await nothing(exempt))[1], "CGST Act s.11, s.2(47) and s.2(78)");
  const bill = { type: "bill_of_supply", date: "2026-11-20", party: buyer(), lines: [line({ gstRate: 0 })] };
  assert.match(String((await nothing(bill, dealer))[1]), /rule 49/);
  const { body } = await posted(books, house, invoice({ reverseCharge: true }));
  const own = await figure(body, "/reverseChargeTax/cgstAmount");
  assert.deepEqual([own.amount, own.source], [90, "CGST Act s.9(3) and (4)"]);
});

Deno.test("e-invoice, e-way bill and HSN are explained by the rows of the law they rest on", async () => {
  const { body } = await posted(books, exporter, invoice({ lines: [line({ rate: 60_000 })] }));
  const eInvoice = await figure(body, "/eInvoice/applicability", exporter);
  assert.deepEqual([eInvoice.value, eInvoice.source], ["required", "CGST Rules r.48(4): 10/2023-CT"]);
  assert.deepEqual([eInvoice.inputs.aggregateTurnover, eInvoice.inputs.turnoverAbove], [90_000_000, 50_000_000]);
  const eWay = await figure(body, "/eWayBill/applicability", exporter);
  assert.deepEqual([eWay.value, eWay.inputs.consignmentValue, eWay.inputs.valueAbove], ["required", 70_800, 50_000]);
  const hsn = await figure(body, "/lines/0/hsn", exporter);
  assert.match(`${hsn.rule} ${hsn.source}`, /at least 6 digits.* 78\/2020-CT/);
});

Deno.test("documents of money are explained in short: nothing supplied, the total, the entries", async () => {
  const { body: sale } = await posted(books, house, invoice({ lines: [line({ rate: 2000 })] }));
  const documents = [
    {
      type: "receipt",
      date: "2026-11-20",
      party: buyer(),
      amount: 2360,
      allocations: [{ voucherId: sale.id, amount: 2360 }],
    },
    { type: "payment", date: "2026-11-20", party: buyer("27"), amount: 99.5 },
    {
      type: "journal",
      date: "2026-11-20",
      entries: [{ ledger: "Bank", debit: 50 }, { ledger: "Capital", credit: 50 }],
    },
  ];
  for (const document of documents) {
    const { body } = await posted(books, house, document);
    const { body: why } = await explain(body.id);
    assertExplained(body, why.figures);
    assert.ok(!why.figures.some(({ pointer }: Figure) => pointer === "/placeOfSupply"), "nothing is supplied");
    assert.match((await figure(body, "/ledgerEntries/0/debit")).rule, /came with the document/);
  }
});

Deno.test("what became of a document is explained too: an advance used up, a cancelling", async () => {
  const service = line({ hsn: "998311", rate: 5000 });
  const { body: advance } = await posted(
    books,
    house,
    invoice({ type: "receipt_voucher", lines: [{ ...service, rate: 1000 }] }),
  );
  const advances = [{ voucherId: advance.id, amount: advance.totalAmount }];
  const { body: final } = await posted(books, house, invoice({ lines: [service], advances }));
  const { body: why } = await explain(final.id);
  assertExplained(final, why.figures);
  assert.ok(why.figures.some(({ rule }: Figure) => rule.startsWith("the tax paid on advances, taken back")));
  const { body: sale } = await posted(books, house, invoice());
  const reason = { token: house.token, body: { reason: "wrong buyer" } };
  const { body: cancelled } = await send(books.app, `POST /api/vouchers/${sale.id}/cancel`, reason);
  const { body: after } = await explain(sale.id);
  assertExplained(cancelled, after.figures);
  assert.ok(
    after.figures.some(({ rule }: Figure) => rule.startsWith("the document was cancelled: reverses the total")),
  );
});

Deno.test("a draft is explained as it would be posted now", async () => {
  const saved = await send(books.app, "POST /api/vouchers", { token: house.token, body: invoice({ draft: true }) });
  assert.equal(saved.status, 201, saved.text);
  const { body: why } = await explain(saved.body.id);
  assert.equal(why.number, null);
  assertExplained(saved.body, why.figures);
  assert.equal((await explain(saved.body.id, rival)).status, 404);
});

Deno.test("another company's voucher is not explained; one that does not exist neither", async () => {
  const { body } = await posted(books, house, invoice());
  assert.equal((await explain(body.id, rival)).status, 404);
  assert.equal((await explain(crypto.randomUUID())).status, 404);
  assert.equal((await explain("none")).status, 404);
});

Deno.test("every kind of voucher says by which law it is issued", async () => {
  assert.deepEqual([...await books.db`select voucher_type from billing.voucher_kinds where law is null`], []);
});
