import assert from "node:assert/strict";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Database } from "../../db/pool.ts";
import { openDatabase } from "../../db/pool.ts";
import type { Context } from "../../domain/shared/context.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import type { Env } from "../../routes/deps.ts";
import { answerError } from "../../routes/problem.ts";
import { type Answer, send } from "../support/app.ts";
import { buyer, computed, type Document, gstinOf, invoice, line, openBooks, posted } from "../support/books.ts";
import { makeCompany, signInAs } from "../support/people.ts";
import { acting, addItem } from "../support/tenants.ts";

/** Refusals that no other test has a reason to meet: each is given, where it points, and with its status. */

const books = await openBooks();
const { app, house, clock, database, db } = books;
const admin = openDatabase(database.adminUrl, { max: 1 });
Deno.test.afterAll(async () => {
  await admin.end();
  await books.close();
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const ask = (what: string, body: unknown, token = house.token) => send(app, what, { token, body });

function assertRefused(answer: Answer, status: number, code: string, pointer?: string): void {
  assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
  if (pointer !== undefined) assert.equal(answer.body.errors[0].pointer, pointer);
}

async function assertComputed(document: Document, ...codes: string[]): Promise<void> {
  const [verdict] = await computed(books, house, [document]);
  assert.deepEqual(verdict?.codes.toSorted(), codes.toSorted());
}

test("a line without particulars and without an item names each that is missing", async () => {
  const bare = { quantity: 1, gstRate: 18 };
  await assertComputed(
    invoice({ lines: [bare] }),
    "description_missing",
    "hsn_missing",
    "unit_missing",
    "rate_missing",
  );
  const itemId = await acting(db, house.tenantId, { clock })((tx) => addItem(tx, "an item without a rate"));
  await assertComputed(invoice({ lines: [{ itemId, quantity: 1 }] }), "rate_missing");
});

test("an item or a party that is not there, or is another company's, is refused alike", async () => {
  const { itemId, partyId } = await acting(db, books.rival.tenantId, { clock })(async (tx) => {
    const [party] = await tx.sql`select billing.put_party(null, ${tx.sql.json(buyer("29") as never)}) ->> 'id' as id`;
    return { itemId: await addItem(tx, "theirs"), partyId: party?.id };
  });
  for (const id of [itemId, crypto.randomUUID()]) {
    await assertComputed(invoice({ lines: [{ itemId: id, quantity: 1, rate: 1 }] }), "item_unknown");
  }
  for (const id of [partyId, crypto.randomUUID()]) {
    const answer = await ask("POST /api/vouchers", invoice({ partyId: id }));
    assertRefused(answer, 400, "party_unknown", "/partyId");
  }
});

test("a company without registration posts nothing; one without a series neither", async () => {
  await makeCompany(database, "bare");
  const token = await signInAs(app, "owner@bare.test");
  const before = await ask("POST /api/vouchers", invoice(), token);
  assert.ok(before.body.errors.some((error: { code: string }) => error.code === "company_not_set_up"), before.text);
  const gstin = { gstin: gstinOf("29", "AAACN1234B"), address: "1 MG Road", city: "Bengaluru", pincode: "560001" };
  const company = { legalName: "Bare Private Limited", aggregateTurnover: 1, gstins: [{ ...gstin, isDefault: true }] };
  assert.equal((await ask("PUT /api/company", company, token)).status, 200);
  const after = await ask("POST /api/vouchers", invoice(), token);
  assertRefused(after, 409, "numbering_series_missing");
});

test("a company's registrations are of its PAN, and one of them is the default", async () => {
  const home = { address: "1 MG Road", city: "Bengaluru", pincode: "560001" };
  const company = (pan: string, ...gstins: Record<string, unknown>[]) =>
    ask("PUT /api/company", {
      legalName: "House",
      pan,
      aggregateTurnover: 1,
      gstins: gstins.map((gstin) => ({ ...home, ...gstin })),
    });
  const own = gstinOf("29");
  assertRefused(await company("AAACX1234K", { gstin: own }), 400, "gstin_of_another_pan", "/gstins/0/gstin");
  const two = [{ gstin: own, isDefault: true }, { gstin: gstinOf("27"), isDefault: true }];
  assertRefused(await company("AAACH1234K", ...two), 400, "one_default_gstin", "/gstins");
});

test("a series numbers what it is for, and once used stays what it is", async () => {
  const series = { voucherType: "tax_invoice", name: "Counter", prefix: "CT", format: "{PREFIX}-{SEQUENCE}" };
  const sound = { ...series, startNumber: 1, padding: 3, resetFrequency: "never" };
  const unknown = await ask("POST /api/numbering-series", { ...sound, voucherType: "love_letter" });
  assertRefused(unknown, 400, "voucher_type_unknown", "/voucherType");
  const { body: made } = await ask("POST /api/numbering-series", sound);
  await posted(books, house, invoice({ seriesId: made.id }));
  const changed = await ask(`PUT /api/numbering-series/${made.id}`, { ...sound, prefix: "CX" });
  assertRefused(changed, 409, "numbering_series_in_use");

  const other = await ask("POST /api/numbering-series", {
    ...sound,
    voucherType: "retail_invoice",
    name: "P",
    prefix: "PL",
  });
  assert.equal(other.status, 201, other.text);
  await assertComputed(invoice({ seriesId: other.body.id }), "numbering_series_of_another_type");
});

test("a cancelled voucher stays as it is", async () => {
  const { body: voucher } = await posted(books, house, invoice());
  await admin`update billing.vouchers set status = 'cancelled', cancelled_at = now(), cancel_reason = 'a test' where id = ${voucher.id}`;
  const amended = await ask(`PUT /api/vouchers/${voucher.id}`, { narration: "later" });
  assertRefused(amended, 409, "voucher_is_cancelled");
});

test("an address signs in to one account", async () => {
  const again = acting(admin, house.tenantId, { clock })(async ({ sql }) => {
    await sql`set local role pakka_owner`;
    await sql`select core.create_user('owner@rival.test', 'Owner', '{owner}', 'no hash')`;
  });
  await assert.rejects(
    again,
    (error) => error instanceof Refusal && error.code === "email_taken" && error.status === 409,
  );
});

test("a key that exists is a refusal with a name, though nobody foresaw it", async () => {
  const twice = acting(db, house.tenantId, { clock })(async (tx) => {
    await addItem(tx, "twice");
    await addItem(tx, "twice");
  });
  await assert.rejects(twice, (error) => error instanceof Refusal && error.code === "already_exists");
});

test("what Hono itself refuses leaves as a problem too", async () => {
  const tiny = new Hono<Env>().get("/", () => {
    throw new HTTPException(400);
  });
  tiny.onError(answerError);
  assertRefused(await send(tiny, "GET /"), 400, "request_malformed");
});

test("more than five thousand waiting documents are sent away at once, and not kept", async () => {
  // A database that never answers: what comes in stays waiting.
  const stuck = Object.assign(() => new Promise(() => {}), { json: (value: unknown) => value }) as unknown as Database;
  const queue = new PostingQueue({ enqueue: () => Promise.resolve(), nudge: () => {} });
  const actor = { kind: "job", tenantId: house.tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
  const ctx: Context = { db: stuck, actor, clock, requestId: "test", ip: null };
  for (let at = 0; at < 5002; at++) void queue.post(ctx, { lines: [line()] }, null);
  await assert.rejects(
    queue.post(ctx, {}, null),
    (error) => error instanceof Refusal && error.code === "posting_queue_full" && error.status === 429,
  );
  assert.equal(queue.length, 5000);
});
