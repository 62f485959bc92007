import assert from "node:assert/strict";
import { type Answer, send } from "../support/app.ts";
import { buyer, invoice, line, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const bulk = (vouchers: unknown, headers: Record<string, string> = {}, as = house): Promise<Answer> =>
  send(books.app, "POST /api/vouchers/bulk", { token: as.token, body: { vouchers }, headers });
const keyed = (key = crypto.randomUUID() as string) => ({ "idempotency-key": key });
const count = async (tenantId: string) => {
  const [row] = await acting(books.db, tenantId)(({ sql }) => sql`select count(*)::int as n from billing.vouchers`);
  return row?.n;
};

Deno.test("good, refused and malformed in one call: each has its own result, in the order sent", async () => {
  const { body, status } = await bulk([
    invoice(),
    invoice({ date: "2026-12-31" }),
    { type: "tax_invoice" },
    null,
    "invoice",
    { ...invoice(), unknown: 1 },
    invoice({ lines: [line({ rate: 1e308 })] }),
    invoice({ party: buyer("27") }),
  ]);
  assert.equal(status, 200);
  assert.deepEqual(body.results.map((r: { index: number; status: string }) => [r.index, r.status]), [
    [0, "posted"],
    ...[1, 2, 3, 4, 5, 6].map((i) => [i, "refused"]),
    [7, "posted"],
  ]);
  assert.deepEqual(Object.keys(body.results[0]), ["index", "status", "id", "number", "totalAmount"]);
  assert.deepEqual([body.results[0].number, body.results[7].number], ["INV/26-27/00001", "INV/26-27/00002"]);
  assert.equal(body.results[0].totalAmount, 1180);
  assert.deepEqual([body.results[1].errors[0].pointer, body.results[1].errors[0].code], [
    "/date",
    "invoice_date_in_future",
  ]);
  assert.deepEqual(body.results[5].errors[0].pointer, "/unknown");
  assert.deepEqual(body.results[6].errors[0].pointer, "/lines/0/rate");
  for (const result of body.results.slice(1, 7)) assert.ok(result.errors.length > 0);
});

Deno.test("what the database raises for one document is that document's refusal alone", async () => {
  const series = { voucherType: "tax_invoice", name: "full", prefix: "FULL567890", format: "{PREFIX}/{SEQUENCE}" };
  const made = await send(books.app, "POST /api/numbering-series", {
    token: house.token,
    body: { ...series, startNumber: 99_999 },
  });
  await posted(books, house, invoice({ seriesId: made.body.id }));
  const { body, status, text } = await bulk([invoice(), invoice({ seriesId: made.body.id }), invoice()]);
  assert.equal(status, 200, text);
  assert.deepEqual(body.results.map((r: { status: string }) => r.status), ["posted", "refused", "posted"]);
  const [error] = body.results[1].errors;
  assert.deepEqual([error.pointer, error.code], ["/seriesId", "numbering_series_exhausted"]);
  assert.match(error.message, /FULL567890\/100000/);
});

Deno.test("a thousand vouchers in one call are numbered in the order sent, without a gap", async () => {
  const vouchers = Array.from(
    { length: 1000 },
    (_, i) => invoice({ reference: `PO-${i}`, lines: [line({ rate: i })] }),
  );
  const before = await count(rival.tenantId);
  const { body } = await bulk(vouchers, {}, rival);
  const numbers = body.results.map((r: { number: string }) => r.number);
  assert.deepEqual(numbers, vouchers.map((_, i) => `INV/26-27/${String(i + 1).padStart(5, "0")}`));
  assert.equal(await count(rival.tenantId), before + 1000);
});

Deno.test("a call without vouchers, or with more than a thousand, is refused whole", async () => {
  for (const vouchers of [[], Array(1001).fill(1), undefined, {}, "x"]) {
    const answer = await bulk(vouchers);
    assert.deepEqual(
      [answer.status, answer.body.code],
      [400, "invalid_request"],
      JSON.stringify(vouchers)?.slice(0, 20),
    );
  }
});

Deno.test("a repeat under its Idempotency-Key answers byte for byte and posts nothing again", async () => {
  const key = keyed();
  const vouchers = [invoice(), invoice({ date: "2026-12-31" }), {}, invoice()];
  const first = await bulk(vouchers, key);
  assert.equal(first.headers.get("idempotency-replayed"), null);
  const before = await count(house.tenantId);
  const again = await bulk(vouchers, key);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  assert.equal(await count(house.tenantId), before);
});

Deno.test("the same key with another body is 422 and posts nothing, however long the body is", async () => {
  const key = keyed();
  await bulk([invoice({ date: "2026-12-31" }), invoice()], key);
  const before = await count(house.tenantId);
  for (const vouchers of [[invoice()], [invoice(), invoice(), invoice()], [invoice({ date: "2026-12-31" })]]) {
    const answer = await bulk(vouchers, key);
    assert.deepEqual([answer.status, answer.body.code], [422, "idempotency_key_reused"]);
  }
  assert.equal(await count(house.tenantId), before);
  assert.equal((await bulk([invoice()], key, rival)).status, 200, "a key is of its company");
});

Deno.test("the same call four times at once under one key posts each document once", async () => {
  const key = keyed();
  const before = await count(house.tenantId);
  const answers = await Promise.all([1, 2, 3, 4].map(() => bulk([invoice(), invoice(), invoice()], key)));
  assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200]);
  const numbers = answers.map(({ body }) => body.results.map((r: { number: string }) => r.number).join());
  assert.equal(new Set(numbers).size, 1);
  assert.equal(await count(house.tenantId), before + 3);
});
