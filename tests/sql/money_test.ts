import assert from "node:assert/strict";
import { buyer, invoice, line, openBooks, postedTogether, today } from "../support/books.ts";
import { abroad, advance, entriesOf, journal, moneyOf, overseas, payment, receipt } from "../support/money.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { rival } = books;
const { balances, fresh, ledgers, open, post, refusal } = moneyOf(books);
Deno.test.afterAll(books.close);

const dollars = (amount: number, exchangeRate: number, allocations: unknown[]) =>
  receipt({ party: overseas, currency: "USD", exchangeRate, amount, allocations });

Deno.test("a receipt goes through the bank, or the cash ledger named, to the party, and settles what it is allocated to", async () => {
  const as = await fresh();
  const sale = await post(as, invoice());
  const got = await post(as, receipt({ amount: 1500, allocations: [{ voucherId: sale.id, amount: 1000 }] }));
  assert.deepEqual(entriesOf(got), [["Bank", 1500, 0], ["Buyer in 29", 0, 1500]]);
  assert.deepEqual([got.totalAmount, got.taxableAmount, got.lines, got.status], [1500, 0, [], "posted"]);
  assert.deepEqual(got.allocations, [
    { voucherId: sale.id, type: "tax_invoice", number: sale.number, amount: 1000, settledAmount: 1000 },
  ]);
  assert.deepEqual(await open(as), { [sale.number]: "180.00" });
  const { cash } = await ledgers(as);
  const rest = await post(
    as,
    receipt({ amount: 180, accountId: cash, allocations: [{ voucherId: sale.id, amount: 180 }] }),
  );
  assert.equal(rest.ledgerEntries[0].ledger, "Cash");
  assert.deepEqual(await open(as), {});
  assert.deepEqual(await open(rival), {});
  assert.equal((await balances(as))["Buyer in 29"], "-500.00", "what was not allocated is on account");
});

Deno.test("a payment settles purchases; one without a party goes to the ledger it names", async () => {
  const as = await fresh();
  const bought = await post(as, invoice({ type: "purchase_invoice" }));
  const paid = await post(as, payment({ amount: 1180, allocations: [{ voucherId: bought.id, amount: 1180 }] }));
  assert.deepEqual(entriesOf(paid), [["Buyer in 29", 1180, 0], ["Bank", 0, 1180]]);
  const { party: _, ...rent } = payment({
    amount: 25000,
    ledger: "round_off",
    instrument: { mode: "upi", reference: "U1" },
  });
  assert.deepEqual(entriesOf(await post(as, rent)), [["Round Off", 25000, 0], ["Bank", 0, 25000]]);
  assert.deepEqual(await open(as), {});
});

Deno.test("in entries a receipt may come net of what the payer deducted: the party is credited in full", async () => {
  const as = await fresh();
  const sale = await post(as, invoice());
  const got = await post(
    as,
    receipt({
      entries: [{ ledger: "bank", debit: 1160 }, { ledger: "capital", debit: 20 }, { ledger: "party", credit: 1180 }],
      allocations: [{ voucherId: sale.id, amount: 1180 }],
    }),
  );
  assert.deepEqual([got.totalAmount, got.ledgerEntries[2].ledger], [1180, "Buyer in 29"]);
  assert.deepEqual(await open(as), {});
});

Deno.test("journals and contras: entries by id, code or name that balance; a contra between bank and cash only", async () => {
  const as = await fresh();
  const journal = {
    type: "journal",
    date: today,
    entries: [{ ledger: "Bank", debit: 500000 }, { ledger: "capital", credit: 500000 }],
  };
  assert.deepEqual(entriesOf(await post(as, journal)), [["Bank", 500000, 0], ["Capital", 0, 500000]]);
  const ids = await ledgers(as);
  const drawn = await post(as, { type: "contra", date: today, fromId: ids.bank, toId: ids.cash, amount: "20000.50" });
  assert.deepEqual(entriesOf(drawn), [["Cash", 20000.5, 0], ["Bank", 0, 20000.5]]);
  const contra = {
    type: "contra",
    date: today,
    entries: [{ ledger: "cash", debit: 5 }, { ledger: "sales", credit: 5 }],
  };
  assert.deepEqual(await refusal(as, contra), ["/entries/1 contra_ledgers_only"]);
  assert.deepEqual(await refusal(as, { type: "contra", date: today, fromId: ids.sales, toId: ids.cash, amount: 5 }), [
    "/fromId contra_ledgers_only",
  ]);
});

