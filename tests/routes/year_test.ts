import assert from "node:assert/strict";
import { join } from "node:path";
import { send } from "../support/app.ts";
import { openBooks } from "../support/books.ts";

/**
 * A small company's year, told in tests/golden/year/story.json and worked by hand: trial_balance.json is what a
 * bookkeeper gets who adds up the same documents on paper, gstr1_092025.json what is filed for September.
 */
const folder = join(import.meta.dirname ?? ".", "..", "golden", "year");
const golden = (name: string) => JSON.parse(Deno.readTextFileSync(join(folder, `${name}.json`)));

const books = await openBooks("2026-03-31T06:30:00Z");
Deno.test.afterAll(books.close);
const company = await books.makeBookkeeper("year", { luts: ["2025-26"], pan: "AAACY1234Y" });

const call = (what: string, body?: unknown) => send(books.app, what, { token: company.token, body });

interface Step {
  readonly label: string;
  readonly post?: Record<string, unknown>;
  readonly call?: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly refused?: string;
}

const story: { parties: Record<string, unknown>; steps: Step[] } = golden("story");
const ids = new Map<string, string>();

/** The document with `$T1` turned into the id of what was labelled so, and `@alpha` into the party. */
function told(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("@")) return story.parties[value.slice(1)];
  if (typeof value === "string") return value.replace(/\$(\w+)/g, (_, label) => ids.get(label) ?? `no ${label} yet`);
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, told(inner)]));
}

Deno.test("the year: every kind at least twice, a change of rates, a locked period", async () => {
  const { body: { updatedAt: _, lockedUntil: __, ...set } } = await call("GET /api/company");
  assert.equal((await call("PUT /api/company", { ...set, perpetualInventory: true })).status, 200);
  const wire = { name: "Copper wire", hsn: "740811", unit: "KGS", gstRate: 18, rate: 1000 };
  ids.set("Wire", (await call("POST /api/items", wire)).body.id);
  assert.equal((await call("POST /api/ledgers", { name: "Office Rent", group: "indirect_expenses" })).status, 201);
  for (const { label, post, call: what, body, status = 201, refused } of story.steps) {
    const answer = await call(told(what ?? "POST /api/vouchers") as string, told(post ?? body));
    if (refused) assert.equal(answer.body.code, refused, label);
    else assert.equal(answer.status, status, `${label}: ${answer.text}`);
    if (answer.body.id) ids.set(label, answer.body.id);
  }
  const kinds = story.steps.flatMap(({ post, refused }) => (post && !refused ? [post.type as string] : []));
  const { data } = (await call("GET /api/numbering-series")).body;
  for (const { voucherType } of data) {
    assert.ok(kinds.filter((kind) => kind === voucherType).length >= 2, `${voucherType} twice`);
  }
});

Deno.test("the year: its trial balance is the one worked by hand, to the paisa", async () => {
  const { text, status } = await call("GET /api/reports/trial-balance?asOf=2026-03-31");
  assert.equal(status, 200, text);
  const { rows, totals } = JSON.parse(text.replace(/:\s*(-?\d+\.\d{2})\b/g, ': "$1"'));
  const side = (name: "debit" | "credit") =>
    Object.fromEntries(
      rows.filter((row: Record<string, string>) => row[name] !== "0.00").map((
        row: Record<string, string>,
      ) => [row.ledger, row[name]]),
    );
  const wanted = golden("trial_balance");
  assert.deepEqual(side("debit"), wanted.debit);
  assert.deepEqual(side("credit"), wanted.credit);
  assert.deepEqual([totals.debit, totals.credit], [wanted.total, wanted.total]);
});

Deno.test("the year: GSTR-1 of September is the one worked by hand", async () => {
  const { body, status } = await call("GET /api/reports/gstr-1/return.json?period=092025");
  assert.equal(status, 200);
  assert.deepEqual(body, golden("gstr1_092025"));
});
