import assert from "node:assert/strict";
import { join } from "node:path";
import { send } from "../support/app.ts";
import { type Bookkeeper, openBooks, posted } from "../support/books.ts";
import { readPdf } from "../support/pdf.ts";

/**
 * Golden documents: tests/golden/vouchers/<name>.json holds what is posted first (`before`), what is sent, and what must
 * come of it, but for ids and moments: the voucher with its ledger entries, what its print reads, what GSTR-1 of its month
 * says. A figure that changes there is a figure that changed in the books: read the difference before accepting it with
 * `PAKKA_GOLDEN=write deno test …`.
 */
const folder = join(import.meta.dirname ?? ".", "..", "golden", "vouchers");
const rewrites = Deno.env.get("PAKKA_GOLDEN") === "write";

const books = await openBooks();
Deno.test.afterAll(books.close);
let companies = 0;

/** A company of its own a document, so that each number is the first. */
function companyOf(kind: string): Promise<Bookkeeper> {
  const turnover = kind === "large" ? 90_000_000 : 40_000_000;
  const more = kind === "composition" ? { composition: true, registrationType: "composition" } : { turnover };
  return books.makeBookkeeper(`golden${++companies}`, { states: ["29", "04"], luts: ["2026-27"], ...more });
}

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const golden = JSON.parse(Deno.readTextFileSync(join(folder, name)));
  Deno.test(`golden ${name.replace(".json", "")}: ${golden.about}`, async () => {
    const company = await companyOf(golden.company);
    const before: string[] = [];
    for (const document of golden.before ?? []) before.push((await posted(books, company, document)).body.id);
    const { body } = await posted(books, company, naming(golden.document, before));
    const { about, company: kind, before: first, document } = golden;
    const came = {
      voucher: withoutIdentity(body),
      printed: await printed(company, body.id),
      gstr1: await filed(company, body.date),
    };
    const whole = { about, company: kind, ...(first && { before: first }), document, ...came };
    if (rewrites) Deno.writeTextFileSync(join(folder, name), `${JSON.stringify(whole, null, 2)}\n`);
    else assert.deepEqual(came, { voucher: golden.voucher, printed: golden.printed, gstr1: golden.gstr1 });
  });
}

Deno.test("there are golden documents", () => {
  assert.ok([...Deno.readDirSync(folder)].length >= 10);
});

const identity = new Set([
  "id",
  "voucherId",
  "originalVoucherId",
  "accountId",
  "partyId",
  "ledgerId",
  "createdBy",
  "createdAt",
  "updatedAt",
]);

/** What the print reads, page by page. */
async function printed(company: Bookkeeper, id: string): Promise<string[]> {
  const answer = await books.app.request(`/api/vouchers/${id}/pdf`, {
    headers: { authorization: `Bearer ${company.token}` },
  });
  assert.equal(answer.status, 200);
  const pdf = await readPdf(new Uint8Array(await answer.arrayBuffer()));
  pdf.close();
  return [...pdf.pages];
}

/** What GSTR-1 of the month says, but for whose it is; the code of the refusal where none is filed. */
async function filed(company: Bookkeeper, date: string): Promise<unknown> {
  const period = `${date.slice(5, 7)}${date.slice(0, 4)}`;
  const { body } = await send(books.app, `GET /api/reports/gstr-1/return.json?period=${period}`, {
    token: company.token,
  });
  const { gstin: _, fp: __, ...sections } = body;
  return body.code ?? sections;
}

/** The document with `$0` turned into the id of the first document posted before it. */
function naming(document: unknown, ids: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(document).replace(/\$(\d)/g, (_, at) => ids[Number(at)] ?? ""));
}

/** The document without ids and moments, at any depth. */
function withoutIdentity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentity);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !identity.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutIdentity(inner)]));
}
