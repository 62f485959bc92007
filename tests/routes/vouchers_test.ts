import assert from "node:assert/strict";
import postgres from "postgres";
import { type Answer, send } from "../support/app.ts";
import { buyer, consumer, invoice, line, openBooks, posted } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
Deno.test.afterAll(books.close);

const post = (body: unknown, as = house) => send(books.app, "POST /api/vouchers", { token: as.token, body });
const get = (path: string, as = house) => send(books.app, `GET ${path}`, { token: as.token });
const codes = ({ body }: Answer) => body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);

Deno.test("a posted voucher is the document of the contract: every key, money with two decimals", async () => {
  const lines = [{
    description: "Laptop",
    hsn: "847130",
    quantity: 2,
    unit: "NOS",
    rate: 50000,
    discount: 0,
    gstRate: 18,
  }];
  const party = buyer("27", { city: "Pune", pincode: "411045", stateCode: "27" });
  const answer = await posted(books, house, invoice({ party, lines, reference: "PO-77", narration: "" }));
  const { body, text } = answer;
  assert.match(body.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.deepEqual(
    [body.type, body.number, body.date, body.status, body.title, body.placeOfSupply, body.supplyType, body.currency],
    ["tax_invoice", "INV/26-27/00001", "2026-11-20", "posted", "Tax Invoice", "27", "inter_state", "INR"],
  );
  assert.deepEqual(body.party, party);
  assert.equal(body.amountInWords, "Rupees One Lakh Eighteen Thousand Only");
  for (
    const money of [
      '"taxableAmount" : 100000.00',
      '"igstAmount" : 18000.00',
      '"totalAmount" : 118000.00',
      '"debit" : 118000.00',
    ]
  ) {
    assert.ok(text.replaceAll(/ ?: ?/g, " : ").includes(money), money);
  }
  assert.deepEqual(body.taxSummary.length, 1);
  assert.deepEqual([body.lines[0].lineNo, body.lines[0].quantity, body.lines[0].gstRate], [1, 2, 18]);
  assert.deepEqual(
    body.ledgerEntries.map((e: Record<string, unknown>) => [e.ledger, e.debit, e.credit]),
    [["Buyer in 27", 118000, 0], ["Sales", 0, 100000], ["Output IGST", 0, 18000]],
  );
  assert.deepEqual([body.eInvoice.applicability, body.eInvoice.status, body.eInvoice.irn], [
    "not_applicable",
    "not_required",
    null,
  ]);
  assert.deepEqual([body.eWayBill.applicability, body.narration, body.related], ["required", null, []]);
  const read = await get(`/api/vouchers/${body.id}`);
  assert.deepEqual(read.body, body);
  assert.ok(read.headers.get("etag"));
});

Deno.test("R13.1 R13.2 a voucher says who made it and when, by the person of the token", async () => {
  books.clock.set("2026-11-20T06:31:00Z");
  const { body } = await posted(books, house, invoice());
  assert.equal(body.createdBy, house.userId);
  assert.equal(new Date(body.createdAt).toISOString(), "2026-11-20T06:31:00.000Z");
  assert.equal(body.updatedAt, body.createdAt);
  assert.equal((await posted(books, rival, invoice())).body.createdBy, rival.userId);
});

Deno.test("R13.3 a change moves updatedAt, and only narration and reference can change", async () => {
  const { body } = await posted(books, house, invoice({ narration: "before" }));
  books.clock.set("2026-11-20T06:32:00Z");
  const change = (changes: unknown, as = house) =>
    send(books.app, `PUT /api/vouchers/${body.id}`, { token: as.token, body: changes });
  const changed = await change({ narration: "after" });
  assert.equal(changed.status, 200);
  assert.deepEqual([changed.body.narration, changed.body.createdAt], ["after", body.createdAt]);
  assert.equal(new Date(changed.body.updatedAt).toISOString(), "2026-11-20T06:32:00.000Z");
  const rest = ({ narration: _, updatedAt: __, ...same }: Record<string, unknown>) => same;
  assert.deepEqual(rest(changed.body), rest(body));
  for (
    const wrong of [{ totalAmount: 1 }, { number: "INV/1" }, { lines: [] }, { status: "draft" }, { date: "2026-11-19" }]
  ) {
    assert.deepEqual((await change(wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.equal((await change({ narration: "theirs" }, rival)).status, 404);
  for (const column of ["total_amount = 1", "number = 'X1'", "voucher_date = '2026-01-01'", "party_name = 'X'"]) {
    const direct = acting(books.db, house.tenantId)(({ sql }) => sql.unsafe(`update billing.vouchers set ${column}`));
    await assert.rejects(direct, { code: "42501" }, column);
  }
});

Deno.test("R11.10 vouchers are listed by type, page after page, each once, also while others are posted", async () => {
  const series = { voucherType: "tax_invoice", name: "pages", prefix: "PG", format: "{PREFIX}/{SEQUENCE}" };
  const shop = await books.makeBookkeeper("shop", { pan: "AAACP7777P" });
  const { body: { id: seriesId } } = await send(books.app, "POST /api/numbering-series", {
    token: shop.token,
    body: series,
  });
  const dates = ["2026-11-18", "2026-11-20", "2026-11-19"];
  const wanted: string[] = [];
  for (let i = 0; i < 25; i++) {
    wanted.push((await posted(books, shop, invoice({ seriesId, date: dates[i % 3], reference: `R${i}` }))).body.number);
  }
  const seen: { number: string; date: string }[] = [];
  let cursor: string | null = null;
  do {
    const page = await get(`/api/vouchers?type=tax_invoice&limit=4${cursor ? `&cursor=${cursor}` : ""}`, shop);
    assert.equal(page.status, 200);
    assert.ok(page.body.data.length <= 4);
    seen.push(...page.body.data);
    cursor = page.body.nextCursor;
    if (seen.length === 8) await posted(books, shop, invoice({ seriesId, date: "2026-11-20" }));
  } while (cursor);
  assert.deepEqual(seen.map(({ number }) => number).sort(), wanted.sort());
  assert.deepEqual(seen.map(({ date }) => date), [...seen.map(({ date }) => date)].sort().reverse(), "newest first");
  assert.deepEqual((await get("/api/vouchers?type=credit_note", shop)).body, { data: [], nextCursor: null });
});

Deno.test("a list is narrowed by status, dates, party, number and name, and by all of them", async () => {
  const shop = await books.makeBookkeeper("filters", { pan: "AAACF8888F" });
  const lamp = await posted(
    books,
    shop,
    invoice({ party: consumer({ name: "Lamp & Co 100%", stateCode: "29" }), date: "2026-10-01" }),
  );
  const desk = await posted(books, shop, invoice({ date: "2026-11-01" }));
  const ids = async (query: string, as = shop) =>
    (await get(`/api/vouchers?${query}`, as)).body.data.map((row: { id: string }) => row.id);
  assert.deepEqual(await ids("from=2026-10-15"), [desk.body.id]);
  assert.deepEqual(await ids("to=2026-10-15"), [lamp.body.id]);
  assert.deepEqual(await ids("from=2026-10-01&to=2026-10-01&status=posted&type=tax_invoice"), [lamp.body.id]);
  assert.deepEqual(await ids(`partyId=${desk.body.partyId}`), [desk.body.id]);
  assert.deepEqual(await ids("q=lamp"), [lamp.body.id]);
  assert.deepEqual(await ids("q=100%25"), [lamp.body.id], "a per cent sign is a per cent sign");
  assert.deepEqual(await ids("q=_"), []);
  assert.deepEqual(await ids("q=inv/26-27/00002"), [desk.body.id]);
  assert.deepEqual(await ids("status=cancelled"), []);
  assert.deepEqual(await ids(`partyId=${desk.body.partyId}`, rival), []);
  for (const query of ["limit=0", "limit=201", "from=yesterday", "status=lost", "cursor=xyz", "page=2", "partyId=1"]) {
    assert.equal((await get(`/api/vouchers?${query}`, shop)).status, 400, query);
  }
});

Deno.test("R11.13 the status says what happened: 201 posted, 200 read, 400 refused, 404 not there, 500 our fault", async () => {
  const made = await post(invoice());
  assert.equal(made.status, 201);
  assert.equal((await get(`/api/vouchers/${made.body.id}`)).status, 200);
  assert.equal((await post(invoice({ date: "2026-11-21" }))).status, 400);
  assert.equal((await post("{")).status, 400);
  assert.equal((await get(`/api/vouchers/${crypto.randomUUID()}`)).status, 404);
  assert.equal((await get("/api/vouchers/none")).status, 404);
  assert.equal((await send(books.app, "GET /api/vouchers")).status, 401);
  const admin = postgres(books.database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin`alter function billing.voucher_json(uuid) rename to voucher_json_gone`;
    const broken = await get(`/api/vouchers/${made.body.id}`);
    assert.deepEqual([broken.status, broken.body.code], [500, "internal_error"]);
    assert.doesNotMatch(broken.text, /voucher_json|function|billing|select|\.ts|SQL/i, "nothing of what is behind");
    assert.ok(books.logged.some((l) => l.event === "unexpected_error" && l.requestId === broken.body.requestId));
  } finally {
    await admin`alter function billing.voucher_json_gone(uuid) rename to voucher_json`;
    await admin.end();
  }
  assert.equal((await get(`/api/vouchers/${made.body.id}`)).status, 200);
});

Deno.test("R11.14 whatever is wrong with a voucher is told field by field, with facts", async () => {
  const malformed = await post({
    type: "tax_invoice",
    date: "20-11-2026",
    lines: [{ quantity: -1, rate: "x" }],
    total: 5,
  });
  assert.equal(malformed.body.code, "invalid_request");
  assert.deepEqual(codes(malformed).map((c: string) => c.split(" ")[0]).sort(), [
    "/date",
    "/lines/0/quantity",
    "/lines/0/rate",
    "/total",
  ]);
  const refused = await post(invoice({ date: "2026-12-01", lines: [line({ gstRate: 28 }), line({ unit: "XX" })] }));
  assert.deepEqual([refused.status, refused.body.code], [400, "voucher_refused"]);
  assert.deepEqual(codes(refused), [
    "/date invoice_date_in_future",
    "/lines/0/gstRate gst_rate_not_in_force",
    "/lines/1/unit unit_unknown",
  ]);
  const one = await post(invoice({ lines: [line({ gstRate: 28 })] }));
  assert.equal(one.body.code, "gst_rate_not_in_force");
  assert.deepEqual(one.body.errors[0].facts, { gstRate: 28, hsn: "740811", date: "2026-11-20" });
  assert.match(one.body.errors[0].message, /28 per cent is not in force for HSN 740811 on 2026-11-20/);
});

Deno.test("absurd figures are refused where they stand, and store nothing", async () => {
  const count = async () => (await get("/api/vouchers?limit=200")).body.data.length;
  const before = await count();
  const absurd = [
    "-1",
    "-0.01",
    "1e308",
    "1e999",
    "1e21",
    "1234567890123456789",
    "0.0001",
    '"NaN"',
    '"1e3"',
    '"1,000"',
    '""',
    "true",
    "[]",
    "{}",
  ];
  for (const field of ["quantity", "rate", "discount", "gstRate", "cessRate"]) {
    for (const figure of field === "gstRate" || field === "cessRate" ? [...absurd, "1000"] : absurd) {
      const body = JSON.stringify(invoice({ lines: [line({ [field]: "here" })] })).replace('"here"', figure);
      const answer = await post(body);
      assert.deepEqual([answer.status, answer.body.code], [400, "invalid_request"], `${field} ${figure}`);
      assert.ok(codes(answer)[0].startsWith(`/lines/0/${field} `), `${field} ${figure}: ${codes(answer)}`);
    }
  }
  for (const date of ["2026-02-30", "2026-13-01", "20261120", "0000-00-00", "2026-11-20T00:00:00Z", 20261120, null]) {
    assert.deepEqual((await post(invoice({ date }))).body.errors[0].pointer, "/date", String(date));
  }
  assert.equal(await count(), before);
});

Deno.test("a document has one recipient, a known kind, and lines from one to a thousand", async () => {
  const { body: { partyId } } = await posted(books, house, invoice());
  assert.equal((await post(invoice({ partyId }))).status, 201);
  assert.deepEqual(codes(await post({ ...invoice(), partyId })), ["/party one_recipient"]);
  assert.equal((await post(invoice({ party: undefined }))).status, 400);
  assert.equal((await post(invoice({ type: "tax_invoices" }))).status, 400);
  assert.equal((await post(invoice({ lines: [] }))).status, 400);
  assert.equal((await post(invoice({ lines: Array(1001).fill(line()) }))).status, 400);
  assert.deepEqual(codes(await post(invoice({ partyId: crypto.randomUUID() }))), ["/partyId party_unknown"]);
});

Deno.test("an item stands for description, HSN, unit and rates; what the line says goes before", async () => {
  const item = { name: "Copper wire 2 mm", hsn: "740811", unit: "KGS", gstRate: 18, rate: 800 };
  const { body: { id: itemId } } = await send(books.app, "POST /api/items", { token: house.token, body: item });
  const { body } = await posted(
    books,
    house,
    invoice({ lines: [{ itemId, quantity: 3 }, { itemId, quantity: 1, rate: 700, description: "Offcut" }] }),
  );
  const shown = body.lines.map((
    l: Record<string, unknown>,
  ) => [l.itemId, l.description, l.hsn, l.unit, l.rate, l.taxableAmount]);
  assert.deepEqual(shown, [
    [itemId, "Copper wire 2 mm", "740811", "KGS", 800, 2400],
    [itemId, "Offcut", "740811", "KGS", 700, 700],
  ]);
  const theirs = await post(invoice({ lines: [{ itemId, quantity: 1 }] }), rival);
  assert.deepEqual(codes(theirs), ["/lines/0/itemId item_unknown"]);
});

Deno.test("R15.2 R15.3 the company comes from the token: one that is named in the body is refused, another's is not there", async () => {
  for (const key of ["tenantId", "tenant_id", "createdBy", "number", "status", "id"]) {
    const answer = await post({ ...invoice(), [key]: rival.tenantId });
    assert.deepEqual([answer.status, codes(answer)[0]], [400, `/${key} unknown_key`]);
  }
  const { body } = await posted(books, house, invoice());
  const rows = await acting(books.db, house.tenantId)(({ sql }) =>
    sql`select tenant_id, created_by from billing.vouchers where id = ${body.id}`
  );
  assert.deepEqual({ ...rows[0] }, { tenant_id: house.tenantId, created_by: house.userId });
});

Deno.test("R15.4 R15.10 another company's voucher, series or party is not there, and reaching for it is recorded", async () => {
  const { body } = await posted(books, house, invoice());
  const reach = (what: string, sent?: unknown) => send(books.app, what, { token: rival.token, body: sent });
  assert.equal((await reach(`GET /api/vouchers/${body.id}`)).status, 404);
  assert.equal((await reach(`PUT /api/vouchers/${body.id}`, { narration: "x" })).status, 404);
  assert.equal((await reach(`GET /api/vouchers/${body.id}/pdf`)).status, 404);
  const byParty = await reach("POST /api/vouchers", invoice({ partyId: body.partyId }));
  assert.deepEqual(codes(byParty), ["/partyId party_unknown"]);
  const list = (await reach("GET /api/vouchers?limit=200")).body.data;
  assert.equal(list.some((row: { id: string }) => row.id === body.id), false);
  const admin = postgres(books.database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    const events = await admin`select * from audit.security_events where entity_id = ${body.id}`;
    assert.equal(events.length, 3);
    for (const event of events) assert.equal(event.tenant_id, rival.tenantId);
  } finally {
    await admin.end();
  }
});

Deno.test("the printed voucher is a PDF under its number", async () => {
  const { body } = await posted(books, house, invoice());
  const response = await books.app.request(`/api/vouchers/${body.id}/pdf`, {
    headers: { authorization: `Bearer ${house.token}` },
  });
  assert.equal(response.headers.get("content-type"), "application/pdf");
  assert.match(response.headers.get("content-disposition") ?? "", /filename="INV-26-27-\d{5}\.pdf"/);
  assert.equal(new TextDecoder().decode((await response.arrayBuffer()).slice(0, 5)), "%PDF-");
});
