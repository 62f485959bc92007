import assert from "node:assert/strict";
import postgres from "postgres";
import { openDatabase } from "../../db/pool.ts";
import { PostingQueue } from "../../domain/voucher/mod.ts";
import { type Answer, send } from "../support/app.ts";
import { buyer, type Document, invoice, line, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
const secondDb = openDatabase(books.database.appUrl, { max: 4 });
const later = { enqueue: () => Promise.resolve(), nudge: () => {} };
const second = books.another({ db: secondDb, posting: new PostingQueue(later) });
Deno.test.afterAll(async () => {
  await secondDb.end();
  await books.close();
});

let prefixes = 0;
async function makeSeries(more: Record<string, unknown> = {}, as = house) {
  const prefix = `P${++prefixes}`;
  const body = { voucherType: "tax_invoice", name: prefix, prefix, format: "{PREFIX}/{SEQUENCE}", ...more };
  const answer = await send(books.app, "POST /api/numbering-series", { token: as.token, body });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}
const post = (body: unknown, headers: Record<string, string> = {}, app = books.app, as = house): Promise<Answer> =>
  send(app, "POST /api/vouchers", { token: as.token, body, headers });
const keyed = (key: string) => ({ "idempotency-key": key });

Deno.test("R1.3 R1.9 sixty-four writers on two instances, with refusals and rollbacks between: no gap, no duplicate, history equals vouchers", async () => {
  const { id, prefix } = await makeSeries();
  const refused = [
    { date: "2026-11-21" },
    { party: buyer("29", { gstin: "29AAGCB7383J1Z5" }) },
    { lines: [line({ gstRate: 28 })] },
  ];
  const writer = async (w: number) => {
    const given: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const wrong = (w + turn) % 4 === 0 ? refused[(w + turn) % 3] : {};
      const answer = await post(invoice({ seriesId: id, ...wrong }), {}, w % 2 ? books.app : second);
      assert.equal(answer.status, Object.keys(wrong!).length ? 400 : 201, answer.text);
      if (answer.status === 201) given.push(answer.body.number);
    }
    return given;
  };
  const undone = async () => {
    for (let turn = 0; turn < 15; turn++) await rolledBack(id);
  };
  const [, ...each] = await Promise.all([undone(), ...Array.from({ length: 64 }, (_, w) => writer(w))]);
  for (const given of each) assert.deepEqual(given, [...given].sort(), "a writer's later number is the larger");
  const all = each.flat().sort();
  assert.deepEqual(all, Array.from({ length: 288 }, (_, i) => `${prefix}/${String(i + 1).padStart(5, "0")}`));
  const stored = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select h.number, v.number as voucher from billing.numbering_history h join billing.vouchers v on v.id = h.voucher_id
        where h.series_id = ${id} order by h.sequence`
  );
  assert.deepEqual(stored.map((row) => [row.number, row.voucher]), all.map((number) => [number, number]));
});

/** Posts in a series, number and all, and takes it back. */
async function rolledBack(seriesId: string): Promise<void> {
  const entering = { clock: books.clock, userId: house.userId };
  const undo = acting(secondDb, house.tenantId, entering)(async ({ sql }) => {
    const [row] = await sql`select * from billing.post_vouchers(${
      sql.json([{ document: invoice({ seriesId }) }] as never)
    })`;
    assert.equal(row?.outcome, "posted", row?.answer);
    throw new Error("undo");
  });
  await assert.rejects(undo, /undo/);
}

Deno.test("a document that spoils the call of its batch fails alone: its neighbours are posted without a gap", async () => {
  const [plain, full] = [await makeSeries(), await makeSeries({ prefix: "FULL567890", startNumber: 99_999 })];
  await posted(books, house, invoice({ seriesId: full.id }));
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) => post(invoice({ seriesId: i % 10 === 3 ? full.id : plain.id }))),
  );
  const refused = answers.filter(({ status }) => status !== 201);
  assert.deepEqual(
    refused.map(({ body }) => [body.status, body.code]),
    Array(6).fill([409, "numbering_series_exhausted"]),
  );
  const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body.number).sort();
  assert.deepEqual(numbers, Array.from({ length: 54 }, (_, i) => `${plain.prefix}/${String(i + 1).padStart(5, "0")}`));
});

Deno.test("concurrent posts go together: far fewer transactions than documents, each caller with its own answer", async () => {
  const { id } = await makeSeries();
  const before = await transactions();
  const answers = await Promise.all(
    Array.from(
      { length: 100 },
      (_, i) => post(invoice({ seriesId: id, reference: `PO-${i}`, lines: [line({ rate: 100 + i })] })),
    ),
  );
  answers.forEach(({ body }, i) => {
    assert.equal(body.reference, `PO-${i}`);
    assert.equal(body.taxableAmount, 100 + i);
  });
  const used = await transactions() - before;
  assert.ok(used < 40, `${used} transactions wrote 100 vouchers`);
});

/** Distinct transactions that wrote vouchers of the house. */
async function transactions(): Promise<number> {
  const [row] = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select count(distinct xmin::text)::int as n from billing.vouchers`
  );
  return row?.n;
}