Deno.test("a money document that does not add up, or names what is not there, is refused where it is wrong", async () => {
  const as = await fresh();
  const [cash, bank] = [{ ledger: "cash", debit: 10 }, { ledger: "bank", credit: 10 }];
  assert.deepEqual(await refusal(as, journal(cash, { ...bank, credit: 10.01 })), ["/entries entries_do_not_balance"]);
  assert.deepEqual(await refusal(as, journal(cash, { ...bank, ledger: "Nowhere" })), ["/entries/1 ledger_unknown"]);
  assert.deepEqual(await refusal(as, journal({ ...cash, credit: 10 }, { ...bank, debit: 10 })), [
    "/entries/0 entry_has_one_side",
    "/entries/1 entry_has_one_side",
  ]);
  assert.deepEqual(await refusal(as, journal(cash)), ["/entries entries_missing"]);
  const huge = "999999999999.99";
  const many = [{ ...cash, debit: huge }, cash, { ...bank, credit: huge }, bank];
  assert.deepEqual(await refusal(as, journal(...many)), [" money_too_large"]);
  const { party: _, ...nobody } = receipt({ amount: 5 });
  assert.deepEqual(await refusal(as, nobody), ["/party party_missing"]);
  assert.deepEqual(await refusal(as, receipt({ amount: 5, accountId: crypto.randomUUID() })), [
    "/accountId ledger_unknown",
  ]);
  const { sales } = await ledgers(as);
  assert.deepEqual(await refusal(as, receipt({ amount: 5, accountId: sales })), [
    "/accountId account_not_bank_or_cash",
  ]);
  assert.deepEqual(await refusal(as, advance({ accountId: sales })), ["/accountId account_not_bank_or_cash"]);
  assert.deepEqual(await refusal(as, receipt({ amount: 5, currency: "USD" })), ["/exchangeRate exchange_rate_missing"]);
  const { cash: theirs } = await ledgers(rival);
  assert.deepEqual(await refusal(as, journal({ ledgerId: theirs, debit: 10 }, bank)), [
    "/entries/0 ledger_unknown",
  ]);
});

Deno.test("an allocation is refused that is more than is owed or than came in, or is another's, cancelled or of a wrong kind", async () => {
  const as = await fresh();
  const [sale, bought] = [await post(as, invoice()), await post(as, invoice({ type: "purchase_invoice" }))];
  const theirs = await post(rival, invoice());
  const settling = (voucherId: string, amount: number, more = {}) =>
    receipt({ amount, allocations: [{ voucherId, amount }], ...more });
  assert.deepEqual(await refusal(as, settling(sale.id, 1180.01)), [
    "/allocations/0/amount allocation_exceeds_outstanding",
  ]);
  assert.deepEqual(await refusal(as, settling(sale.id, 1180, { amount: 1179.99 })), [
    "/allocations allocation_exceeds_amount",
  ]);
  assert.deepEqual(await refusal(as, settling(theirs.id, 5)), ["/allocations/0/voucherId allocation_unknown"]);
  assert.deepEqual(await refusal(as, settling(bought.id, 5)), ["/allocations/0/voucherId allocation_of_another_kind"]);
  assert.deepEqual(await refusal(as, settling(sale.id, 5, { party: buyer("27") })), [
    "/allocations/0/voucherId allocation_of_another_party",
  ]);
  assert.deepEqual(await refusal(as, settling(sale.id, 5, { currency: "USD", exchangeRate: 84 })), [
    "/allocations/0/amount allocation_of_another_currency",
  ]);
  await acting(books.db, as.tenantId)(({ sql }) =>
    sql`update billing.vouchers set status = 'cancelled', cancelled_at = now(), cancel_reason = 'test' where id = ${sale.id}`
  );
  assert.deepEqual(await refusal(as, settling(sale.id, 5)), ["/allocations/0/voucherId allocation_is_cancelled"]);
});

