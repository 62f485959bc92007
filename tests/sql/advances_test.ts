import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { buyer, computed, gstinOf, invoice, line, openBooks, today } from "../support/books.ts";
import { advance, entriesOf, moneyOf, payment, receipt, served } from "../support/money.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { balances, fresh, open, post, refusal } = moneyOf(books);
Deno.test.afterAll(books.close);

Deno.test("an advance of 1,18,000 used by an invoice of 2,36,000: the tax paid on it is taken back", async () => {
  const as = await fresh();
  const paid = await post(as, advance());
  assert.deepEqual(entriesOf(paid), [
    ["Bank", 118000, 0],
    ["Buyer in 29", 0, 118000],
    ["GST on Advances", 18000, 0],
    ["Output CGST", 0, 9000],
    ["Output SGST/UTGST", 0, 9000],
  ]);
  const sale = await post(as, served({ advances: [{ voucherId: paid.id }] }));
  assert.deepEqual(entriesOf(sale), [
    ["Buyer in 29", 236000, 0],
    ["Sales", 0, 200000],
    ["Output CGST", 0, 18000],
    ["Output SGST/UTGST", 0, 18000],
    ["Output CGST", 9000, 0],
    ["Output SGST/UTGST", 9000, 0],
    ["GST on Advances", 0, 18000],
  ]);
  assert.deepEqual(sale.advances, [
    { voucherId: paid.id, type: "receipt_voucher", number: paid.number, amount: 118000, taxAmount: 18000 },
  ]);
  assert.deepEqual(await open(as), { [sale.number]: "118000.00" });
  const { "GST on Advances": held, "Output CGST": cgst } = await balances(as);
  assert.deepEqual([held, cgst], [undefined, "-18000.00"]);
});

Deno.test("an advance is used in parts to the last paisa, refunded for the rest, and never beyond it", async () => {
  const as = await fresh();
  const paid = await post(as, advance({ lines: [line({ hsn: "998311", unit: "OTH", rate: "100000.07" })] }));
  for (const amount of [33333.33, 44444.44]) await post(as, served({ advances: [{ voucherId: paid.id, amount }] }));
  const last = await post(as, served({ advances: [{ voucherId: paid.id }] }));
  assert.equal(last.advances[0].amount, 40222.32, "118000.09 less the two");
  assert.equal((await balances(as))["GST on Advances"], undefined);
  assert.deepEqual(await refusal(as, served({ advances: [{ voucherId: paid.id }] })), [
    "/advances/0 exceeds_advance",
  ]);
  assert.deepEqual(await refusal(as, { type: "refund_voucher", date: today, originalVoucherId: paid.id }), [
    " exceeds_advance",
  ]);

  const other = await post(as, advance());
  const back = await post(as, { type: "refund_voucher", date: today, originalVoucherId: other.id });
  assert.deepEqual(entriesOf(back), [
    ["Buyer in 29", 118000, 0],
    ["Bank", 0, 118000],
    ["Output CGST", 9000, 0],
    ["Output SGST/UTGST", 9000, 0],
    ["GST on Advances", 0, 18000],
  ]);
  assert.deepEqual(await refusal(as, served({ advances: [{ voucherId: other.id, amount: 1 }] })), [
    "/advances/0 exceeds_advance",
  ]);
});

Deno.test("an advance serves its own party and place of supply, an invoice no earlier, and no more than it comes to", async () => {
  const as = await fresh();
  const paid = await post(as, advance({ date: "2026-11-19" }));
  const advances = [{ voucherId: paid.id, amount: 1000 }];
  assert.deepEqual(
    await refusal(as, served({ advances, party: buyer("29", { name: "Else", gstin: gstinOf("29", "AAACZ9999Z") }) })),
    [
      "/advances/0/voucherId allocation_of_another_party",
    ],
  );
  assert.deepEqual(await refusal(as, served({ advances, placeOfSupply: "27" })), [
    "/advances/0/voucherId advance_of_another_place",
  ]);
  assert.deepEqual(await refusal(as, served({ advances, date: "2026-11-18" })), [
    "/advances/0/voucherId advance_after_invoice",
  ]);
  const small = served({ lines: [line({ rate: 500 })], advances });
  assert.deepEqual(await refusal(as, small), ["/advances allocation_exceeds_amount"]);
  const all = await computed(books, as, [{ ...small, advances: [{ voucherId: paid.id }] }]);
  assert.equal(all[0]?.answer.ledgerEntries.at(-1).credit, 90, "590 of it, with its share of the tax");
});

