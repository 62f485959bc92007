import assert from "node:assert/strict";
import { join } from "node:path";
import { type Bookkeeper, openBooks, posted } from "../support/books.ts";

/**
 * Golden documents: tests/golden/vouchers/<name>.json holds what is sent and what must be answered, but for ids and
 * moments. A figure that changes there is a figure that changed in the books: read the difference before accepting it
 * with `PAKKA_GOLDEN=write deno test …`.
 */
const folder = join(import.meta.dirname ?? ".", "..", "golden", "vouchers");
const rewrites = Deno.env.get("PAKKA_GOLDEN") === "write";

const books = await openBooks();
Deno.test.afterAll(books.close);
let companies = 0;

/** A company of its own a document, so that each number is the first. */
function companyOf(kind: string): Promise<Bookkeeper> {
  const turnover = kind === "large" ? 90_000_000 : 40_000_000;
  return books.makeBookkeeper(`golden${++companies}`, { states: ["29", "04"], turnover, luts: ["2026-27"] });
}

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const golden = JSON.parse(Deno.readTextFileSync(join(folder, name)));
  Deno.test(`golden ${name.replace(".json", "")}: ${golden.about}`, async () => {
    const { body } = await posted(books, await companyOf(golden.company), golden.document);
    const voucher = withoutIdentity(body);
    if (rewrites) Deno.writeTextFileSync(join(folder, name), `${JSON.stringify({ ...golden, voucher }, null, 2)}\n`);
    else assert.deepEqual(voucher, golden.voucher);
  });
}

Deno.test("there are golden documents", () => {
  assert.ok([...Deno.readDirSync(folder)].length >= 10);
});

const identity = new Set(["id", "partyId", "ledgerId", "createdBy", "createdAt", "updatedAt"]);

/** The document without ids and moments, at any depth. */
function withoutIdentity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentity);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !identity.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutIdentity(inner)]));
}
