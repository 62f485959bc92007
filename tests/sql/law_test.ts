import assert from "node:assert/strict";
import postgres from "postgres";
import { send } from "../support/app.ts";
import { signInAs } from "../support/people.ts";
import { buyer, computed, consumer, invoice, line, openBooks, paise, posted } from "../support/books.ts";

const books = await openBooks();
const { house } = books;
const admin = postgres(books.database.migratorUrl, { max: 1, onnotice: () => {} });
Deno.test.afterAll(async () => {
  await admin.end();
  await books.close();
});

const one = async (document: unknown, as = house) => (await computed(books, as, [document]))[0]!;
const withLine = (more: Record<string, unknown>, date = "2026-11-20", extra = {}) =>
  invoice({ date, lines: [line(more)], ...extra });
const rateDate = async (invoiceDate: string, supply: string | null, payment: string | null) =>
  (await books.db`select gst.rate_date(${invoiceDate}::date, ${supply}::date, ${payment}::date)::text as day`)[0]?.day;

/** The changes of rate of the law, each with a rate that ends there and one that begins. */
const changes = [
  { last: "2025-09-21", first: "2025-09-22", hsn: "847130", old: 12, fresh: 40 },
  { last: "2026-01-31", first: "2026-02-01", hsn: "24022090", old: 28, fresh: 40 },
];
/** Section 14: when supply, invoice and payment were, and whose rate applies. */
const section14 = [
  ["before", "after", "after", "new", "s.14(a)(i): invoice and payment after the change"],
  ["before", "before", "after", "old", "s.14(a)(ii): invoiced before the change"],
  ["before", "after", "before", "old", "s.14(a)(iii): paid before the change"],
  ["after", "before", "after", "new", "s.14(b)(i): supply and payment after the change"],
  ["after", "before", "before", "old", "s.14(b)(ii): invoiced and paid before the change"],
  ["after", "after", "before", "new", "s.14(b)(iii): supplied and invoiced after the change"],
] as const;

for (const [supply, invoiced, paid, which, clause] of section14) {
  Deno.test(`supply ${supply}, invoice ${invoiced}, payment ${paid} the change of a rate: the ${which} rate (${clause})`, async () => {
    for (const { last, first, hsn, old, fresh } of changes) {
      const day = (when: string) => when === "before" ? last : first;
      const retailPrice = which === "new" && hsn.startsWith("24") ? { retailPrice: 1400 } : {};
      const document = (gstRate: number) => ({
        ...withLine({ hsn, gstRate, ...retailPrice }, day(invoiced)),
        supplyDate: day(supply),
        paymentDate: day(paid),
      });
      const [wanted, other] = which === "new" ? [fresh, old] : [old, fresh];
      const { body } = await posted(books, house, document(wanted));
      assert.equal(body.lines[0].gstRate, wanted);
      const refused = await send(books.app, "POST /api/vouchers", { token: house.token, body: document(other) });
      assert.deepEqual([refused.status, refused.body.code], [400, "gst_rate_not_in_force"]);
      assert.equal(refused.body.errors[0].facts.date, which === "new" ? first : last, "the day whose rates apply");
    }
  });
}

Deno.test("what is not told: the supply is on the invoice's day, the payment still to come", async () => {
  assert.equal(await rateDate("2025-09-22", null, null), "2025-09-22");
  assert.equal(await rateDate("2025-09-25", "2025-09-20", null), "2025-09-25", "unpaid, so two of three lie after");
  assert.equal(await rateDate("2025-09-20", "2025-09-25", null), "2025-09-25");
  assert.equal(await rateDate("2025-09-25", null, "2025-09-01"), "2025-09-25", "supplied and invoiced after");
  assert.equal(await rateDate("2025-09-25", "2025-09-24", "2025-09-01"), "2025-09-24");
});

Deno.test("a credit note keeps the day of its original's rate, however late it is", async () => {
  const { body: original } = await posted(books, house, withLine({ gstRate: 12 }, "2025-09-21"));
  const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: original.id };
  const { body } = await posted(books, house, note);
  assert.deepEqual([body.lines[0].gstRate, body.cgstAmount, body.totalAmount], [12, 60, 1120]);
});

const tobacco = (more = {}) => line({ hsn: "24022090", unit: "PAC", quantity: 10, rate: 90, gstRate: 40, ...more });

Deno.test("rule 31D: tobacco is taxed on its retail price less the tax in it, whatever it is sold for", async () => {
  const { body } = await posted(books, house, invoice({ lines: [tobacco({ retailPrice: 140 })] }));
  const [sold] = body.lines;
  assert.deepEqual([sold.grossAmount, sold.taxableAmount, sold.cgstAmount, sold.sgstAmount], [900, 1000, 200, 200]);
  assert.deepEqual([sold.totalAmount, body.totalAmount, body.valueAdjustment], [1300, 1300, -100], "sold for, and tax");
  const booked = body.ledgerEntries.map((e: Record<string, unknown>) => [e.ledger, e.debit, e.credit]);
  assert.deepEqual(booked, [
    ["Buyer in 29", 1300, 0],
    ["Sales", 0, 900],
    ["Output CGST", 0, 200],
    ["Output SGST/UTGST", 0, 200],
  ]);
});