Deno.test("a credit note lowers what is owed; beyond that it is credit, which a payment gives back", async () => {
  const as = await fresh();
  const sale = await post(as, invoice());
  await post(as, receipt({ amount: 1000, allocations: [{ voucherId: sale.id, amount: 1000 }] }));
  const note = await post(as, {
    type: "credit_note",
    date: today,
    originalVoucherId: sale.id,
    lines: [{ quantity: 0.5 }],
  });
  assert.equal(note.totalAmount, 590);
  const rows = await acting(books.db, as.tenantId, { clock: books.clock })(({ sql }) =>
    callRows(sql, "billing.outstanding", {})
  );
  assert.deepEqual(
    rows.map((row) => [row.number, row.settled_amount, row.credited_amount, row.outstanding, row.credit]),
    [
      [sale.number, "1000.00", "590.00", "0.00", "410.00"],
    ],
  );
  const giving = (amount: number) => payment({ amount, allocations: [{ voucherId: note.id, amount }] });
  assert.deepEqual(await refusal(as, giving(410.01)), ["/allocations/0/amount allocation_exceeds_outstanding"]);
  await post(as, giving(410));
  assert.deepEqual(await open(as), {});
  assert.equal((await balances(as))["Buyer in 29"], undefined);
});

Deno.test("goods sent back that were paid for: what the supplier gives back is received against the return", async () => {
  const as = await fresh();
  const bought = await post(as, invoice({ type: "purchase_invoice" }));
  await post(as, payment({ amount: 1180, allocations: [{ voucherId: bought.id, amount: 1180 }] }));
  const sent = await post(as, {
    type: "purchase_return",
    date: today,
    originalVoucherId: bought.id,
    lines: [{ quantity: 0.5 }],
  });
  const got = (amount: number) => receipt({ amount, allocations: [{ voucherId: sent.id, amount }] });
  assert.deepEqual(await refusal(as, got(590.01)), ["/allocations/0/amount allocation_exceeds_outstanding"]);
  await post(as, got(590));
  assert.deepEqual(await open(as), {});
  assert.equal((await balances(as))["Buyer in 29"], undefined);
});

Deno.test("a payment voucher under reverse charge settles the purchase it pays", async () => {
  const as = await fresh();
  const bought = await post(as, invoice({ type: "purchase_invoice", reverseCharge: true }));
  assert.equal(bought.totalAmount, 1000);
  const paid = (amount: number) =>
    invoice({
      type: "payment_voucher",
      lines: [line({ hsn: "998311", unit: "OTH", rate: amount })],
      allocations: [{ voucherId: bought.id, amount }],
    });
  await post(as, paid(600));
  assert.deepEqual(await open(as), { [bought.number]: "400.00" });
  assert.deepEqual(await refusal(as, paid(401)), ["/allocations/0/amount allocation_exceeds_outstanding"]);
  await post(as, paid(400));
  assert.deepEqual(await open(as), {});
});

Deno.test("what is owed on a day counts what was known then", async () => {
  const as = await fresh();
  const sale = await post(as, invoice({ date: "2026-11-10" }));
  await post(as, receipt({ date: "2026-11-15", amount: 1180, allocations: [{ voucherId: sale.id, amount: 1180 }] }));
  assert.deepEqual(await open(as, "2026-11-09"), {});
  assert.deepEqual(await open(as, "2026-11-14"), { [sale.number]: "1180.00" });
  assert.deepEqual(await open(as, "2026-11-15"), {});
});
