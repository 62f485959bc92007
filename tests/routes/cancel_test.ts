import assert from "node:assert/strict";
import { cancelRequested } from "../../domain/einvoice/mod.ts";
import { send } from "../support/app.ts";
import { buyer, invoice, line, openBooks, posted } from "../support/books.ts";
import { einvoiceWorld, house as registered, invoice as registrable, rowsOf } from "../support/einvoice_world.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
const world = await einvoiceWorld();
Deno.test.afterAll(async () => {
  await books.close();
  await world.close();
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

// deno-lint-ignore no-explicit-any -- a voucher as answered
type Voucher = any;
const post = async (document: unknown): Promise<Voucher> => (await posted(books, house, document)).body;
const cancel = (id: string, more: object = {}, as = house, app = books.app) =>
  send(app, `POST /api/vouchers/${id}/cancel`, { token: as.token, body: { reason: "wrong buyer", ...more } });
const refusal = ({ status, body }: { status: number; body: Voucher }) => [status, body.code];

test("R13.8 a cancelled voucher keeps its row, its number and its lines, and says when and why", async () => {
  const before = await post(invoice());
  const { status, body } = await cancel(before.id);
  assert.equal(status, 200);
  assert.deepEqual([body.id, body.number, body.status, body.cancelReason], [
    before.id,
    before.number,
    "cancelled",
    "wrong buyer",
  ]);
  assert.ok(body.cancelledAt);
  assert.deepEqual([body.lines, body.totalAmount], [before.lines, before.totalAmount]);
  assert.deepEqual((await send(books.app, `GET /api/vouchers/${before.id}`, { token: house.token })).body, body);
  const next = await post(invoice());
  assert.equal(Number(next.number.slice(-5)), Number(before.number.slice(-5)) + 1, "its number is not given again");
});

test("its books are taken back by counter-entries of the same voucher on the same day", async () => {
  const before = await post(
    invoice({ date: "2026-11-03", party: buyer("27"), lines: [line({ rate: 99.37 }), line()] }),
  );
  const { body } = await cancel(before.id);
  const mirrored = before.ledgerEntries.map((e: Voucher) => ({ ...e, debit: e.credit, credit: e.debit }));
  assert.deepEqual(body.ledgerEntries, [...before.ledgerEntries, ...mirrored]);
  const rows = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select entry_no, entry_date, ledger_id, debit - credit as net from ledger.ledger_entries
        where voucher_id = ${before.id} order by entry_no`
  );
  assert.equal(rows.length, 2 * before.ledgerEntries.length);
  assert.deepEqual(new Set(rows.map((row) => row.entry_date)), new Set(["2026-11-03"]));
  const [sum] = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select count(*)::int as wrong from (select 1 from ledger.ledger_entries where voucher_id = ${before.id}
        group by ledger_id having sum(debit) <> sum(credit)) as ledgers`
  );
  assert.equal(sum?.wrong, 0);
});

test("a voucher is cancelled once: voucher_is_cancelled; another company's is not there; a draft: voucher_is_draft", async () => {
  const { id } = await post(invoice());
  assert.deepEqual(refusal(await cancel(id, {}, rival)), [404, "not_found"]);
  assert.equal((await cancel(id)).status, 200);
  assert.deepEqual(refusal(await cancel(id)), [409, "voucher_is_cancelled"]);
  assert.deepEqual(refusal(await cancel(id, { reason: "" })), [400, "invalid_request"]);
  assert.deepEqual(refusal(await cancel(crypto.randomUUID())), [404, "not_found"]);
  const draft = await send(books.app, "POST /api/vouchers", { token: house.token, body: invoice({ draft: true }) });
  assert.deepEqual(refusal(await cancel(draft.body.id)), [409, "voucher_is_draft"]);
  const put = { token: house.token, body: { narration: "too late" } };
  assert.deepEqual(refusal(await send(books.app, `PUT /api/vouchers/${id}`, put)), [409, "voucher_is_cancelled"]);
});

test("what posted documents stand on is not cancelled before them: voucher_has_dependants names them", async () => {
  const sold = await post(invoice());
  const note = await post({
    type: "credit_note",
    date: "2026-11-20",
    originalVoucherId: sold.id,
    lines: [{ quantity: 0.5, originalLineNo: 1 }],
  });
  const refused = await cancel(sold.id);
  assert.deepEqual(refusal(refused), [409, "voucher_has_dependants"]);
  assert.deepEqual(refused.body.facts, { number: sold.number, numbers: [note.number] });
  assert.equal((await cancel(note.id)).status, 200);
  const again = { type: "credit_note", date: "2026-11-20", originalVoucherId: sold.id };
  const whole = await post(again);
  assert.equal(whole.totalAmount, sold.totalAmount, "what the cancelled note took is free again");
  assert.equal((await cancel(whole.id)).status, 200);
  assert.equal((await cancel(sold.id)).status, 200);
  const late = await send(books.app, "POST /api/vouchers", { token: house.token, body: again });
  assert.deepEqual(refusal(late), [409, "original_is_cancelled"]);
});

test("of a cancelling and a credit note at the same moment exactly one wins, thirty times", async () => {
  const other = books.another();
  for (let i = 0; i < 30; i++) {
    const sold = await post(invoice());
    const note = { type: "credit_note", date: "2026-11-20", originalVoucherId: sold.id };
    const [cancelled, noted] = await Promise.all([
      cancel(sold.id),
      send(other, "POST /api/vouchers", { token: house.token, body: note }),
    ]);
    const outcome = `${cancelled.status} ${noted.status}`;
    assert.ok(outcome === "200 409" || outcome === "409 201", outcome);
  }
});

test("two who cancel at once cancel once", async () => {
  const { id } = await post(invoice());
  const answers = await Promise.all([cancel(id), cancel(id, {}, house, books.another()), cancel(id)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
  const { body } = await send(books.app, `GET /api/vouchers/${id}`, { token: house.token });
  assert.equal(body.ledgerEntries.length, 8);
});

test("goods come back with the cancelled sale", async () => {
  const token = house.token;
  const item = await send(books.app, "POST /api/items", {
    token,
    body: { name: "Stool", hsn: "940360", unit: "NOS", rate: 100, gstRate: 18 },
  });
  const lines = (quantity: number) => [{ itemId: item.body.id, quantity, rate: 60 }];
  await post({ ...invoice({ lines: lines(10) }), type: "purchase_invoice", supplierInvoiceNumber: "S-1" });
  const there = () =>
    acting(books.db, house.tenantId)(async ({ sql }) => {
      const [row] = await sql`select sum(quantity)::float as n, sum(value)::float as v from inventory.stock_levels
        where item_id = ${item.body.id}`;
      return [row?.n, row?.v];
    });
  assert.deepEqual(await there(), [10, 600]);
  const sold = await post(invoice({ lines: lines(4) }));
  assert.deepEqual(await there(), [6, 360]);
  assert.equal((await cancel(sold.id)).status, 200);
  assert.deepEqual(await there(), [10, 600]);
});

test("while its e-invoice stands at the portal a voucher is not cancelled: e_invoice_alive; after that it is", async () => {
  const sold = await world.post(registrable());
  await world.run();
  const { irn } = await world.standing(sold.id);
  const body = { reason: "order withdrawn" };
  const refused = await world.api(`POST /api/vouchers/${sold.id}/cancel`, { body });
  assert.deepEqual(refusal(refused), [409, "e_invoice_alive"]);
  assert.deepEqual(refused.body.facts, { status: "generated", irn });
  const [asked] = await rowsOf(world)(({ sql }) =>
    sql`select * from einvoice.request_cancellation(${irn}, '2', 'order withdrawn')`
  );
  assert.deepEqual((await world.api(`POST /api/vouchers/${sold.id}/cancel`, { body })).body.facts.status, "cancelling");
  await cancelRequested(world.context(registered), world.deps, world.ewayDeps, asked?.cancellation_id);
  const cancelled = await world.api(`POST /api/vouchers/${sold.id}/cancel`, { body });
  assert.deepEqual([cancelled.status, cancelled.body.status, cancelled.body.eInvoice.status], [
    200,
    "cancelled",
    "cancelled",
  ]);
});

test("an e-invoice that was never sent is withdrawn with its voucher, and never sent", async () => {
  const sold = await world.post(registrable());
  const cancelled = await world.api(`POST /api/vouchers/${sold.id}/cancel`, { body: { reason: "typed twice" } });
  assert.deepEqual([cancelled.status, cancelled.body.eInvoice.status], [200, "not_required"]);
  world.later(3600);
  await world.run();
  assert.deepEqual(await world.registered(sold.number), []);
  const asked = await world.api("POST /api/einvoice/generate", { body: { voucherId: sold.id } });
  assert.deepEqual(refusal(asked), [409, "voucher_is_cancelled"]);
  await world.run();
  assert.deepEqual(await world.registered(sold.number), []);
});

test("of a cancelling and a worker at the same moment one wins: what is cancelled was not sent, what was sent stands", async () => {
  for (let i = 0; i < 6; i++) {
    const sold = await world.post(registrable());
    const [answer] = await Promise.all([
      world.api(`POST /api/vouchers/${sold.id}/cancel`, { body: { reason: "at once" } }),
      world.run(),
    ]);
    await world.settle();
    const atPortal = (await world.registered(sold.number)).length;
    assert.deepEqual([answer.status, atPortal], answer.status === 200 ? [200, 0] : [409, 1]);
  }
});

test("while an e-invoice is being sent, or may have arrived, its voucher stays: e_invoice_alive", async () => {
  const sold = await world.post(registrable());
  for (const status of ["sending", "unknown"]) {
    await rowsOf(world)(({ sql }) =>
      sql`update einvoice.e_invoices set status = ${status} where voucher_id = ${sold.id}`
    );
    const refused = await world.api(`POST /api/vouchers/${sold.id}/cancel`, { body: { reason: "too early" } });
    assert.deepEqual([refused.status, refused.body.code, refused.body.facts.status], [409, "e_invoice_alive", status]);
  }
});

test("an e-way bill that is alive keeps its voucher: e_way_bill_alive", async () => {
  const sold = await post(invoice());
  const bill = (status: string) =>
    acting(books.db, house.tenantId)(({ sql, tenantId }) =>
      sql`insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, ewb_number, cancelled_at)
          values (${tenantId}, ${sold.id}, ${house.gstins[0]!}, ${status}, '181012345678', ${
        status === "cancelled" ? "2026-11-20T06:00:00Z" : null
      }) on conflict (tenant_id, ewb_number) do update set status = excluded.status, cancelled_at = excluded.cancelled_at`
    );
  await bill("active");
  const refused = await cancel(sold.id);
  assert.deepEqual(refusal(refused), [409, "e_way_bill_alive"]);
  assert.deepEqual(refused.body.facts, { status: "active", ewbNumber: "181012345678" });
  await bill("cancelled");
  assert.equal((await cancel(sold.id)).status, 200);
});
