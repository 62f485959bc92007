import assert from "node:assert/strict";
import { join } from "node:path";
import { send } from "../support/app.ts";
import { type Books, type CompanyMore, invoice, openBooks, posted } from "../support/books.ts";

/**
 * tests/golden/gstr1/<name>.json: documents that are posted one after another, and the return of a month, worked by hand.
 * `cancel` takes the document of that place back; an `originalVoucherId` or `voucherId` is the place of an earlier one.
 * Where `sections` names some, only these are held against the answer.
 */
interface Golden {
  readonly about: string;
  readonly company?: CompanyMore;
  readonly period: string;
  readonly steps: readonly Step[];
  readonly sections?: readonly string[];
  readonly return: Record<string, unknown>;
}
type Step = { readonly cancel: number } | { readonly times?: number; readonly document: Record<string, unknown> };

const folder = join(import.meta.dirname ?? ".", "..", "golden", "gstr1");
let books: Books;
Deno.test.beforeAll(async () => void (books = await openBooks()));
Deno.test.afterAll(() => books?.close());

for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  const golden: Golden = JSON.parse(Deno.readTextFileSync(join(folder, name)));
  Deno.test(`${golden.about} (golden/gstr1/${name})`, async () => {
    const company = name.replace(/\W|_|json$/g, "").slice(0, 30);
    const { token, gstins } = await books.makeBookkeeper(company, golden.company ?? {});
    await post(token, golden.steps);
    // Another company's documents of the month stand in nobody else's return.
    await posted(books, books.rival, invoice());

    const answer = await send(books.app, `GET /api/reports/gstr-1/return.json?period=${golden.period}`, { token });
    assert.equal(answer.status, 200, answer.text);
    const { gstin, fp, ...told } = answer.body;
    assert.deepEqual([gstin, fp], [gstins[0], golden.period]);
    const wanted = golden.sections ?? Object.keys({ ...told, ...golden.return });
    const pick = (from: Record<string, unknown>) =>
      Object.fromEntries(wanted.filter((section) => section in from).map((section) => [section, from[section]]));
    assert.deepEqual(pick(told), golden.return);
    assert.doesNotMatch(answer.text, /"(?:txval|val|iamt|camt|samt)" ?: ?-?\d+(?:\.\d)?[,}]/, "money has two decimals");
  });
}

async function post(token: string, steps: readonly Step[]): Promise<void> {
  const ids: string[] = [];
  for (const step of steps) {
    if ("cancel" in step) {
      const body = { reason: "ordered twice" };
      const cancelled = await send(books.app, `POST /api/vouchers/${ids[step.cancel]}/cancel`, { token, body });
      assert.ok(cancelled.status < 300, cancelled.text);
      continue;
    }
    for (let i = 0; i < (step.times ?? 1); i++) {
      const body = JSON.parse(
        JSON.stringify(step.document),
        (key, value) => key === "originalVoucherId" || key === "voucherId" ? ids[value] : value,
      );
      const answer = await send(books.app, "POST /api/vouchers", { token, body });
      assert.equal(answer.status, 201, answer.text);
      ids.push(answer.body.id);
    }
  }
}
