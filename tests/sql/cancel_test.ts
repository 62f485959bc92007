import assert from "node:assert/strict";
import { join } from "node:path";
import { send } from "../support/app.ts";
import { type Bookkeeper, invoice, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

/** What is posted is frozen by the database: the API's own role has no grant to change it. */

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const may = ["narration", "reference", "status", "cancelled_at", "cancel_reason", "updated_at"];

Deno.test("no column of a posted voucher, its lines, entries, links or history is changed by the API's role", async () => {
  await posted(books, house, invoice());
  await posted(books, rival, invoice());
  const tables = [
    "billing.vouchers",
    "billing.voucher_lines",
    "billing.voucher_links",
    "billing.numbering_history",
    "ledger.ledger_entries",
    "ledger.period_locks",
    "ledger.period_overrides",
    "inventory.stock_moves",
  ];
  const columns = await acting(books.db, house.tenantId)(({ sql }) =>
    sql<{ table: string; name: string }[]>`
      select a.attrelid::regclass::text as table, a.attname as name from pg_attribute as a
      where a.attrelid = any (${tables}::text[]::regclass[]) and a.attnum > 0 and not a.attisdropped`
  );
  assert.ok(columns.length > 100, `${columns.length} columns`);
  for (const { table, name } of columns) {
    const change = acting(books.db, house.tenantId)(({ sql }) =>
      sql`update ${sql(table)} set ${sql(name)} = ${sql(name)} where false`
    );
    if (table === "billing.vouchers" && may.includes(name)) await change;
    else await assert.rejects(change, { code: "42501" }, `${table}.${name}`);
  }
  for (const table of tables) {
    for (const verb of ["delete from", "truncate"]) {
      await assert.rejects(acting(books.db, house.tenantId)(({ sql }) => sql.unsafe(`${verb} ${table}`)), {
        code: "42501",
      }, `${verb} ${table}`);
    }
  }
});

Deno.test("a voucher of the table is never a draft: drafts stand apart", async () => {
  const draft = acting(books.db, house.tenantId)(({ sql }) => sql`update billing.vouchers set status = 'draft'`);
  await assert.rejects(draft, { code: "23514" });
});

/** Every kind as the golden documents have it, after what they stand on: `$0` is the first of these. */
const folder = join(import.meta.dirname ?? ".", "..", "golden", "vouchers");
const golden = [...Deno.readDirSync(folder)].map(({ name }) => name).sort().map((name) => ({
  name: name.replace(".json", ""),
  ...JSON.parse(Deno.readTextFileSync(join(folder, name))),
}));
const naming = (document: unknown, ids: string[]) =>
  JSON.parse(JSON.stringify(document).replace(/"\$(\d+)"/g, (_, n) => `"${ids[Number(n)]}"`));

function keeperOf(company: string): Promise<Bookkeeper> {
  const turnover = company === "large" ? 90_000_000 : 40_000_000;
  const more = company === "composition" ? { composition: true, registrationType: "composition" } : { turnover };
  return books.makeBookkeeper(`cancel-${company}`, { states: ["29", "04"], luts: ["2026-27"], ...more });
}

Deno.test("each kind, cancelled after what stands on it, leaves every ledger and every godown at zero", async (t) => {
  const keepers = new Map<string, Bookkeeper>();
  for (const { name, company = "small", before = [], document } of golden) {
    await t.step(name, async () => {
      const keeper = keepers.get(company) ?? await keeperOf(company);
      keepers.set(company, keeper);
      const ids: string[] = [];
      for (const one of [...before, document]) ids.push((await posted(books, keeper, naming(one, ids))).body.id);
      const draft = await posted(books, keeper, { ...naming(before[0] ?? document, ids), draft: true });
      assert.equal(draft.body.status, "draft");
      for (const id of ids.toReversed()) {
        const body = { reason: "never happened" };
        const answer = await send(books.app, `POST /api/vouchers/${id}/cancel`, { token: keeper.token, body });
        assert.equal(answer.status, 200, answer.text);
      }
      await acting(books.db, keeper.tenantId)(async ({ sql }) => {
        const wrong = await sql`
          select ledger_id::text as what, sum(debit - credit)::text as amount from ledger.ledger_entries group by ledger_id having sum(debit) <> sum(credit)
          union all
          select item_id::text, quantity || ' for ' || value from inventory.stock_levels where quantity <> 0 or value <> 0`;
        assert.deepEqual([...wrong], []);
      });
    });
  }
});