Deno.test("rule 31D between States, to the paisa, and for less and more than the retail price", async () => {
  const at = async (retailPrice: number, quantity: number, rate: number) => {
    const sold = [tobacco({ retailPrice, quantity, rate })];
    const { answer } = await one(invoice({ party: buyer("27"), lines: sold }));
    const { taxableAmount, igstAmount, totalAmount, roundOff } = answer;
    return [taxableAmount, igstAmount, totalAmount, roundOff];
  };
  assert.deepEqual(await at(99.99, 7, 60), [499.95, 199.98, 620, 0.02], "699.93 less 40/140 of it");
  assert.deepEqual(await at(10, 1, 10), [7.14, 2.86, 13, 0.14], "10 x 100/140 is 7.142…");
  assert.deepEqual(await at(140, 10, 100), [1000, 400, 1400, 0], "sold for exactly the value: nothing to adjust");
  assert.deepEqual(await at(140, 10, 150), [1000, 400, 1900, 0], "sold above it: the value stays");
});

Deno.test("rule 31D: a credit note takes back value, adjustment and tax in proportion, and all of it in the end", async () => {
  const { body: sale } = await posted(books, house, invoice({ lines: [tobacco({ retailPrice: 99.99, quantity: 7 })] }));
  const take = async (quantity: number) => {
    const lines = [{ quantity, originalLineNo: 1 }];
    const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: sale.id, lines };
    const { body } = await posted(books, house, note);
    const sides = body.ledgerEntries.map(({ debit, credit }: Record<string, number>) => paise(debit!) - paise(credit!));
    assert.equal(sides.reduce((a: bigint, b: bigint) => a + b, 0n), 0n, "the books balance");
    return [body.taxableAmount, body.valueAdjustment, body.cgstAmount];
  };
  assert.deepEqual([sale.taxableAmount, sale.valueAdjustment, sale.cgstAmount], [499.95, 130.05, 99.99]);
  assert.deepEqual(await take(3), [214.26, 55.74, 42.85], "299.97 x 100/140");
  assert.deepEqual(await take(4), [285.69, 74.31, 57.14], "the rest");
  const more = { type: "credit_note", date: "2026-11-20", originalVoucherId: sale.id };
  const refused = await send(books.app, "POST /api/vouchers", { token: house.token, body: more });
  assert.equal(refused.body.code, "exceeds_original");
});

Deno.test("rule 31D: from 01-02-2026 the goods of the list must say their retail price, biri and others may not", async () => {
  const codes = async (hsn: string, more = {}, date = "2026-02-01") =>
    (await one(withLine({ hsn, gstRate: 40, ...more }, date))).codes;
  for (const hsn of ["21069020", "2401", "24012010", "24022090", "24031190", "24041100", "24041900"]) {
    assert.deepEqual(await codes(hsn), ["retail_price_missing"], hsn);
    assert.deepEqual(await codes(hsn, { retailPrice: 1400 }), [], hsn);
    const earlier = await codes(hsn, { gstRate: 28, retailPrice: 1400 }, "2026-01-31");
    assert.deepEqual(earlier, ["retail_price_not_in_force"], hsn);
    assert.deepEqual(await codes(hsn, { gstRate: 28 }, "2026-01-31"), [], hsn);
  }
  for (const hsn of ["24031921", "24031929", "24049100", "21069099", "740811"]) {
    assert.deepEqual(await codes(hsn, { gstRate: 18 }), [], hsn);
    assert.deepEqual(await codes(hsn, { gstRate: 18, retailPrice: 1400 }), ["retail_price_not_in_force"], hsn);
  }
});

Deno.test("rule 31D: where an HSN is too short to tell, the rate does", async () => {
  const codes = async (hsn: string, more: object) => (await one(withLine({ hsn, ...more }))).codes;
  for (const hsn of ["2403", "240319", "2106", "2404"]) {
    assert.deepEqual(await codes(hsn, { gstRate: 40 }), ["retail_price_missing"], hsn);
    assert.deepEqual(await codes(hsn, { gstRate: 40, retailPrice: 1400 }), [], hsn);
    assert.deepEqual(await codes(hsn, { gstRate: 18 }), [], `${hsn}: biri, or other food`);
  }
});

