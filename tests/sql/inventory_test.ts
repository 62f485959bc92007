import assert from "node:assert/strict";
import { callJson, callRows } from "../../db/call.ts";
import { computed, invoice, line, openBooks, today } from "../support/books.ts";
import { assertBooksAgree, stockKeeper } from "../support/stock.ts";
import { acting, addItem } from "../support/tenants.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);
const rivalStock = () =>
  acting(books.db, books.rival.tenantId)(async (tx) => [
    ...await callRows(tx.sql, "inventory.stock_summary", { p_as_of: today }),
  ]);

Deno.test("weighted average: bought at two prices, sold at their mean, and the last unit takes the last of the value", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  await k.post(k.bought(10, 10), k.bought(20, 13), k.sold(7), k.sold(22), k.sold(1));
  assert.deepEqual(await k.moves(), [
    "purchase 10 100",
    "purchase 20 260",
    "sale -7 -84",
    "sale -22 -264",
    "sale -1 -12",
  ]);
  const thirds = await stockKeeper(books, { perpetual: true });
  await thirds.post(thirds.bought(3, "33.34"), thirds.sold(1));
  await thirds.post(thirds.sold(1));
  await thirds.post(thirds.sold(1));
  assert.deepEqual((await thirds.moves()).slice(1), ["sale -1 -33.34", "sale -1 -33.34", "sale -1 -33.34"]);
  assert.deepEqual(await k.stock(), [0, 0, 0, 0]);
  assert.deepEqual(await rivalStock(), []);
  for (const one of [k, thirds]) await assertBooksAgree(one);
});

Deno.test("perpetual inventory: a purchase goes into stock, a sale out of it at cost; without it no entry is made", async () => {
  const entries = async (perpetual: boolean) => {
    const k = await stockKeeper(books, { perpetual });
    await k.posted(k.bought(4, 25));
    const sale = await k.posted(k.sold(3));
    return [
      sale.ledgerEntries.filter((entry: { ledger: string }) => /Cost|Stock/.test(entry.ledger))
        .map((entry: Record<string, unknown>) => [entry.ledger, entry.debit, entry.credit]),
      await k.ledger("stock_in_hand"),
      await k.ledger("purchases"),
      await k.stock(),
    ];
  };
  const cost = [["Cost of Goods Sold", 75, 0], ["Stock in Hand", 0, 75]];
  assert.deepEqual(await entries(true), [cost, 2500n, 0n, [1, 25, 0, 0]]);
  assert.deepEqual(await entries(false), [[], 0n, 10000n, [1, 25, 0, 0]]);
});

Deno.test("an item is kept in stock from its first receipt, always or never where its master says so; a service never", async () => {
  const k = await stockKeeper(books);
  await k.posted(k.sold(5));
  assert.deepEqual(await k.moves(), [], "sold before anything was received");
  const other = (more: string) =>
    k.act(async (tx) => {
      const id = await addItem(tx, `Item ${more}`);
      await tx.sql.unsafe(`update billing.items set ${more} where id = '${id}'`);
      return id;
    });
  const [always, never, service] = [
    await other("track_stock = true"),
    await other("track_stock = false"),
    await other("hsn = '998313'"),
  ];
  const sale = (itemId: string) => invoice({ lines: [k.line(1, { itemId })] });
  assert.deepEqual((await k.post(sale(always)))[0]!.codes, ["stock_insufficient"]);
  for (const itemId of [never, service]) {
    await k.posted(k.bought(1, 10, { lines: [k.line(1, { itemId })] }));
    await k.posted(sale(itemId));
  }
  assert.deepEqual(await k.moves(), []);
  // in one batch the receipt begins it
  const verdicts = await k.post(k.sold(9), k.bought(2, 10), k.sold(3));
  assert.deepEqual(verdicts.map((v) => v.outcome), ["posted", "posted", "refused"]);
});

Deno.test("R8.6 a delivery challan moves the goods and no cost of goods sold: that comes when they are sold, without a second move", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  await k.posted(k.bought(10, 10));
  const challan = await k.posted(k.challan(6));
  assert.deepEqual(challan.ledgerEntries, []);
  assert.deepEqual(await k.stock(), [4, 40, 6, 60]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 0n);
  assert.equal(await k.ledger("stock_in_hand"), 10000n);
  await k.posted(k.bought(4, 20)); // the average moves; the goods on challan keep their cost
  const sale = await k.posted(k.after("tax_invoice", challan.id, 2));
  assert.deepEqual(await k.stock(), [8, 120, 4, 40]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 2000n);
  assert.equal(sale.related[0].id, challan.id);
  await k.posted(k.after("delivery_challan", challan.id, 1, { purpose: "sale_on_approval" }));
  assert.deepEqual(await k.stock(), [9, 130, 3, 30]);
  await k.posted(k.after("tax_invoice", challan.id, 3));
  assert.deepEqual(await k.stock(), [9, 130, 0, 0]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 5000n);
  await assertBooksAgree(k);
});

