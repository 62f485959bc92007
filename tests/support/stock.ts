import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { type Books, buyer, gstinOf, invoice, paise, postedTogether, today, type Verdict } from "./books.ts";
import { acting, addItem } from "./tenants.ts";

export interface StockSettings {
  readonly perpetual?: boolean;
  readonly negative?: boolean;
}

const supplier = { ...buyer("29"), name: "Supplier", gstin: gstinOf("29", "AAACS7777S") };
let made = 0;

/** A company that keeps stock: an item of its own, the documents that move it, and what is there after them. */
export async function stockKeeper(books: Books, settings: StockSettings = {}) {
  const keeper = await books.makeBookkeeper(`keeper${++made}`);
  const act = acting(books.db, keeper.tenantId, { clock: books.clock, userId: keeper.userId });
  await act(({ sql }) =>
    sql`update core.companies set perpetual_inventory = ${settings.perpetual ?? false},
          allow_negative_stock = ${settings.negative ?? false}`
  );
  const item = await act((tx) => addItem(tx, "Lamp"));
  const line = (quantity: number | string, more = {}) => ({ itemId: item, quantity, rate: 100, gstRate: 18, ...more });
  const document = (type: string, lines: unknown[], more = {}) => invoice({ type, lines, ...more });
  return {
    ...keeper,
    act,
    item,
    line,
    /** Documents of so many lamps; `more` goes into the document. */
    bought: (quantity: number | string, rate: number | string, more = {}) =>
      document("purchase_invoice", [line(quantity, { rate })], { party: supplier, ...more }),
    sold: (quantity: number | string, more = {}) => document("tax_invoice", [line(quantity)], more),
    challan: (quantity: number | string, more = {}) =>
      document("delivery_challan", [line(quantity)], { purpose: "sale_on_approval", ...more }),
    /** A document that stands on another, of so many lamps of it. */
    after: (type: string, originalVoucherId: string, quantity: number | string, more = {}) => ({
      type,
      date: today,
      originalVoucherId,
      lines: [{ itemId: item, quantity }],
      ...more,
    }),
    post: (...documents: unknown[]) => postedTogether(books, keeper, documents),
    /** Posts one, insists that it went well and answers the voucher. */
    posted: async (one: unknown) => must((await postedTogether(books, keeper, [one]))[0]!),
    godown: (name: string) =>
      act(async ({ sql, tenantId }) => {
        const [row] = await sql<{ id: string }[]>`
          insert into inventory.godowns (tenant_id, name) values (${tenantId}, ${name}) returning id`;
        return row!.id;
      }),
    cancel: (id: string) =>
      act((tx) => callRows(tx.sql, "billing.cancel_voucher", { p_id: id, p_reason: "a mistake" })),
    /** Of the lamps in all godowns: [quantity, value, on challan, value on challan]. */
    stock: (asOf = today) =>
      act(async (tx) => {
        const rows = await callRows(tx.sql, "inventory.stock_summary", { p_as_of: asOf });
        const sum = (key: keyof typeof rows[number]) => rows.reduce((all, row) => all + Number(row[key]), 0);
        return [sum("closing_quantity"), sum("closing_value"), sum("on_challan_quantity"), sum("on_challan_value")];
      }),
    /** The balance of a system ledger in paise, debit positive. */
    ledger: (code: string) =>
      act(async ({ sql }) => {
        const [row] = await sql<{ balance: string }[]>`
          select coalesce(sum(e.debit - e.credit), 0)::numeric(18, 2) as balance from ledger.ledger_entries as e
          join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where l.code = ${code}`;
        return paise(row!.balance);
      }),
    moves: () =>
      act(async ({ sql }) =>
        (await sql`select kind, quantity, value, on_challan from inventory.stock_moves order by created_at, id`)
          .map((row) => `${row.kind}${row.on_challan ? "*" : ""} ${Number(row.quantity)} ${Number(row.value)}`)
      ),
  };
}

export type StockKeeper = Awaited<ReturnType<typeof stockKeeper>>;

function must(verdict: Verdict) {
  assert.equal(verdict.outcome, "posted", JSON.stringify(verdict.answer));
  return verdict.answer;
}

/** Stock in hand is what lies in the godowns and on challan, and every move is in a level. */
export async function assertBooksAgree(keeper: StockKeeper): Promise<void> {
  const rows = await keeper.act(({ sql }) =>
    sql`select l.item_id, l.godown_id, l.quantity, l.value, l.on_challan_quantity, l.on_challan_value,
          coalesce(sum(m.quantity) filter (where not m.on_challan), 0)::numeric(18, 3) as moved,
          coalesce(sum(m.value) filter (where not m.on_challan), 0)::numeric(18, 2) as worth,
          coalesce(sum(m.quantity) filter (where m.on_challan), 0)::numeric(18, 3) as out,
          coalesce(sum(m.value) filter (where m.on_challan), 0)::numeric(18, 2) as out_worth
        from inventory.stock_levels as l
        left join inventory.stock_moves as m
          on m.tenant_id = l.tenant_id and m.item_id = l.item_id and m.godown_id = l.godown_id
        group by l.tenant_id, l.item_id, l.godown_id`
  );
  let value = 0n;
  for (const row of rows) {
    assert.deepEqual([row.quantity, row.value, row.on_challan_quantity, row.on_challan_value], [
      row.moved,
      row.worth,
      row.out,
      row.out_worth,
    ]);
    value += paise(row.value) + paise(row.on_challan_value);
  }
  assert.equal(await keeper.ledger("stock_in_hand"), value, "the ledger says what lies there");
}