Deno.test("the same Idempotency-Key eight times at once is one voucher, on one instance and on two", async () => {
  const { id } = await makeSeries();
  for (const apps of [[books.app], [books.app, second]]) {
    for (let round = 0; round < 10; round++) {
      const key = keyed(crypto.randomUUID());
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => post(invoice({ seriesId: id }), key, apps[i % apps.length])),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        Array(8).fill(201),
        answers.find((a) => a.status !== 201)?.text,
      );
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1, "byte for byte");
      const replayed = answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true");
      assert.equal(replayed.length, 7);
    }
  }
  const [row] = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select next_number::int from billing.numbering_counters where series_id = ${id}`
  );
  assert.equal(row?.next_number, 21, "twenty rounds, twenty numbers");
});

Deno.test("a key claimed by another person of the company at the same moment is still one voucher", async () => {
  const key = keyed(crypto.randomUUID());
  const made = await send(books.app, "POST /api/api-keys", {
    token: house.token,
    body: { name: "till", scopes: ["vouchers:write"] },
  });
  const machine = { ...house, token: made.body.key };
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => post(invoice(), key, books.app, i % 2 ? house : machine)),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(8).fill(201),
    answers.find((a) => a.status !== 201)?.text,
  );
  assert.equal(new Set(answers.map(({ body }) => body.number)).size, 1);
});

Deno.test("a replay answers byte for byte, also later and from another instance; another body is 422 and posts nothing", async () => {
  const key = keyed(crypto.randomUUID());
  const first = await posted(books, house, invoice(), key);
  for (const app of [books.app, second]) {
    const again = await post(invoice(), key, app);
    assert.equal(again.text, first.text);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    const other = await post(invoice({ narration: "another" }), key, app);
    assert.deepEqual([other.status, other.body.code], [422, "idempotency_key_reused"]);
  }
  assert.equal(first.headers.get("idempotency-replayed"), null);
  const next = await posted(books, house, invoice());
  assert.equal(sequence(next.body.number), sequence(first.body.number) + 1);
  const theirs = await post(invoice(), key, books.app, rival);
  assert.equal(theirs.headers.get("idempotency-replayed"), null, "a key is of its company");
});

const sequence = (number: string) => Number(number.split("/").at(-1));

Deno.test("two bodies under one key in the same instant: one is posted, the other is 422", async () => {
  for (let round = 0; round < 4; round++) {
    const key = keyed(crypto.randomUUID());
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => post(invoice({ narration: `body ${n % 2}` }), key, n < 3 ? books.app : second)),
    );
    const narrations = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.narration));
    assert.equal(narrations.size, 1);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 422, 422]);
  }
});

Deno.test("a refusal frees its key: mended, the document goes through under it", async () => {
  const key = keyed(crypto.randomUUID());
  assert.equal((await post(invoice({ date: "2026-11-21" }), key)).status, 400);
  assert.equal((await post(invoice(), key)).status, 201);
});

Deno.test("a new recipient named by thirty documents at once becomes one party with one ledger", async () => {
  const party = { name: "Quite New Traders", stateCode: "29" };
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => post(invoice({ party }), {}, i % 2 ? books.app : second)),
  );
  assert.equal(new Set(answers.map(({ body }) => body.partyId)).size, 1);
  const rows = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select p.id, l.id as ledger from billing.parties p join ledger.ledgers l on l.party_id = p.id where p.name = ${party.name}`
  );
  assert.deepEqual(rows.map((row) => [row.id, row.ledger]), [[answers[0]?.body.partyId, answers[0]?.body.partyId]]);
});