Deno.test("goods on challan are sold in parts that come to their cost, also in one batch", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  await k.posted(k.bought(3, "33.33"));
  await k.posted(k.bought(4, "0.01"));
  const challan = await k.posted(k.challan(7));
  await k.post(k.after("tax_invoice", challan.id, 2), k.after("tax_invoice", challan.id, 2));
  await k.post(k.after("tax_invoice", challan.id, 3));
  assert.deepEqual(await k.stock(), [0, 0, 0, 0]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 10003n);
  await assertBooksAgree(k);
});

Deno.test("a stock transfer moves goods from one godown of ours to another at the same value", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const depot = await k.godown("Depot");
  await k.posted(k.bought(10, 10));
  const move = k.challan(4, { purpose: "stock_transfer", toGodownId: depot });
  const fromDepot = (quantity: number) => k.sold(quantity, { lines: [k.line(quantity, { godownId: depot })] });
  const verdicts = await k.post(fromDepot(1), move, fromDepot(3), fromDepot(2), k.sold(7), k.sold(6));
  assert.deepEqual(verdicts.map((v) => v.outcome), ["refused", "posted", "posted", "refused", "refused", "posted"]);
  assert.deepEqual(verdicts[3]!.answer[0].facts, { item: "Lamp", godown: "Depot", available: 1, wanted: 2 });
  assert.deepEqual(await k.moves(), [
    "purchase 10 100",
    "transfer_out -4 -40",
    "transfer_in 4 40",
    "sale -3 -30",
    "sale -6 -60",
  ]);
  assert.deepEqual(await k.stock(), [1, 10, 0, 0]);
  await assertBooksAgree(k);
});

Deno.test("what was transferred is sold from where it arrived, and comes back from there", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const depot = await k.godown("Depot");
  await k.posted(k.bought(10, 10));
  const transfer = await k.posted(k.challan(6, { purpose: "stock_transfer", toGodownId: depot }));
  await k.posted(k.after("tax_invoice", transfer.id, 2));
  await k.posted(k.after("delivery_challan", transfer.id, 3, { purpose: "stock_transfer" }));
  assert.deepEqual((await k.moves()).slice(3), ["sale -2 -20", "transfer_out -3 -30", "transfer_in 3 30"]);
  const rows = await k.act((tx) => callRows(tx.sql, "inventory.stock_summary", { p_as_of: today }));
  assert.deepEqual(rows.map((row) => [row.godown, Number(row.closing_quantity)]), [["Depot", 1], ["Main", 7]]);
  await assertBooksAgree(k);
});

Deno.test("a note brings goods back at what they went out at; one about the price alone moves none; nor does a debit note", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  await k.posted(k.bought(10, 10));
  const sale = await k.posted(k.sold(3));
  await k.posted(k.bought(10, 31)); // the average is now 22.35
  await k.posted(k.after("credit_note", sale.id, 1));
  await k.posted(k.after("credit_note", sale.id, 1, { goodsReturned: false }));
  const debit = await k.posted(k.after("debit_note", sale.id, 1));
  await k.posted(k.after("credit_note", debit.id, 1));
  assert.deepEqual((await k.moves()).slice(3), ["sale_return 1 10"]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 2000n);
  await assertBooksAgree(k);
});

Deno.test("goods go back to the supplier at what they were bought for, and never at more than there is", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const dear = await k.posted(k.bought(10, 20));
  await k.posted(k.bought(10, 10));
  await k.posted(k.after("purchase_return", dear.id, 2)); // 300 - 40 of 18
  assert.deepEqual(await k.stock(), [18, 260, 0, 0]);
  await k.posted(k.sold(10)); // 144.44
  await k.posted(k.after("purchase_return", dear.id, 7)); // 140 asked, 115.56 there
  assert.deepEqual(await k.stock(), [1, 0, 0, 0]);
  const verdict = (await k.post(k.after("purchase_return", dear.id, 1), k.sold(1)))[1]!;
  assert.deepEqual(verdict.codes, ["stock_insufficient"]);
  await assertBooksAgree(k);
});

