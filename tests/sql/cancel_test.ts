import assert from "node:assert/strict";
import { invoice, openBooks, posted } from "../support/books.ts";
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
