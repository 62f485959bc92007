import assert from "node:assert/strict";
import { callJson, callRows } from "../../db/call.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import { send } from "../support/app.ts";
import { invoice, openBooks } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house } = books;
Deno.test.afterAll(books.close);
const act = acting(books.db, house.tenantId, { clock: books.clock, userId: house.userId });

let made = 0;
async function makeSeries(): Promise<{ id: string; prefix: string }> {
  const prefix = `R${++made}`;
  const p_series = { voucherType: "tax_invoice", name: prefix, prefix, format: "{PREFIX}/{SEQUENCE}" };
  const json = await act((tx) => callJson(tx.sql, "billing.put_numbering_series", { p_id: null, p_series } as never));
  return JSON.parse(json ?? "null");
}

/** Changes a series and holds the transaction open until `release` is called; resolves once the change is made in it. */
async function changeAndHold(id: string, p_series: Record<string, unknown>) {
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  let reached = () => {};
  const changed = new Promise<void>((resolve) => reached = resolve);
  const done = act(async (tx) => {
    await callJson(tx.sql, "billing.put_numbering_series", { p_id: id, p_series } as never);
    reached();
    await held;
  });
  await Promise.race([changed, done]);
  return { release, done };
}

async function someoneWaits(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const [row] = await books.db`select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
    if (row) return;
    await new Promise((wake) => setTimeout(wake, 10));
  }
  assert.fail("nobody waits");
}

Deno.test("a series that is changed while its first document is posted gives that document no number of the old form", async () => {
  const { id } = await makeSeries();
  const change = await changeAndHold(id, { prefix: "NEWLY" });
  const posting = send(books.app, "POST /api/vouchers", { token: house.token, body: invoice({ seriesId: id }) });
  await someoneWaits();
  change.release();
  await change.done;
  const answer = await posting;
  assert.deepEqual([answer.status, answer.body.number], [201, "NEWLY/00001"], answer.text);
});

Deno.test("in SQL the same is a refusal, numbering_series_changed, and nothing is stored", async () => {
  const { id } = await makeSeries();
  for (const changes of [{ prefix: "OTHERLY" }, { padding: 7 }, { startNumber: 30 }]) {
    const change = await changeAndHold(id, changes);
    const p_docs = [{ document: invoice({ seriesId: id }) }];
    const posting = act((tx) => callRows(tx.sql, "billing.post_vouchers", { p_docs } as never));
    const refused = assert.rejects(posting, { code: "numbering_series_changed", status: 409 });
    await someoneWaits();
    change.release();
    await change.done;
    await refused;
  }
  const given = await act(({ sql }) => sql`select 1 from billing.numbering_history where series_id = ${id}`);
  assert.equal(given.length, 0);
});

Deno.test("a change that comes while the first document is being posted waits, and is refused once it is", async () => {
  const { id, prefix } = await makeSeries();
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  let reached = () => {};
  const isPosted = new Promise<void>((resolve) => reached = resolve);
  const posting = act(async (tx) => {
    const p_docs = [{ document: invoice({ seriesId: id }) }];
    const rows = await callRows(tx.sql, "billing.post_vouchers", { p_docs } as never);
    reached();
    await held;
    return rows;
  });
  await isPosted;
  const changing = send(books.app, `PUT /api/numbering-series/${id}`, {
    token: house.token,
    body: { prefix: "TOOLATE" },
  });
  await someoneWaits();
  release();
  await posting;
  const answer = await changing;
  assert.deepEqual([answer.status, answer.body.code], [409, "numbering_series_in_use"]);
  const [row] = await act(({ sql }) => sql`select number from billing.numbering_history where series_id = ${id}`);
  assert.equal(row?.number, `${prefix}/00001`);
});

Deno.test("the queue is one lane a person: what one waits for does not hold up another", async () => {
  const queue = new PostingQueue({ enqueue: () => Promise.resolve(), nudge: () => {} });
  assert.equal(queue.length, 0);
  const slow = await makeSeries();
  const change = await changeAndHold(slow.id, { prefix: "HELD" });
  const app = books.another({ posting: queue });
  const stuck = send(app, "POST /api/vouchers", { token: house.token, body: invoice({ seriesId: slow.id }) });
  await someoneWaits();
  const rival = await send(app, "POST /api/vouchers", { token: books.rival.token, body: invoice() });
  assert.equal(rival.status, 201);
  change.release();
  await change.done;
  assert.equal((await stuck).status, 201);
});