Deno.test("a preview stores nothing, takes no number, and is the voucher that posting makes", async () => {
  const documents: Document[] = [
    invoice(),
    invoice({
      party: buyer("27"),
      narration: "with care",
      reference: "PO-1",
      lines: [line(), line({ gstRate: 5, rate: "33.333", quantity: 3 })],
    }),
    invoice({
      party: buyer("29", { registrationType: "sez_unit", gstin: buyer("29").gstin }),
      lines: [line({ rate: 99.5 })],
    }),
    invoice({ reverseCharge: true, lines: [line({ discount: 12.34 })] }),
  ];
  const big = await books.makeBookkeeper("big", { turnover: 90_000_000, pan: "AAACG8888G" });
  for (const as of [house, big]) {
    for (const body of documents) {
      await posted(books, as, body);
      const before = await counts(as.tenantId);
      const preview = await send(books.app, "POST /api/vouchers/preview", { token: as.token, body });
      assert.equal(preview.status, 200, preview.text);
      assert.equal(preview.body.number, null);
      assert.deepEqual(await counts(as.tenantId), before);
      const real = await posted(books, as, body);
      const apart = new Set(["id", "number", "createdAt", "updatedAt", "explain"]);
      const bare = (voucher: object) => Object.fromEntries(Object.entries(voucher).filter(([key]) => !apart.has(key)));
      assert.deepEqual(bare(preview.body), bare(real.body));
    }
  }
  const fresh = { token: house.token, body: invoice({ party: { name: "Never Posted" } }) };
  await send(books.app, "POST /api/vouchers/preview", fresh);
  const found = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select 1 from billing.parties where name = 'Never Posted'`
  );
  assert.equal(found.length, 0);
});

async function counts(tenantId: string): Promise<Record<string, unknown>> {
  const [row] = await acting(books.db, tenantId)(({ sql }) =>
    sql`select (select count(*) from billing.vouchers) as vouchers, (select count(*) from billing.parties) as parties,
      (select count(*) from ledger.ledger_entries) as entries, (select count(*) from audit.events) as events,
      (select sum(next_number) from billing.numbering_counters) as numbers, (select count(*) from core.idempotency_keys) as keys`
  );
  return { ...row };
}

Deno.test("a transaction that hangs on the series makes others wait for a while, not for ever: 503, and nothing is lost", async () => {
  const admin = postgres(books.database.adminUrl, { max: 1, onnotice: () => {} });
  const { id, prefix } = await makeSeries();
  await posted(books, house, invoice({ seriesId: id }));
  await admin.unsafe(`alter role pakka_app in database ${books.database.name} set lock_timeout = '200ms'`);
  const hasty = openDatabase(books.database.appUrl, { max: 2 });
  const app = books.another({ db: hasty, posting: new PostingQueue(later) });
  try {
    await admin.begin(async (tx) => {
      await tx`select 1 from billing.numbering_counters where series_id = ${id} for update`;
      const answers = await Promise.all([1, 2, 3].map(() => post(invoice({ seriesId: id }), {}, app)));
      for (const { status, body, headers } of answers) {
        assert.deepEqual([status, body.code], [503, "temporarily_unavailable"]);
        assert.equal(headers.get("retry-after"), "1");
      }
    });
    assert.equal((await post(invoice({ seriesId: id }), {}, app)).body.number, `${prefix}/00002`);
  } finally {
    await admin.unsafe(`alter role pakka_app in database ${books.database.name} reset lock_timeout`);
    await hasty.end();
    await admin.end();
  }
});
