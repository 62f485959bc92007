import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { buyer, computed, gstinOf, invoice, openBooks, postedTogether, today } from "../support/books.ts";
import { acting, addItem } from "../support/tenants.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);

/** A supplier registered in the same State. */
const supplier = { ...buyer("29"), name: "Supplier", gstin: gstinOf("29", "AAACS7777S") };
let made = 0;

/** A company with an item of its own and, where told so, books kept perpetually. */
async function keeper(settings: { perpetual?: boolean; negative?: boolean } = {}) {
  const { tenantId, userId, token } = await books.makeBookkeeper(`keeper${++made}`);
  const act = acting(books.db, tenantId, { clock: books.clock, userId });
  await act(({ sql }) =>
    sql`update core.companies set perpetual_inventory = ${settings.perpetual ?? false}, allow_negative_stock = ${
      settings.negative ?? false
    }`
  );
  const item = await act((tx) => addItem(tx, "Lamp"));
  const line = (quantity: number, rate = 100, more = {}) => ({ itemId: item, quantity, rate, gstRate: 18, ...more });
  const bought = (quantity: number, rate: number, more = {}) => ({
    type: "purchase_invoice",
    date: today,
    party: supplier,
    supplierInvoiceNumber: `S${Math.random()}`,
    lines: [line(quantity, rate)],
    ...more,
  });
  const sold = (quantity: number, more = {}) => invoice({ lines: [line(quantity)], ...more });
  const as = { tenantId, userId, token, gstins: [] };
  const post = (...documents: unknown[]) => postedTogether(books, as, documents);
  const summary = async (asOf = today) => {
    const [row] = await act((tx) => callRows(tx.sql, "inventory.stock_summary", { p_as_of: asOf }));
    return row && [row.closing_quantity, row.closing_value, row.on_challan_quantity, row.on_challan_value].map(Number);
  };
  return { ...as, act, item, line, bought, sold, post, summary };
}

Deno.test("an average cost: bought at two prices, sold at their mean, the last unit takes the last of the value", async () => {
  const k = await keeper({ perpetual: true });
  const verdicts = await k.post(k.bought(10, 10), k.bought(20, 13), k.sold(7), k.sold(23), k.sold(1));
  assert.deepEqual(
    verdicts.map((v) => v.outcome),
    ["posted", "posted", "posted", "posted", "refused"],
    JSON.stringify(verdicts.at(-1)),
  );
  assert.deepEqual(verdicts.at(-1)!.codes, ["stock_insufficient"]);
  assert.deepEqual(await k.summary(), [0, 0, 0, 0]);
});