Deno.test("a rate for a day to come is a row: refused the day before, charged on the day, no code touched", async () => {
  await admin`set role pakka_owner`;
  await admin`insert into gst.rates (rate, valid_from, scope, notification) values (9, '2027-01-01', 'all', 'a notification to come')`;
  await admin`insert into gst.rates (rate, valid_from, scope, hsn_prefixes, notification)
    values (28, '2027-01-01', 'listed', '{24}', 'tobacco at 28 again')`;
  const at = (date: string, more: Record<string, unknown>) => one(withLine(more, date));
  books.clock.set("2027-01-01T06:30:00Z");
  const token = await signInAs(books.app, "owner@house.test");
  const read = async (on: string) => {
    const { body } = await send(books.app, `GET /api/reference/rates?on=${on}`, { token });
    return body.data.filter((row: { rate: number }) => row.rate === 9).map((row: Record<string, unknown>) =>
      row.notification
    );
  };
  try {
    assert.deepEqual((await at("2026-12-31", { gstRate: 9 })).codes, ["gst_rate_not_in_force"]);
    const { body } = await posted(books, { token }, withLine({ gstRate: 9 }, "2027-01-01"));
    assert.deepEqual([body.cgstAmount, body.sgstAmount, body.totalAmount], [45, 45, 1090]);
    assert.deepEqual([await read("2026-12-31"), await read("2027-01-01")], [[], ["a notification to come"]]);
    const packs = { hsn: "24022090", quantity: 10, rate: 90, gstRate: 28, retailPrice: 128 };
    const { answer } = await at("2027-01-01", packs);
    assert.deepEqual(
      [answer.taxableAmount, answer.cgstAmount, answer.totalAmount],
      [1000, 140, 1180],
      "1,280 x 100/128",
    );
  } finally {
    books.clock.set("2026-11-20T06:30:00Z");
    await admin`delete from gst.rates where valid_from = '2027-01-01'`;
  }
});

Deno.test("HSN digits by turnover, class of recipient and day", async () => {
  const digits = async (date: string, turnover: number, registered: boolean) =>
    (await books.db`select gst.hsn_digits(${date}::date, ${turnover}::numeric, ${registered}) as n`)[0]?.n;
  const [small, middle, large] = [15_000_000, 50_000_000, 50_000_000.01];
  assert.deepEqual(
    await Promise.all([small, middle, large].map((turnover) => digits("2021-03-31", turnover, true))),
    [0, 2, 4],
  );
  assert.deepEqual(await Promise.all([small, middle, large].map((turnover) => digits("2021-04-01", turnover, true))), [
    4,
    4,
    6,
  ]);
  assert.deepEqual(await Promise.all([small, middle, large].map((turnover) => digits("2026-11-20", turnover, false))), [
    0,
    0,
    6,
  ]);
});

Deno.test("the limits of the law by day, the day of their change included", async () => {
  const limit = async (name: string, date: string) =>
    (await books.db`select gst.limit_on(${name}, ${date}::date) as value`)[0]?.value;
  assert.equal(await limit("b2cl_invoice_value", "2024-07-31"), "250000.00");
  assert.equal(await limit("b2cl_invoice_value", "2024-08-01"), "100000.00");
  assert.equal(await limit("retail_invoice_value", "2026-11-20"), "50000.00");
  assert.equal(await limit("b2c_recipient_details_from", "2017-07-01"), "50000.00");
  assert.equal(await limit("credit_note_until_month_and_day", "2022-09-30"), "930.00");
  assert.equal(await limit("credit_note_until_month_and_day", "2022-10-01"), "1130.00");
  assert.equal(await limit("b2cl_invoice_value", "2017-06-30"), undefined);
});

Deno.test("bill-to, ship-to: the buyer's State is the place of supply; a consumer's is where the goods go", async () => {
  const shipTo = { stateCode: "33", name: "Yard", address: "1 Beach Road", city: "Chennai", pincode: "600001" };
  const registered = await one(invoice({ party: buyer("27"), shipTo }));
  assert.deepEqual([registered.answer.placeOfSupply, registered.answer.igstAmount], ["27", 180], "s.10(1)(b)");
  const local = await one(invoice({ shipTo }));
  assert.deepEqual(
    [local.answer.placeOfSupply, local.answer.cgstAmount],
    ["29", 90],
    "though the goods leave the State",
  );
  const unregistered = await one(invoice({ party: consumer(), shipTo }));
  assert.deepEqual([unregistered.answer.placeOfSupply, unregistered.answer.igstAmount], ["33", 180]);
});

Deno.test("an export names a currency, a country and a port that there are", async () => {
  const abroad = { name: "Overseas buyer", address: "1 Harbour Street", registrationType: "overseas" };
  const away = (details: Record<string, unknown>, date = "2026-11-20") =>
    one({ type: "export_invoice", date, party: abroad, lines: [line()], export: details }).then(({ codes }) => codes);
  const dollars = { currency: "USD", exchangeRate: 84.5 };
  assert.deepEqual(await away({ ...dollars, countryCode: "US", portCode: "INMAA1" }), []);
  assert.deepEqual(await away({ currency: "XYZ", exchangeRate: 84.5 }), ["currency_unknown"]);
  assert.deepEqual(await away({ currency: "BGN", exchangeRate: 50 }), ["currency_unknown"], "the euro since 2026");
  assert.deepEqual(await away({ currency: "BGN", exchangeRate: 50 }, "2025-12-31"), []);
  assert.deepEqual(await away({ ...dollars, countryCode: "ZZ" }), ["country_unknown"]);
  assert.deepEqual(await away({ ...dollars, portCode: "INXXX9" }), ["port_unknown"]);
});
