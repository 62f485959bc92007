import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { invoice, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

/** An API key with no more than these scopes: an accountant's hands. */
const keyWith = async (scopes: string[]) => {
  const { body } = await send(books.app, "POST /api/api-keys", {
    token: house.token,
    body: { name: crypto.randomUUID().slice(0, 8), scopes },
  });
  return { token: body.key as string };
};
const lock = (until: string | null, reason = "month closed", as: { token: string } = house) =>
  send(books.app, "POST /api/periods/lock", { token: as.token, body: { until, reason } });
const read = async (as = house) => (await send(books.app, "GET /api/periods", { token: as.token })).body;
const post = (more: Record<string, unknown>, as: { token: string } = house) =>
  send(books.app, "POST /api/vouchers", { token: as.token, body: invoice(more) });

Deno.test("a locked period takes no document: period_locked; the day after it does, and so does another company", async () => {
  const answer = await lock("2026-10-31");
  assert.deepEqual([answer.status, answer.body.lockedUntil], [200, "2026-10-31"]);
  const refused = await post({ date: "2026-10-31" });
  assert.deepEqual([refused.status, refused.body.code, refused.body.errors[0].pointer], [
    409,
    "period_locked",
    "/date",
  ]);
  assert.deepEqual(refused.body.errors[0].facts, { date: "2026-10-31", lockedUntil: "2026-10-31" });
  assert.equal((await post({ date: "2026-11-01" })).status, 201);
  assert.equal((await post({ date: "2026-10-31" }, rival)).status, 201);
  assert.equal((await read(rival)).lockedUntil, null);
  await lock(null, "opened");
  assert.equal((await post({ date: "2026-10-31" })).status, 201);
});

Deno.test("every closing and opening is kept, with who and why; another company's is not shown", async () => {
  await lock("2026-09-30", "second quarter");
  await lock("2026-10-31", "October");
  await lock("2026-09-30", "October again");
  const { lockedUntil, locks } = await read();
  assert.equal(lockedUntil, "2026-09-30");
  assert.deepEqual(
    locks.slice(0, 3).map((one: Record<string, unknown>) => [one.until, one.previousUntil, one.reason, one.lockedBy]),
    [
      ["2026-09-30", "2026-10-31", "October again", house.userId],
      ["2026-10-31", "2026-09-30", "October", house.userId],
      ["2026-09-30", null, "second quarter", house.userId],
    ],
  );
  assert.deepEqual((await read(rival)).locks, []);
  await lock(null, "opened");
});

Deno.test("who may close may not open: period_reopening_not_allowed; the future is not closed: lock_ends_in_future", async () => {
  const accountant = await keyWith(["periods:lock", "ledger:read"]);
  assert.equal((await lock("2026-09-30", "closing", accountant)).status, 200);
  assert.equal((await lock("2026-10-31", "closing", accountant)).status, 200);
  for (const until of ["2026-09-30", null]) {
    const refused = await lock(until, "opening", accountant);
    assert.deepEqual([refused.status, refused.body.code], [403, "period_reopening_not_allowed"]);
  }
  assert.equal((await read()).lockedUntil, "2026-10-31");
  const early = await lock("2026-11-21");
  assert.deepEqual([early.status, early.body.code, early.body.errors[0].pointer], [
    400,
    "lock_ends_in_future",
    "/until",
  ]);
  assert.equal((await lock("2026-10-31", "closing", await keyWith(["ledger:read"]))).status, 403);
  assert.equal((await lock("2026-11-20", "")).status, 400);
  await lock(null, "opened");
});

Deno.test("whoever may override the lock posts and cancels behind it, and each time is written down", async () => {
  const before = await posted(books, house, invoice({ date: "2026-10-05" }));
  await lock("2026-10-31");
  const clerk = await keyWith(["vouchers:write", "vouchers:read"]);
  const more = { date: "2026-10-06", overrideLock: true };
  for (
    const what of ["POST /api/vouchers", "POST /api/vouchers/preview", "POST /api/vouchers draft"].map((w) =>
      w.split(" ")
    )
  ) {
    const body = invoice({ ...more, ...(what[2] ? { draft: true } : {}) });
    const refused = await send(books.app, `${what[0]} ${what[1]}`, { token: clerk.token, body });
    assert.deepEqual([refused.status, refused.body.code], [403, "scope_missing"]);
  }
  const bulk = await send(books.app, "POST /api/vouchers/bulk", {
    token: clerk.token,
    body: { vouchers: [invoice(more), invoice()] },
  });
  assert.deepEqual(bulk.body.results.map((r: Record<string, unknown>) => r.status), ["refused", "posted"]);
  const cancel = (as: { token: string }, body: object) =>
    send(books.app, `POST /api/vouchers/${before.body.id}/cancel`, {
      token: as.token,
      body: { reason: "error", ...body },
    });
  assert.equal((await cancel(clerk, { overrideLock: true })).body.code, "scope_missing");
  assert.equal((await cancel(house, {})).body.code, "period_locked");
  assert.equal((await cancel(house, { overrideLock: true })).status, 200);
  const late = await posted(books, house, invoice(more));
  await posted(books, house, invoice({ overrideLock: true }));
  const { overrides } = await read();
  assert.deepEqual(
    overrides.map((one: Record<string, unknown>) => [one.voucherId, one.action, one.date, one.overriddenBy]),
    [[late.body.id, "post", "2026-10-06", house.userId], [before.body.id, "cancel", "2026-10-05", house.userId]],
    "and not what needed no overriding",
  );
  await lock(null, "opened");
});

Deno.test("a posting under way is before the lock or refused by it: nothing comes in behind", async () => {
  const other = books.another();
  for (let round = 0; round < 8; round++) {
    const posting = Array.from(
      { length: 24 },
      (_, i) =>
        send(i % 2 ? other : books.app, "POST /api/vouchers", {
          token: house.token,
          body: invoice({ date: "2026-10-20" }),
        }),
    );
    const closed = await lock("2026-10-31", `round ${round}`);
    assert.equal(closed.status, 200);
    const stored = () =>
      acting(books.db, house.tenantId)(async ({ sql }) => {
        const [row] = await sql`select count(*)::int as n from billing.vouchers where voucher_date = '2026-10-20'`;
        return row!.n;
      });
    const atClosing = await stored();
    const answers = await Promise.all(posting);
    assert.equal(await stored(), atClosing, "no document came in after the lock had answered");
    assert.ok(answers.every(({ status, body }) => status === 201 || body.code === "period_locked"));
    await lock(null, "opened");
  }
});

Deno.test("the lock waits for a transaction that is posting, and the posting that comes after it is refused", async () => {
  const entering = { clock: books.clock, userId: house.userId };
  let closed = false;
  let closing: Promise<unknown> | undefined;
  await acting(books.db, house.tenantId, entering)(async ({ sql }) => {
    const docs = [{ document: invoice({ date: "2026-10-21" }) }];
    await sql`select outcome from billing.post_vouchers(${sql.json(docs as never)})`;
    closing = lock("2026-10-31").then(() => closed = true);
    await new Promise((done) => setTimeout(done, 150));
    assert.equal(closed, false, "it waits until the posting has ended");
  });
  await closing;
  assert.equal((await post({ date: "2026-10-21" })).body.code, "period_locked");
  await lock(null, "opened");
});

Deno.test("a draft, a conversion and a bulk meet the lock like any posting", async () => {
  const token = house.token;
  const offer = await posted(books, house, { ...invoice({ date: "2026-10-10" }), type: "proforma_invoice" });
  const draft = await posted(books, house, invoice({ date: "2026-10-10", draft: true }));
  await lock("2026-10-31");
  const date = "2026-10-11";
  const convert = await send(books.app, `POST /api/vouchers/${offer.body.id}/convert`, { token, body: { date } });
  const post = await send(books.app, `POST /api/vouchers/${draft.body.id}/post`, { token });
  const put = await send(books.app, `PUT /api/vouchers/${draft.body.id}`, { token, body: invoice({ date }) });
  for (const { status, body } of [convert, post, put]) assert.deepEqual([status, body.code], [409, "period_locked"]);
  const bulk = await send(books.app, "POST /api/vouchers/bulk", {
    token,
    body: { vouchers: [invoice({ date }), invoice()] },
  });
  assert.deepEqual(bulk.body.results.map((r: Record<string, unknown>) => r.status), ["refused", "posted"]);
  const forced = { date, overrideLock: true };
  const late = await send(books.app, `POST /api/vouchers/${offer.body.id}/convert`, { token, body: forced });
  assert.deepEqual([late.status, late.body.date], [201, date]);
  assert.equal((await read()).overrides[0].voucherId, late.body.id);
  await lock(null, "opened");
});
