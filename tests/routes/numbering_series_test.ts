import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { invoice, openBooks, posted } from "../support/books.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const series = (more: Record<string, unknown> = {}) => ({
  voucherType: "tax_invoice",
  name: "Branch",
  prefix: "BR",
  format: "{PREFIX}/{FY}/{SEQUENCE}",
  padding: 4,
  ...more,
});
const make = (body: unknown, as = house) => send(books.app, "POST /api/numbering-series", { token: as.token, body });
const change = (id: string, body: unknown, as = house) =>
  send(books.app, `PUT /api/numbering-series/${id}`, { token: as.token, body });

Deno.test("before its first number everything of a series may change", async () => {
  const { body: made } = await make(series());
  assert.equal(made.nextNumber, "BR/26-27/0001");
  const { body, status } = await change(made.id, {
    prefix: "BX",
    startNumber: 50,
    padding: 3,
    resetFrequency: "never",
    format: "{PREFIX}-{SEQUENCE}",
  });
  assert.equal(status, 200);
  assert.deepEqual([body.nextNumber, body.name], ["BX-050", "Branch"]);
  assert.equal((await posted(books, house, invoice({ seriesId: made.id }))).body.number, "BX-050");
});

Deno.test("once it has given a number, what its numbers are made of stays; its name and default may change", async () => {
  const { body: made } = await make(series({ name: "Used", prefix: "US" }));
  await posted(books, house, invoice({ seriesId: made.id }));
  const changes = [
    { prefix: "UX" },
    { format: "{PREFIX}{SEQUENCE}" },
    { separator: "-", format: "{PREFIX}{SEPARATOR}{SEQUENCE}" },
    { startNumber: 10 },
    { padding: 6 },
    { resetFrequency: "never" },
    { companyGstin: house.gstins[0] },
  ];
  for (const body of changes) {
    const answer = await change(made.id, body);
    assert.deepEqual([answer.status, answer.body.code], [409, "numbering_series_in_use"], JSON.stringify(body));
  }
  const renamed = await change(made.id, { name: "Used well", isDefault: true });
  assert.deepEqual([renamed.status, renamed.body.name, renamed.body.isDefault], [200, "Used well", true]);
  assert.equal((await posted(books, house, invoice())).body.number, "US/26-27/0002", "it is the default now");
});

Deno.test("R1.10 the history of a series lists number, moment, voucher and person, newest first, page by page", async () => {
  const { body: made } = await make(series({ name: "History", prefix: "HI" }));
  const given: string[] = [];
  for (let i = 0; i < 7; i++) given.push((await posted(books, house, invoice({ seriesId: made.id }))).body.number);
  const seen: Record<string, unknown>[] = [];
  let cursor = "";
  do {
    const path = `/api/numbering-series/${made.id}/history?limit=3${cursor ? `&cursor=${cursor}` : ""}`;
    const { body } = await send(books.app, `GET ${path}`, { token: house.token });
    seen.push(...body.data);
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(seen.map(({ number }) => number), given.reverse());
  assert.deepEqual(new Set(seen.map(({ generatedBy }) => generatedBy)), new Set([house.userId]));
  for (const { generatedAt, voucherId } of seen) {
    assert.ok(Date.parse(String(generatedAt)));
    assert.ok(voucherId);
  }
  const theirs = await send(books.app, `GET /api/numbering-series/${made.id}/history`, { token: rival.token });
  assert.equal(theirs.status, 404);
  assert.equal((await change(made.id, { name: "theirs" }, rival)).status, 404);
});

Deno.test("a preview is the numbers the series will give: made and used, it gives the same five", async () => {
  const wanted = series({ name: "Foreseen", prefix: "FS", startNumber: 8 });
  const body = { ...wanted, date: "2026-03-31" };
  const preview = await send(books.app, "POST /api/numbering-series/preview", { token: house.token, body });
  assert.deepEqual(preview.body.refusals, []);
  const { body: made } = await make(wanted);
  const given: string[] = [];
  for (let i = 0; i < 5; i++) {
    given.push((await posted(books, house, invoice({ seriesId: made.id, date: body.date }))).body.number);
  }
  assert.deepEqual(given, preview.body.numbers);
});

Deno.test("a default that is given up leaves documents without a series a named refusal, not an accident", async () => {
  const shop = await books.makeBookkeeper("nodefault", { pan: "AAACN1234N" });
  const list = await send(books.app, "GET /api/numbering-series", { token: shop.token });
  const own = list.body.data.find((s: { voucherType: string; isDefault: boolean }) =>
    s.voucherType === "tax_invoice" && s.isDefault
  );
  assert.equal((await change(own.id, { isDefault: false }, shop)).status, 200);
  const answer = await send(books.app, "POST /api/vouchers", { token: shop.token, body: invoice() });
  assert.deepEqual([answer.status, answer.body.code], [409, "numbering_series_missing"]);
  assert.equal((await posted(books, shop, invoice({ seriesId: own.id }))).body.number, "INV/26-27/00001");
});
