import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { invoice, line, openBooks, posted, today } from "../support/books.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);
const call = (what: string, body?: unknown, as = house) => send(books.app, what, { token: as.token, body });
const lamp = { name: "Lamp", hsn: "940521", unit: "NOS", gstRate: 18, rate: 100 };

Deno.test("godowns: every company has one; more are added, read, changed and listed, each company its own", async () => {
  const names = async (as = house) =>
    (await call("GET /api/godowns", undefined, as)).body.data.map((g: { name: string; isDefault: boolean }) => [
      g.name,
      g.isDefault,
    ]);
  assert.deepEqual(await names(), [["Main", true]]);
  const made = await call("POST /api/godowns", { name: "Depot", address: "Plot 7", stateCode: "27" });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual((await call(`GET /api/godowns/${made.body.id}`)).body, made.body);
  const changed = await call(`PUT /api/godowns/${made.body.id}`, { name: "Yard", isDefault: true });
  assert.deepEqual([changed.body.name, changed.body.address, changed.body.isDefault], ["Yard", null, true]);
  assert.deepEqual(await names(), [["Main", false], ["Yard", true]]);
  assert.deepEqual(await names(rival), [["Main", true]]);
  const again = await call("POST /api/godowns", { name: "yard" });
  assert.deepEqual([again.status, again.body.code, again.body.errors[0].pointer], [409, "godown_exists", "/name"]);
  const nowhere = await call("POST /api/godowns", { name: "Moon", stateCode: "00" });
  assert.deepEqual([nowhere.status, nowhere.body.code], [400, "state_unknown"]);
  for (const what of [`GET /api/godowns/${made.body.id}`, `PUT /api/godowns/${made.body.id}`]) {
    const theirs = await call(what, what.startsWith("PUT") ? { name: "Mine" } : undefined, rival);
    assert.deepEqual([theirs.status, theirs.body.code], [404, "not_found"]);
  }
});

Deno.test("opening stock puts an item into stock; what is not there is refused by its line, 409", async () => {
  const item = (await call("POST /api/items", lamp)).body;
  assert.equal(item.trackStock, null);
  const told = await call(`PUT /api/items/${item.id}/opening-stock`, { date: today, quantity: 3, value: "299.99" });
  assert.equal(told.status, 200, told.text);
  assert.match(told.text, /"value" ?: ?299\.99/);
  const sale = (quantity: number) => invoice({ lines: [line(), { itemId: item.id, quantity }] });
  await posted(books, house, sale(2));
  const refused = await call("POST /api/vouchers", sale(2));
  assert.deepEqual([refused.status, refused.body.code], [409, "stock_insufficient"]);
  assert.deepEqual(refused.body.errors.map((e: Record<string, unknown>) => [e.pointer, e.facts]), [
    ["/lines/1", { item: "Lamp", godown: "Yard", available: 1, wanted: 2 }],
  ]);
  const elsewhere = await call("POST /api/vouchers", invoice({ lines: [line({ godownId: crypto.randomUUID() })] }));
  assert.deepEqual([elsewhere.status, elsewhere.body.errors[0].pointer], [400, "/lines/0/godownId"]);
  const theirs = await call(`PUT /api/items/${item.id}/opening-stock`, { date: today, quantity: 1, value: 1 }, rival);
  assert.deepEqual([theirs.status, theirs.body.code], [404, "not_found"]);
});

Deno.test("an item that lies in stock keeps its unit and its place there; a service has none", async () => {
  const item = (await call("POST /api/items", { ...lamp, name: "Bulb" })).body;
  await call(`PUT /api/items/${item.id}/opening-stock`, { date: today, quantity: 3, value: 30 });
  for (const change of [{ unit: "DOZ" }, { trackStock: false }, { hsn: "998313" }]) {
    const answer = await call(`PUT /api/items/${item.id}`, { ...lamp, name: "Bulb", ...change });
    assert.deepEqual([answer.status, answer.body.code], [409, "item_has_stock"], answer.text);
  }
  await call(`PUT /api/items/${item.id}/opening-stock`, { date: today, quantity: 0, value: 0 });
  const freed = await call(`PUT /api/items/${item.id}`, { ...lamp, name: "Bulb", trackStock: false });
  assert.deepEqual([freed.status, freed.body.trackStock], [200, false]);
  const kept = await call(`PUT /api/items/${item.id}/opening-stock`, { date: today, quantity: 1, value: 1 });
  assert.deepEqual([kept.status, kept.body.code], [409, "item_keeps_no_stock"]);
});

Deno.test("opening stock is refused of a day to come and of a locked one", async () => {
  const item = (await call("POST /api/items", { ...lamp, name: "Wick" })).body;
  const tell = (date: string) => call(`PUT /api/items/${item.id}/opening-stock`, { date, quantity: 1, value: 1 });
  assert.equal((await tell("2026-11-21")).body.code, "invoice_date_in_future");
  const locked = await call("POST /api/periods/lock", { until: "2026-10-31", reason: "year end" });
  assert.ok(locked.status < 300, locked.text);
  assert.equal((await tell("2026-10-31")).body.code, "period_locked");
  assert.equal((await tell("2026-11-01")).status, 200);
});