Deno.test("nothing is settled twice: not in one document, not in one batch, not by two at once", async () => {
  const as = await fresh();
  const [one, two] = [await post(as, invoice()), await post(as, invoice())];
  const half = (voucherId: string, amount = 700) => ({ voucherId, amount });
  assert.deepEqual(await refusal(as, receipt({ amount: 1400, allocations: [half(one.id), half(one.id)] })), [
    "/allocations/1/amount allocation_exceeds_outstanding",
  ]);
  const batch = await postedTogether(books, as, [
    receipt({ amount: 700, allocations: [half(one.id)] }),
    receipt({ amount: 700, allocations: [half(one.id)] }),
    receipt({ amount: 480, allocations: [half(one.id, 480)] }),
  ]);
  assert.deepEqual(batch.map((verdict) => verdict.codes[0] ?? "posted"), [
    "posted",
    "allocation_exceeds_outstanding",
    "allocation_exceeds_outstanding",
  ]);
  const race = await Promise.all(
    Array.from({ length: 6 }, () => postedTogether(books, as, [receipt({ amount: 700, allocations: [half(two.id)] })])),
  );
  assert.equal(race.filter(([verdict]) => verdict?.outcome === "posted").length, 1);
  assert.deepEqual(await open(as), { [one.number]: "480.00", [two.number]: "480.00" });
});

Deno.test("dollars received at another rate than invoiced: the party is cleared at the invoice's, the rest is gain or loss", async () => {
  const as = await fresh();
  const [first, second] = [await post(as, abroad()), await post(as, abroad())];
  assert.equal(first.totalAmount, 83500);
  const gain = await post(as, dollars(1000, 84.1, [{ voucherId: first.id, amount: 1000 }]));
  assert.deepEqual(entriesOf(gain), [
    ["Bank", 84100, 0],
    ["Atlantic Trading Inc", 0, 83500],
    ["Exchange Difference", 0, 600],
  ]);
  assert.deepEqual([gain.totalAmount, gain.currencyAmount, gain.amount, gain.allocations[0].settledAmount], [
    84100,
    1000,
    1000,
    83500,
  ]);
  const loss = await post(as, dollars(1000, 82.9, [{ voucherId: second.id, amount: 1000 }]));
  assert.deepEqual(entriesOf(loss), [
    ["Bank", 82900, 0],
    ["Atlantic Trading Inc", 0, 83500],
    ["Exchange Difference", 600, 0],
  ]);
  assert.deepEqual(await open(as), {});
  assert.equal((await balances(as))["Exchange Difference"], undefined);
});

Deno.test("dollars in parts come to nothing exactly; what is not allocated is booked at the receipt's own rate", async () => {
  const as = await fresh();
  const odd = { export: { currency: "USD", exchangeRate: 83.4567, countryCode: "US" } };
  const sale = await post(as, abroad({ ...odd, lines: [line({ gstRate: 0, rate: 1000.55 })] }));
  for (const [amount, rate] of [[333.33, 84.01], [333.33, 83.02], [333.89, 85]] as const) {
    await post(as, dollars(amount, rate, [{ voucherId: sale.id, amount }]));
  }
  assert.deepEqual(await open(as), {});
  assert.equal((await balances(as))["Atlantic Trading Inc"], undefined, "no paisa is left");
  const next = await post(as, abroad());
  const more = await post(as, dollars(1500, 84, [{ voucherId: next.id, amount: 1000 }]));
  assert.deepEqual(entriesOf(more), [
    ["Bank", 126000, 0],
    ["Atlantic Trading Inc", 0, 125500],
    ["Exchange Difference", 0, 500],
  ]);
  assert.deepEqual(await refusal(as, dollars(1, 84, [{ voucherId: next.id, amount: 1 }])), [
    "/allocations/0/amount allocation_exceeds_outstanding",
  ]);
});
