import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { buyer, invoice, openBooks, posted, today } from "../support/books.ts";
import { abroad, advance, entriesOf, journal, moneyOf, overseas, payment, receipt, served } from "../support/money.ts";

const books = await openBooks();
const { house, rival } = books;
const { open } = moneyOf(books);
Deno.test.afterAll(books.close);

const call = (what: string, body?: unknown, as = house, headers = {}) =>
  send(books.app, what, { token: as.token, body, headers });
const faults = async (body: unknown) => {
  const answer = await call("POST /api/vouchers", body);
  assert.ok(answer.status >= 400 && answer.status < 500, answer.text);
  return answer.body.errors.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`);
};

Deno.test("a receipt is shown with what was sent, amounts as numbers with two decimals, the same when it is read", async () => {
  const sale = (await posted(books, house, invoice())).body;
  const instrument = { mode: "neft", reference: "HDFCN52026112012345", date: today };
  const sent = receipt({
    amount: "1180",
    instrument,
    allocations: [{ voucherId: sale.id, amount: 1180 }],
    narration: "in full",
  });
  const made = await posted(books, house, sent);
  assert.deepEqual(made.body.instrument, instrument);
  for (const money of [/"amount" ?: ?1180\.00/, /"settledAmount" ?: ?1180\.00/, /"totalAmount" ?: ?1180\.00/]) {
    assert.match(made.text, money);
  }
  const read = await call(`GET /api/vouchers/${made.body.id}`);
  assert.deepEqual(read.body, made.body);
  const { body: settled } = await call(`GET /api/vouchers/${sale.id}`);
  assert.deepEqual(settled.related.map((one: Record<string, unknown>) => [one.relation, one.number]), [
    ["settled_by", made.body.number],
  ]);
  assert.equal((await call(`GET /api/vouchers/${made.body.id}`, undefined, rival)).status, 404);
  assert.deepEqual(await open(rival), {});
});

Deno.test("every kind of money document has its own series and title, and is listed by its type", async () => {
  const documents = [
    receipt({ amount: 1 }),
    payment({ amount: 1 }),
    journal({ ledger: "cash", debit: 1 }, { ledger: "capital", credit: 1 }),
  ];
  const contra = {
    type: "contra",
    date: today,
    entries: [{ ledger: "cash", debit: 1 }, { ledger: "bank", credit: 1 }],
  };
  for (
    const [document, title, prefix] of [
      [documents[0], "Receipt", "RCT"],
      [documents[1], "Payment", "PMT"],
      [documents[2], "Journal", "JRN"],
      [contra, "Contra", "CON"],
    ] as const
  ) {
    const { body } = await posted(books, rival, document);
    assert.deepEqual([body.title, body.number, body.eInvoice.status], [title, `${prefix}/26-27/00001`, "not_required"]);
    const { body: list } = await call(`GET /api/vouchers?type=${body.type}`, undefined, rival);
    assert.deepEqual(list.data.map((row: { id: string }) => row.id), [body.id]);
  }
});

Deno.test("a body that is no money document is refused before SQL is asked, and says where", async () => {
  assert.deepEqual(await faults(receipt({ amount: 0 })), ["/amount amount_not_positive"]);
  assert.deepEqual(await faults(receipt({ amount: "0.00" })), ["/amount amount_not_positive"]);
  assert.equal((await faults(receipt({ amount: -5 })))[0].split(" ")[0], "/amount");
  assert.deepEqual(await faults(receipt({})), ["/amount one_form"]);
  assert.deepEqual(await faults(receipt({ amount: 5, entries: [] })), ["/amount one_form"]);
  assert.deepEqual(await faults(receipt({ amount: 5, ledger: "capital" })), ["/party one_other"]);
  assert.deepEqual(await faults({ type: "contra", date: today, amount: 5 }), ["/fromId both_ends"]);
  assert.deepEqual(await faults(journal({ debit: 5 }, { ledger: "cash", credit: 5 })), [
    "/entries/0/ledger one_ledger",
  ]);
  assert.deepEqual(await faults({ ...receipt({ amount: 5 }), lines: [] }), ["/lines unknown_key"]);
});

Deno.test("what SQL refuses of a money document arrives by name, with its pointer and its facts, and nothing is stored", async () => {
  const before = (await call("GET /api/vouchers?limit=200")).body.data.length;
  const sale = (await posted(books, house, invoice())).body;
  const answer = await call(
    "POST /api/vouchers",
    receipt({ amount: 2000, allocations: [{ voucherId: sale.id, amount: 2000 }] }),
  );
  assert.deepEqual([answer.status, answer.body.code], [409, "allocation_exceeds_outstanding"]);
  const [{ pointer, facts, message }] = answer.body.errors;
  assert.deepEqual([pointer, facts], ["/allocations/0/amount", { number: sale.number, left: 1180 }]);
  assert.equal(message, `only 1180.00 of ${sale.number} is open`);
  assert.deepEqual(await faults(receipt({ amount: 5, currency: "USD" })), ["/exchangeRate exchange_rate_missing"]);
  assert.deepEqual(await faults(receipt({ amount: 5, exchangeRate: 84 })), ["/exchangeRate exchange_rate_for_rupees"]);
  assert.deepEqual(await faults(receipt({ amount: 5, currency: "ZZZ", exchangeRate: 84 })), [
    "/currency currency_unknown",
  ]);
  assert.deepEqual(await faults(receipt({ amount: 5, date: "2026-11-21" })), ["/date invoice_date_in_future"]);
  assert.equal((await call("GET /api/vouchers?limit=200")).body.data.length, before + 1);
});

Deno.test("a preview of a receipt in dollars and of an invoice with an advance shows what posting will book, and settles nothing", async () => {
  const [sale, paid] = [(await posted(books, house, abroad())).body, (await posted(books, house, advance())).body];
  const dollars = receipt({
    party: overseas,
    currency: "USD",
    exchangeRate: 84.1,
    amount: 1000,
    allocations: [{ voucherId: sale.id, amount: 1000 }],
  });
  const owed = await open(house);
  for (const document of [dollars, served({ advances: [{ voucherId: paid.id }] })]) {
    const { body: preview } = await call("POST /api/vouchers/preview", document);
    assert.deepEqual(await open(house), owed);
    const made = await posted(books, house, document);
    assert.deepEqual(entriesOf(preview), entriesOf(made.body));
    assert.deepEqual([preview.number, preview.totalAmount], [null, made.body.totalAmount]);
    for (const key of Object.keys(owed)) delete owed[key];
    Object.assign(owed, await open(house));
  }
});

Deno.test("in bulk, receipts go through the same queue, each with its own fate, and a repeated call posts nothing", async () => {
  const sales = [];
  for (let i = 0; i < 5; i++) sales.push((await posted(books, house, invoice({ party: buyer("27") }))).body);
  const vouchers = sales.map(({ id }, i) =>
    receipt({ party: buyer("27"), amount: 1180, allocations: [{ voucherId: id, amount: i === 3 ? 1180.01 : 1180 }] })
  );
  const batch = { vouchers: [...vouchers, { type: "journal", date: today, entries: "none" }] };
  const key = { "idempotency-key": "five-receipts" };
  const first = await call("POST /api/vouchers/bulk", batch, house, key);
  assert.deepEqual(
    first.body.results.map((result: { status: string; errors?: { code: string }[] }) =>
      result.errors?.[0]?.code ?? result.status
    ),
    ["posted", "posted", "posted", "allocation_exceeds_amount", "posted", "wrong_type"],
  );
  assert.equal((await call("POST /api/vouchers/bulk", batch, house, key)).text, first.text);
  const left = await open(house);
  assert.deepEqual(sales.map(({ number }) => left[number]), [undefined, undefined, undefined, "1180.00", undefined]);
});