Deno.test("R9.9 a proforma invoice moves neither stock nor accounts until it is converted", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  await k.posted(k.bought(5, 10));
  const proforma = await k.posted(k.sold(9, { type: "proforma_invoice", validUntil: "2026-12-31" }));
  assert.deepEqual(proforma.ledgerEntries, []);
  assert.deepEqual(await k.stock(), [5, 50, 0, 0]);
  assert.deepEqual((await k.post(k.after("tax_invoice", proforma.id, 9)))[0]!.codes, ["stock_insufficient"]);
  await k.posted(k.after("tax_invoice", proforma.id, 4));
  assert.deepEqual(await k.stock(), [1, 10, 0, 0]);
  assert.equal(await k.ledger("cost_of_goods_sold"), 4000n);
});

Deno.test("what is not there is refused by the line, and whoever is refused takes nothing from the others", async () => {
  const k = await stockKeeper(books);
  const lead = await k.act((tx) => addItem(tx, "Lead"));
  const both = (lamps: number, leads: number) => invoice({ lines: [k.line(lamps), k.line(leads, { itemId: lead })] });
  await k.posted(k.bought(5, 10, { lines: [k.line(5), k.line(2, { itemId: lead })] }));
  const verdicts = await k.post(
    both(3, 3), // short of lead: leaves its lamps
    { ...both(5, 2), placeOfSupply: "00" }, // wrong for another reason
    both(4, 1),
    k.sold(2),
    k.sold(1, { lines: [k.line(1), k.line(1)] }),
    both(1, 1),
  );
  assert.deepEqual(verdicts.map((v) => v.outcome), ["refused", "refused", "posted", "refused", "refused", "posted"]);
  assert.deepEqual(
    verdicts[0]!.answer.map((error: Record<string, unknown>) => [error.pointer, error.code, error.facts]),
    [
      ["/lines/1", "stock_insufficient", { item: "Lead", godown: "Main", available: 2, wanted: 3 }],
    ],
  );
  assert.deepEqual(verdicts[4]!.answer.map((error: { pointer: string }) => error.pointer), ["/lines/1"]);
  assert.deepEqual([verdicts[2]!.answer.number, verdicts[5]!.answer.number], ["INV/26-27/00001", "INV/26-27/00002"]);
  assert.deepEqual(await k.stock(), [0, 0, 0, 0]);
});

Deno.test("a back-dated issue takes no more than was there on its day and on every later one", async () => {
  const k = await stockKeeper(books);
  const on = (date: string) => ({ date });
  await k.post(k.bought(10, 10, on("2026-11-02")), k.sold(8, on("2026-11-10")), k.bought(10, 10, on("2026-11-15")));
  assert.deepEqual(await k.stock(), [12, 120, 0, 0]);
  const codes = async (quantity: number, date: string) => (await k.post(k.sold(quantity, on(date))))[0]!.codes;
  assert.deepEqual(await codes(1, "2026-11-01"), ["stock_insufficient"], "before anything was there");
  assert.deepEqual(await codes(3, "2026-11-05"), ["stock_insufficient"], "2 were left on the 10th");
  assert.deepEqual(await codes(2, "2026-11-05"), []);
  assert.deepEqual(await codes(1, "2026-11-12"), ["stock_insufficient"]);
  assert.deepEqual(await codes(10, "2026-11-15"), []);
  const batch = await k.post(
    k.bought(3, 10, on("2026-11-18")),
    k.sold(1, on("2026-11-17")),
    k.sold(2, on("2026-11-19")),
    k.sold(2, on("2026-11-18")),
    k.sold(1, on("2026-11-18")),
  );
  assert.deepEqual(batch.map((v) => v.outcome), ["posted", "refused", "posted", "refused", "posted"]);
  assert.deepEqual((await k.stock("2026-11-10"))[0], 0);
  assert.deepEqual((await k.stock("2026-11-14"))[0], 0);
  assert.deepEqual((await k.stock("2026-11-18"))[0], 2);
});

Deno.test("where the company allows it more is issued than is there, at the last cost; the next receipt settles it at its own", async () => {
  const k = await stockKeeper(books, { perpetual: true, negative: true });
  await k.post(k.bought(2, 10), k.sold(5));
  assert.deepEqual(await k.stock(), [-3, -30, 0, 0]);
  await k.posted(k.bought(10, 12));
  assert.deepEqual(await k.stock(), [7, 84, 0, 0]);
  assert.equal(await k.ledger("purchases"), 600n, "what the three cost more");
  await assertBooksAgree(k);
});

