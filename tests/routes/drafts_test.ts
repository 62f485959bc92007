import assert from "node:assert/strict";
import { type Answer, send } from "../support/app.ts";
import { buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";
import { readPdf } from "../support/pdf.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const call = (what: string, body?: unknown, as = house, headers = {}) =>
  send(books.app, what, { token: as.token, body, headers });
const draft = async (more: Record<string, unknown> = {}, as = house): Promise<Answer> => {
  const answer = await call("POST /api/vouchers", invoice({ ...more, draft: true }), as);
  assert.equal(answer.status, 201, answer.text);
  return answer;
};
const count = (table: string, as = house) =>
  acting(books.db, as.tenantId)(async ({ sql }) => {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`;
    return row!.n;
  });
const kept = async () => [
  await count("billing.vouchers"),
  await count("ledger.ledger_entries"),
  await count("billing.numbering_history"),
];

Deno.test("a draft has every figure of a preview and no number; nothing is booked, numbered or due", async () => {
  const before = await kept();
  const body = invoice({ party: buyer("27"), lines: [line({ quantity: 3 }), line({ rate: 250.5, gstRate: 5 })] });
  const { body: preview } = await call("POST /api/vouchers/preview", body);
  const made = await call("POST /api/vouchers", { ...body, draft: true });
  assert.equal(made.status, 201);
  assert.deepEqual([made.body.status, made.body.number, made.body.createdBy], ["draft", null, house.userId]);
  const apart = ["explain", "id", "status", "createdBy", "createdAt", "updatedAt"];
  const figures = (document: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(document).filter(([key]) => !apart.includes(key)));
  assert.deepEqual(figures(made.body), figures(preview));
  assert.match(made.text, /"totalAmount": ?\d+\.\d{2}/);
  assert.deepEqual((await call(`GET /api/vouchers/${made.body.id}`)).body, made.body);
  assert.deepEqual(await kept(), before);
});

Deno.test("what posting would refuse is no draft either, under the same names", async () => {
  for (
    const [body, code] of [
      [invoice({ date: "2026-11-21" }), "invoice_date_in_future"],
      [invoice({ lines: [line({ gstRate: 17 })] }), "gst_rate_not_in_force"],
      [invoice({ partyId: crypto.randomUUID() }), "party_unknown"],
      [invoice({ date: "2026-11-21", lines: [line({ gstRate: 17 })] }), "voucher_refused"],
    ] as const
  ) {
    const answer = await call("POST /api/vouchers", { ...body, draft: true });
    assert.deepEqual([answer.status, answer.body.code], [400, code]);
  }
  const { body } = await draft();
  const changed = await call(`PUT /api/vouchers/${body.id}`, invoice({ date: "2026-11-21" }));
  assert.deepEqual([changed.status, changed.body.code], [400, "invoice_date_in_future"]);
  assert.deepEqual((await call(`PUT /api/vouchers/${body.id}`, { narration: "alone" })).body.code, "invalid_request");
  assert.deepEqual((await call(`GET /api/vouchers/${body.id}`)).body, body);
});

Deno.test("a draft is changed whole, by what a voucher may be", async () => {
  const { body } = await draft();
  books.clock.set("2026-11-20T06:40:00Z");
  const bill = { ...invoice({ lines: [line({ taxability: "exempt", gstRate: 0 })] }), type: "bill_of_supply" };
  const changed = await call(`PUT /api/vouchers/${body.id}`, bill);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual([changed.body.id, changed.body.type, changed.body.totalAmount], [body.id, "bill_of_supply", 1000]);
  assert.deepEqual([changed.body.createdAt, changed.body.status], [body.createdAt, "draft"]);
  assert.notEqual(changed.body.updatedAt, body.updatedAt);
  const listed = await call("GET /api/vouchers?status=draft&type=bill_of_supply");
  assert.deepEqual(listed.body.data.map((row: { id: string }) => row.id), [body.id]);
});

Deno.test("a posted draft is the voucher of that id: numbered then, booked once, and a draft no more", async () => {
  const { body } = await draft({ reference: "PO-1" });
  const answer = await call(`POST /api/vouchers/${body.id}/post`);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([answer.body.id, answer.body.status, answer.body.reference], [body.id, "posted", "PO-1"]);
  assert.match(answer.body.number, /^INV\/26-27\/\d+$/);
  assert.equal(answer.body.totalAmount, body.totalAmount);
  assert.deepEqual((await call(`GET /api/vouchers/${body.id}`)).body, answer.body);
  const again = await call(`POST /api/vouchers/${body.id}/post`);
  assert.deepEqual([again.status, again.body.code, again.body.facts], [409, "draft_is_posted", {
    number: answer.body.number,
  }]);
  const listed = (await call("GET /api/vouchers?limit=200")).body.data.filter((row: { id: string }) =>
    row.id === body.id
  );
  assert.deepEqual(listed.map((row: { status: string }) => row.status), ["posted"]);
  const gone = await call(`DELETE /api/vouchers/${body.id}`);
  assert.deepEqual([gone.status, gone.body.code], [409, "voucher_is_posted"]);
});

Deno.test("a draft posted by eight at once becomes one voucher", async () => {
  const { body } = await draft();
  const before = await kept();
  const other = books.another();
  const answers = await Promise.all(
    Array.from(
      { length: 8 },
      (_, i) => send(i % 2 ? other : books.app, `POST /api/vouchers/${body.id}/post`, { token: house.token }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(409)]);
  assert.ok(answers.every(({ status, body }) => status === 200 || body.code === "draft_is_posted"));
  const after = await kept();
  assert.deepEqual([after[0]! - before[0]!, after[2]! - before[2]!], [1, 1]);
});

Deno.test("posting a draft with the same Idempotency-Key answers the same; with another body's key 422", async () => {
  const { body } = await draft();
  const headers = { "idempotency-key": "post-this-draft" };
  const first = await call(`POST /api/vouchers/${body.id}/post`, undefined, house, headers);
  const again = await call(`POST /api/vouchers/${body.id}/post`, undefined, house, headers);
  assert.deepEqual([again.status, again.text], [200, first.text]);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  const { body: other } = await draft();
  const reused = await call(`POST /api/vouchers/${other.id}/post`, undefined, house, headers);
  assert.deepEqual([reused.status, reused.body.code], [422, "idempotency_key_reused"]);
  const twice = await call("POST /api/vouchers", invoice({ draft: true }), house, { "idempotency-key": "draft" });
  const same = await call("POST /api/vouchers", invoice({ draft: true }), house, { "idempotency-key": "draft" });
  assert.equal(same.text, twice.text);
});

Deno.test("a draft that was changed while it was being posted is not posted as it was: draft_has_changed", async () => {
  const { body } = await draft();
  const stale = [{ document: invoice({ narration: "older" }), draftId: body.id }];
  const [row] = await acting(books.db, house.tenantId, { clock: books.clock, userId: house.userId })(({ sql }) =>
    sql`select outcome, answer, status from billing.post_vouchers(${sql.json(stale as never)})`
  );
  assert.deepEqual([row?.outcome, row?.status, JSON.parse(row?.answer)[0].code], ["refused", 409, "draft_has_changed"]);
  assert.equal((await call(`GET /api/vouchers/${body.id}`)).body.status, "draft");
});

Deno.test("a draft is thrown away; a batch holds none", async () => {
  const { body } = await draft();
  assert.equal((await call(`DELETE /api/vouchers/${body.id}`)).status, 204);
  for (const what of [`GET /api/vouchers/${body.id}`, `DELETE /api/vouchers/${body.id}`]) {
    assert.equal((await call(what)).status, 404);
  }
  assert.equal((await call(`POST /api/vouchers/${body.id}/post`)).status, 404);
  const bulk = await call("POST /api/vouchers/bulk", { vouchers: [invoice({ draft: true })] });
  assert.equal(bulk.body.results[0].errors[0].code, "draft_in_batch");
});

Deno.test("a draft of another user's tenant is not there, and reaching for it is written down", async () => {
  const { body } = await draft();
  const reaches: [string, unknown?][] = [
    [`GET /api/vouchers/${body.id}`],
    [`GET /api/vouchers/${body.id}/pdf`],
    [`PUT /api/vouchers/${body.id}`, invoice()],
    [`DELETE /api/vouchers/${body.id}`],
    [`POST /api/vouchers/${body.id}/post`],
    [`POST /api/vouchers/${body.id}/cancel`, { reason: "theirs" }],
    [`POST /api/vouchers/${body.id}/convert`, {}],
  ];
  const before = await count("audit.security_events", rival);
  for (const [what, sent] of reaches) {
    assert.equal((await call(what, sent, rival)).status, 404, what);
  }
  assert.equal(await count("audit.security_events", rival), before + reaches.length);
  assert.deepEqual((await call("GET /api/vouchers?status=draft", undefined, rival)).body.data, []);
  assert.equal((await call(`GET /api/vouchers/${body.id}`)).status, 200);
});

Deno.test("a draft is computed under the law and the masters of today; where they refuse it by now, it says so", async () => {
  const item = await call("POST /api/items", { name: "Lamp", hsn: "940521", unit: "NOS", rate: 100, gstRate: 18 });
  const { body } = await draft({ lines: [{ itemId: item.body.id, quantity: 1 }] });
  assert.equal(body.totalAmount, 118);
  const lamp = { name: "Lamp", hsn: "940521", unit: "NOS", rate: 200, gstRate: 18 };
  await call(`PUT /api/items/${item.body.id}`, lamp);
  assert.equal((await call(`GET /api/vouchers/${body.id}`)).body.totalAmount, 236);
  await call("POST /api/periods/lock", { until: "2026-11-20", reason: "closing" });
  const late = await call(`GET /api/vouchers/${body.id}`);
  assert.deepEqual([late.status, late.body.status, late.body.errors[0].code], [200, "draft", "period_locked"]);
  assert.deepEqual((await call(`POST /api/vouchers/${body.id}/post`)).body.code, "period_locked");
  assert.deepEqual((await call("POST /api/vouchers", invoice({ draft: true }))).body.code, "period_locked");
  await call("POST /api/periods/lock", { until: null, reason: "opened again" });
  assert.equal((await call(`POST /api/vouchers/${body.id}/post`)).body.totalAmount, 236);
});

Deno.test("a draft of every shape is printed as DRAFT", async () => {
  for (
    const more of [{ party: consumer({ stateCode: "29" }) }, {
      party: buyer("27"),
      lines: [line(), line({ hsn: "7403" })],
    }]
  ) {
    const { body } = await draft(more);
    const response = await books.app.request(`/api/vouchers/${body.id}/pdf`, {
      headers: { authorization: `Bearer ${house.token}` },
    });
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "application/pdf"]);
    const text = await readPdf(new Uint8Array(await response.arrayBuffer()));
    assert.match(text.pages.join(), /DRAFT/);
    assert.match(text.pages.join(), /Copper wire/);
    text.close();
  }
});

Deno.test("a document of 300 lines is kept as a draft and posted", async () => {
  const lines = Array.from({ length: 300 }, (_, i) => line({ description: `Wire ${i + 1}`, rate: 100 + i }));
  const { body } = await draft({ lines });
  assert.equal(body.lines.length, 300);
  const answer = await call(`POST /api/vouchers/${body.id}/post`);
  assert.deepEqual([answer.status, answer.body.lines.length, answer.body.totalAmount], [200, 300, body.totalAmount]);
  assert.equal((await posted(books, house, invoice({ lines }))).body.lines.length, 300);
});
