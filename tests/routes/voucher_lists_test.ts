import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

// deno-lint-ignore no-explicit-any -- a row of a list
type Row = any;
const list = async (query: string, as = house): Promise<Row[]> => {
  const answer = await send(books.app, `GET /api/vouchers?${query}`, { token: as.token });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};
const ids = async (query: string, as = house) => (await list(query, as)).map((row) => row.id);
const post = async (more: Record<string, unknown>, as = house): Promise<Row> =>
  (await posted(books, as, invoice(more))).body;

Deno.test("drafts and vouchers stand in one list, newest first, page by page, each once", async () => {
  const made: [string, string][] = [];
  for (let i = 0; i < 23; i++) {
    const date = `2026-10-${String(1 + (i * 7) % 25).padStart(2, "0")}`;
    const { id } = await post({ date, ...(i % 3 === 0 ? { draft: true } : {}), reference: `R${i}` });
    made.push([date, id]);
  }
  const wanted = made.sort().reverse().map(([, id]) => id);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = `from=2026-10-01&to=2026-10-31&limit=4${cursor ? `&cursor=${cursor}` : ""}`;
    const { body } = await send(books.app, `GET /api/vouchers?${query}`, { token: house.token });
    seen.push(...body.data.map((row: Row) => row.id));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, wanted);
  const drafts = await list("from=2026-10-01&to=2026-10-31&status=draft&limit=200");
  assert.equal(drafts.length, 8);
  assert.ok(drafts.every((row) => row.status === "draft" && row.number === null && row.totalAmount === 1180));
  assert.equal((await ids("from=2026-10-01&to=2026-10-31&status=posted&limit=200")).length, 15);
  assert.deepEqual(await ids("limit=200", rival), []);
});

Deno.test("a list is narrowed by each filter, and by all of them, for vouchers and drafts alike", async () => {
  const lines = [line({ rate: 777.5, quantity: 3 })];
  const voucher = await post({ date: "2026-11-02", party: buyer("27", { name: "Zenith Traders" }), lines });
  const draft = await post({ date: "2026-11-02", partyId: voucher.partyId, lines, draft: true });
  const cancelled = await post({ date: "2026-11-02", partyId: voucher.partyId });
  await send(books.app, `POST /api/vouchers/${cancelled.id}/cancel`, { token: house.token, body: { reason: "twice" } });
  const day = "from=2026-11-02&to=2026-11-02";
  const all = [voucher.id, draft.id, cancelled.id].sort();
  const sorted = async (query: string) => (await ids(query)).sort();
  assert.deepEqual(await sorted(day), all);
  assert.deepEqual(await sorted(`partyId=${voucher.partyId}`), all);
  assert.deepEqual(await sorted(`${day}&type=tax_invoice`), all);
  assert.deepEqual(await sorted(`${day}&type=credit_note`), []);
  assert.deepEqual(await ids(`${day}&status=posted`), [voucher.id]);
  assert.deepEqual(await ids(`${day}&status=draft`), [draft.id]);
  assert.deepEqual(await ids(`${day}&status=cancelled`), [cancelled.id]);
  assert.deepEqual(await sorted(`${day}&q=zenith`), all);
  const filters = `${day}&status=draft&type=tax_invoice&partyId=${voucher.partyId}&q=zenith&amount=2752`;
  assert.deepEqual(await ids(filters), [draft.id]);
});

Deno.test("a voucher is found by its number, its party and its amount", async () => {
  const party = consumer({ name: "Kaveri Stores", stateCode: "29" });
  const voucher = await post({ party, lines: [line({ rate: 3333.33 })] });
  const other = await post({ party: consumer({ name: "Another Shop" }) });
  assert.equal(voucher.totalAmount, 3933);
  for (const q of [voucher.number, voucher.number.toLowerCase(), "kaveri", "3933", "3933.00"]) {
    const found = await ids(`q=${encodeURIComponent(q)}`);
    assert.ok(found.includes(voucher.id), q);
    assert.ok(!found.includes(other.id), q);
  }
  assert.deepEqual(await ids("amount=3933"), [voucher.id]);
  assert.deepEqual(await ids("amount=3933.00"), [voucher.id]);
  assert.deepEqual(await ids("amount=3933.01"), []);
  assert.deepEqual(await ids("amount=3933", rival), []);
  assert.equal((await send(books.app, "GET /api/vouchers?amount=much", { token: house.token })).status, 400);
});