Deno.test("goods move in the unit they are kept in, from godowns of the company's own", async () => {
  const k = await stockKeeper(books);
  await k.posted(k.bought(5, 10));
  const [theirs] = await acting(books.db, books.rival.tenantId)(({ sql }) => sql`select id from inventory.godowns`);
  const verdicts = await k.post(
    invoice({ lines: [k.line(1, { unit: "DOZ" })] }),
    invoice({ lines: [k.line(1, { godownId: theirs!.id })] }),
    invoice({ lines: [line(), line({ godownId: crypto.randomUUID() })] }),
    k.challan(1, { toGodownId: theirs!.id }),
  );
  assert.deepEqual(verdicts.map((v) => v.answer.map((error: Record<string, unknown>) => [error.pointer, error.code])), [
    [["/lines/0/unit", "stock_unit_differs"]],
    [["/lines/0/godownId", "godown_unknown"]],
    [["/lines/1/godownId", "godown_unknown"]],
    [["/toGodownId", "godown_unknown"]],
  ]);
});

Deno.test("a preview costs and refuses as posting does, and leaves the stock alone", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const previewed = await computed(books, k, [k.bought(5, 10), k.sold(3), k.sold(3)]);
  assert.deepEqual(previewed.map((v) => v.outcome), ["computed", "computed", "refused"]);
  assert.deepEqual(await k.moves(), []);
  const [, sale] = await k.post(k.bought(5, 10), k.sold(3));
  const booked = (answer: { ledgerEntries: Record<string, unknown>[] }) =>
    answer.ledgerEntries.map(({ ledger, debit, credit }) => [ledger, debit, credit]);
  assert.deepEqual(booked(previewed[1]!.answer), booked(sale!.answer));
});

Deno.test("a cancelled document takes its goods back on their own day, at their own cost: nothing is left of it", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const bought = await k.posted(k.bought(10, 10, { date: "2026-11-10" }));
  const sale = await k.posted(k.sold(4));
  await k.posted(k.bought(2, 40));
  await k.cancel(sale.id);
  assert.deepEqual(await k.stock(), [12, 180, 0, 0]);
  await k.posted(k.sold(3));
  await assert.rejects(k.cancel(bought.id), { code: "stock_insufficient" });
  assert.deepEqual(await k.stock("2026-11-19"), [10, 100, 0, 0]);
  const challan = await k.posted(k.challan(2));
  await k.cancel(challan.id);
  assert.deepEqual((await k.stock()).slice(2), [0, 0]);
  await assertBooksAgree(k);
});

Deno.test("opening stock is told once, or told anew; kept perpetually it is in the books", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const tell = (quantity: number, value: number, more = {}) =>
    k.act((tx) =>
      callJson(tx.sql, "inventory.put_opening_stock", {
        p_item_id: k.item,
        p_stock: { date: "2026-11-01", quantity, value, ...more },
      } as never)
    );
  await tell(10, 150);
  assert.deepEqual(await k.stock(), [10, 150, 0, 0]);
  await k.posted(k.sold(4));
  await tell(12, 240);
  assert.deepEqual(await k.stock(), [8, 180, 0, 0]);
  await assertBooksAgree(k);
  assert.equal(await k.ledger("opening_balances"), -24000n);
  await assert.rejects(tell(3, 30), { code: "stock_insufficient" });
  await assert.rejects(tell(5, 30, { date: "2027-01-01" }), { code: "invoice_date_in_future" });
  await assert.rejects(tell(5, 30, { godownId: crypto.randomUUID() }), { code: "godown_unknown" });
  assert.deepEqual(await k.stock(), [8, 180, 0, 0]);
  assert.deepEqual(await rivalStock(), []);
});

Deno.test("two workers that sell the same goods at once sell what is there and no more, at one average", async () => {
  const k = await stockKeeper(books, { perpetual: true });
  const lead = await k.act((tx) => addItem(tx, "Lead"));
  await k.posted(k.bought(1, 1, { lines: [k.line(50, { rate: 10 }), k.line(50, { itemId: lead, rate: 20 })] }));
  const either = (i: number) => {
    const two = [k.line(1), k.line(1, { itemId: lead })];
    return invoice({ lines: i % 2 ? two : two.reverse() });
  };
  const batches = Array.from({ length: 12 }, (_, i) => k.post(...Array.from({ length: 5 }, (_, j) => either(i + j))));
  const outcomes = (await Promise.all(batches)).flat().map((v) => v.outcome);
  assert.equal(outcomes.filter((outcome) => outcome === "posted").length, 50);
  assert.deepEqual(await k.stock(), [0, 0, 0, 0]);
  await assertBooksAgree(k);
});

Deno.test("two first receipts of the same goods at once are both there", async () => {
  const k = await stockKeeper(books);
  await Promise.all(Array.from({ length: 6 }, () => k.posted(k.bought(2, 10))));
  assert.deepEqual(await k.stock(), [12, 120, 0, 0]);
});
