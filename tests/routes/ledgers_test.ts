import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { buyer, invoice, openBooks, posted } from "../support/books.ts";
import { moneyOf } from "../support/money.ts";

const books = await openBooks();
const { house, rival } = books;
const { balances } = moneyOf(books);
Deno.test.afterAll(books.close);

const call = (what: string, body?: unknown, as = house, headers = {}) =>
  send(books.app, what, { token: as.token, body, headers });
const listed = async (query: string, as = house) =>
  (await call(`GET /api/ledgers?${query}`, undefined, as)).body.data.map(({ name }: { name: string }) => name);

Deno.test("ledgers: the standard chart from the first day, by name, searched and by group", async () => {
  assert.deepEqual(await listed("group=cash_in_hand"), ["Cash"]);
  assert.deepEqual(await listed("q=output"), ["Output CGST", "Output Cess", "Output IGST", "Output SGST/UTGST"]);
  const pages: string[] = [];
  let cursor = "";
  do {
    const { body } = await call(`GET /api/ledgers?limit=7${cursor && `&cursor=${cursor}`}`);
    pages.push(...body.data.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(pages, await listed("limit=200"));
  assert.equal((await call("GET /api/ledgers?cursor=x")).body.code, "cursor_not_valid");
});

Deno.test("a ledger is added, renamed and moved, and is this company's alone", async () => {
  const made = await call("POST /api/ledgers", { name: "HDFC Current", group: "bank_accounts", code: "hdfc" });
  assert.equal(made.status, 201, made.text);
  const { id, createdAt: _, ...rest } = made.body;
  assert.deepEqual(rest, {
    name: "HDFC Current",
    code: "hdfc",
    group: "bank_accounts",
    groupName: "Bank Accounts",
    nature: "asset",
    partyId: null,
    isStandard: false,
  });
  const moved = await call(`PUT /api/ledgers/${id}`, { name: "HDFC Overdraft", group: "loans" });
  assert.deepEqual([moved.status, moved.body.name, moved.body.group, moved.body.code], [
    200,
    "HDFC Overdraft",
    "loans",
    "hdfc",
  ]);
  assert.deepEqual((await call(`GET /api/ledgers/${id}`)).body, moved.body);
  assert.deepEqual(await listed("q=hdfc", rival), []);
  for (const what of [`GET /api/ledgers/${id}`, `PUT /api/ledgers/${id}`]) {
    const body = what.startsWith("PUT") ? { name: "Taken", group: "loans" } : undefined;
    assert.deepEqual((await call(what, body, rival)).body.code, "not_found", what);
  }
  assert.equal(
    (await call("POST /api/ledgers", { name: "HDFC Overdraft", group: "loans", code: "hdfc" }, rival)).status,
    201,
  );
});

Deno.test("a ledger that cannot be is refused where it is wrong", async () => {
  const rent = { name: "Rent", group: "indirect_expenses", code: "rent" };
  assert.equal((await call("POST /api/ledgers", rent)).status, 201);
  const refused = async (body: unknown, what = "POST /api/ledgers") => {
    const answer = await call(what, body);
    return [answer.status, answer.body.code, answer.body.errors[0]?.pointer];
  };
  assert.deepEqual(await refused({ ...rent, code: "rent_2" }), [409, "ledger_exists", "/name"]);
  assert.deepEqual(await refused({ ...rent, name: "Rent of 2" }), [409, "ledger_exists", "/code"]);
  assert.deepEqual(await refused({ ...rent, name: "Party", code: "party" }), [409, "ledger_exists", "/code"]);
  assert.deepEqual(await refused({ ...rent, group: "nowhere" }), [400, "group_unknown", "/group"]);
  assert.deepEqual((await refused({ ...rent, openingBalance: {} })).slice(0, 2), [400, "invalid_request"]);
  const sales = (await call("GET /api/ledgers?q=sales")).body.data.find(({ code }: { code: string }) =>
    code === "sales"
  );
  const standard = `PUT /api/ledgers/${sales.id}`;
  assert.deepEqual(await refused({ name: "Sales", group: "loans" }, standard), [409, "ledger_is_standard", "/group"]);
  assert.equal((await call(standard, { name: "Turnover", group: "sales_accounts" })).body.name, "Turnover");
  const { body: { partyId } } = await posted(books, house, invoice());
  const party = `PUT /api/ledgers/${partyId}`;
  assert.deepEqual((await refused({ name: "Mine", group: "loans" }, party)).slice(0, 2), [409, "ledger_of_a_party"]);
  assert.equal((await call(`GET /api/ledgers/${partyId}`)).body.partyId, partyId);
  assert.equal((await call(`GET /api/ledgers/${partyId}`)).body.name, buyer().name);
});

Deno.test("an opening balance is a journal against Opening Balances, or the ledger is not made", async () => {
  const till = { name: "Till", group: "cash_in_hand", openingBalance: { debit: "12500.50" } };
  const key = { "idempotency-key": "till-once" };
  const made = await call("POST /api/ledgers", till, house, key);
  assert.equal(made.status, 201, made.text);
  assert.equal((await call("POST /api/ledgers", till, house, key)).headers.get("Idempotency-Replayed"), "true");
  const { Till, "Opening Balances": opening } = await balances(house);
  assert.deepEqual([Till, opening], ["12500.50", "-12500.50"]);
  const { body } = await call("GET /api/vouchers?type=journal");
  assert.deepEqual(body.data.map(({ date, totalAmount }: Record<string, unknown>) => [date, totalAmount]), [[
    "2026-04-01",
    12500.5,
  ]]);
  const late = await call("POST /api/ledgers", {
    ...till,
    name: "Safe",
    openingBalance: { credit: 5, date: "2027-01-01" },
  });
  assert.deepEqual([late.body.code, late.body.errors[0].pointer], ["invoice_date_in_future", "/openingBalance/date"]);
  assert.deepEqual(await listed("q=safe"), []);
});
