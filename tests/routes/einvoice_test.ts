import assert from "node:assert/strict";
import { credentialsOf, einvoiceWorld, gstinOf, house, invoice, rival, rowsOf } from "../support/einvoice_world.ts";
import { until } from "../jobs/job_world.ts";

const world = await einvoiceWorld({ queue: true, realClock: true });
await world.work();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const date = new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
const document = invoice({ date });
const generate = (voucherId: string, as?: string) =>
  world.api("POST /api/einvoice/generate", { body: { voucherId }, ...(as && { as }) });
const otherOwner = "owner@rival.test";

/**
 * A posted voucher that the portal refused once. A document that an earlier test put off may come in between and take the
 * planned refusal for itself; then another one is planned and posted.
 */
async function refused(code = "2240", as?: string): Promise<{ id: string; number: string }> {
  const tenant = as === undefined ? house : rival;
  while (true) {
    await world.fault({ kind: "portal_error", code, message: "not allowed today" });
    const voucher = await world.post(document, as);
    await until(async () => ["failed", "generated"].includes((await world.standing(voucher.id, tenant)).status));
    if ((await world.standing(voucher.id, tenant)).status === "failed") return voucher;
  }
}

test("R11.4 generate answers 201 with the IRN; again, the same", async () => {
  const { id } = await world.post(document);
  const made = await generate(id);
  assert.equal(made.status, 201, made.text);
  const { irn, ackNo, ackDate, status, signedQrCode, signatureVerified, voucherId } = made.body;
  assert.deepEqual([voucherId, status, signatureVerified], [id, "generated", true]);
  assert.match(irn, /^[0-9a-f]{64}$/);
  assert.match(ackNo, /^\d{15}$/);
  assert.ok(Math.abs(Date.parse(ackDate) - Date.now()) < 60_000);
  assert.equal(signedQrCode.split(".").length, 3);
  const again = await generate(id);
  assert.deepEqual([again.status, again.body.irn], [201, irn]);
  assert.equal(world.calls.filter((call) => call === "POST /eicore/v1.03/Invoice").length, 1);

  const byVoucher = await world.api(`GET /api/einvoice/${id}`);
  const byIrn = await world.api(`GET /api/einvoice/irn/${irn}`);
  assert.deepEqual(byVoucher.body, byIrn.body);
  assert.deepEqual([byIrn.body.irn, byIrn.body.error], [irn, undefined]);
});

test("generate answers 202 with where to look while the portal is unreachable for us", async () => {
  await world.fault({ kind: "http_503", times: 2 });
  const { id } = await world.post(document);
  const answer = await generate(id);
  assert.equal(answer.status, 202, answer.text);
  assert.equal(answer.body.href, `/api/einvoice/${id}`);
  assert.ok(["pending", "unknown"].includes(answer.body.status));
  const look = await world.api(`GET ${answer.body.href}`);
  assert.deepEqual([look.status, look.body.error.code], [200, "server_error"]);
});

test("R2.4 R14.1 generate answers 409 with the portal's code, and retry registers it", async () => {
  await world.fault({ kind: "portal_error", code: "2240", message: "not allowed today", times: 1 });
  const { id } = await world.post(document);
  await until(async () => (await world.standing(id)).status === "failed");
  await world.fault({ kind: "portal_error", code: "2240", message: "not allowed today", times: 1 });
  const answer = await generate(id);
  assert.deepEqual([answer.status, answer.body.code], [409, "e_invoice_refused"]);
  assert.deepEqual(answer.body.errors?.[0]?.facts ?? answer.body.facts, { code: "2240", message: "not allowed today" });
  const retried = await world.api(`POST /api/einvoice/${id}/retry`);
  assert.deepEqual([retried.status, retried.body.status], [200, "generated"]);
});

test("a voucher that needs no e-invoice says why", async () => {
  const { id } = await world.post(document, "owner@small.test");
  const answer = await generate(id, "owner@small.test");
  assert.deepEqual([answer.status, answer.body.code], [409, "e_invoice_not_applicable"]);
  assert.match(answer.text, /aggregate turnover does not exceed/);
});

test("bulk-generate makes each due, and says of each what became of it", async () => {
  const vouchers = await Promise.all([1, 2, 3].map(() => world.post(document)));
  const foreign = await world.post(document, otherOwner);
  const none = crypto.randomUUID();
  const voucherIds = [...vouchers.map(({ id }) => id), foreign.id, none];
  const answer = await world.api("POST /api/einvoice/bulk-generate", { body: { voucherIds } });
  assert.equal(answer.status, 202);
  const outcomes = answer.body.results.map((one: { status: string; code?: string }) => one.code ?? one.status);
  assert.deepEqual(outcomes.slice(3), ["not_found", "not_found"]);
  assert.ok(outcomes.slice(0, 3).every((one: string) => one === "pending" || one === "generated"));
  await until(async () => {
    const standings = await Promise.all(vouchers.map(({ id }) => world.standing(id)));
    return standings.every(({ status }) => status === "generated");
  });
});

test("bulk-generate refuses each for its own reason, in the order asked, and stops none of the others", async () => {
  const [one, cancelled, gone] = [await world.post(document), await world.post(document), await refused()];
  const { irn } = (await generate(cancelled.id)).body;
  await world.api(`POST /api/einvoice/${irn}/cancel`, { body: { reasonCode: "3", remarks: "called off" } });
  const withdrawn = await world.api(`POST /api/vouchers/${gone.id}/cancel`, { body: { reason: "order withdrawn" } });
  assert.equal(withdrawn.status, 200, withdrawn.text);
  const consumer = {
    name: "Asha Stores",
    address: "12 MG Road",
    city: "Bengaluru",
    pincode: "560001",
    stateCode: "29",
  };
  const needless = await world.post({ ...document, party: consumer });
  const voucherIds = [cancelled.id, one.id, gone.id, one.id, needless.id];
  const { body } = await world.api("POST /api/einvoice/bulk-generate", { body: { voucherIds } });
  assert.deepEqual(body.results.map(({ voucherId }: { voucherId: string }) => voucherId), voucherIds);
  const codes = body.results.map(({ code, status }: { code?: string; status: string }) => code ?? status);
  assert.deepEqual([codes[0], codes[2], codes[4]], [
    "e_invoice_cancelled",
    "voucher_is_cancelled",
    "e_invoice_not_applicable",
  ]);
  assert.ok(["pending", "generated"].includes(codes[1]) && codes[1] === codes[3]);
  assert.match(body.results[4].message, /the recipient is not registered under GST/);
});

test("e-invoices are looked up by number, IRN, day and status, each company its own", async () => {
  const { id, number } = await world.post(document);
  const { irn } = (await generate(id)).body;
  const found = async (query: string, as?: string) => {
    const answer = await world.api(`GET /api/einvoice?${query}`, { ...(as && { as }) });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.data.map((one: { voucherId: string }) => one.voucherId);
  };
  for (
    const query of [`documentNumber=${number.toLowerCase()}`, `irn=${irn}`, `irn=${irn.toUpperCase()}&status=generated`]
  ) {
    assert.deepEqual(await found(query), [id], query);
    assert.equal((await found(query, otherOwner)).includes(id), false, query);
  }
  assert.deepEqual(await found(`documentNumber=${number}&status=failed`), []);
  assert.deepEqual(await found(`documentNumber=${number}&from=${date}&to=${date}`), [id]);
  assert.deepEqual(await found(`documentNumber=${number}&to=2020-01-01`), []);
  const first = await world.api("GET /api/einvoice?limit=1");
  const second = await world.api(`GET /api/einvoice?limit=1&cursor=${first.body.nextCursor}`);
  assert.ok(first.body.data[0].id > second.body.data[0].id, "newest first");
  assert.equal((await world.api("GET /api/einvoice?irn=x")).status, 400);
});

test("the pending list comes in pages and holds only the company's own", async () => {
  const failed = [await refused(), await refused(), await refused()];
  const foreign = await refused("2240", otherOwner);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await world.api(`GET /api/einvoice/pending?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    assert.equal(page.status, 200);
    assert.ok(page.body.data.length <= 2);
    seen.push(...page.body.data.map((one: { voucherId: string }) => one.voucherId));
    cursor = page.body.nextCursor;
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  for (const { id } of failed) assert.ok(seen.includes(id));
  assert.equal(seen.includes(foreign.id), false);
  const first = await world.api("GET /api/einvoice/pending?limit=200");
  const one = first.body.data.find((row: { voucherId: string }) => row.voucherId === failed[0]?.id);
  assert.deepEqual([one.number, one.status, one.error.code, one.totalAmount], [
    failed[0]?.number,
    "failed",
    "2240",
    1180,
  ]);
});

test("the QR is drawn once there is one, and the payload may be read", async () => {
  const waiting = await refused();
  assert.equal((await world.api(`GET /api/einvoice/${waiting.id}/qr.svg`)).status, 404);
  const { id } = await world.post(document);
  await generate(id);
  const qr = await world.api(`GET /api/einvoice/${id}/qr.svg`);
  assert.deepEqual([qr.status, qr.headers.get("content-type")], [200, "image/svg+xml"]);
  assert.match(qr.text, /^<svg /);
  const payload = await world.api(`GET /api/einvoice/${id}/payload`);
  assert.match(payload.text, /"TotInvVal" ?: ?1180\.00/);
});

test("R11.5 R2.6 cancel takes a reason code and remarks, and answers once the portal has cancelled", async () => {
  const { id } = await world.post(document);
  const { irn } = (await generate(id)).body;
  for (
    const body of [{}, { reasonCode: "5", remarks: "x" }, { reasonCode: "1" }, {
      reasonCode: "1",
      remarks: "x".repeat(101),
    }]
  ) {
    const answer = await world.api(`POST /api/einvoice/${irn}/cancel`, { body });
    assert.equal(answer.status, 400, JSON.stringify(body));
  }
  const answer = await world.api(`POST /api/einvoice/${irn}/cancel`, {
    body: { reasonCode: "3", remarks: "called off" },
  });
  assert.deepEqual([answer.status, answer.body.status, answer.body.cancellation.reasonCode], [200, "cancelled", "3"]);
  const again = await generate(id);
  assert.deepEqual([again.status, again.body.code], [409, "e_invoice_cancelled"]);
});

test("a cancellation that the portal refuses answers 409 with its code, and the document stands", async () => {
  const { id } = await world.post(document);
  const { irn } = (await generate(id)).body;
  await world.fault({ operation: "cancel", kind: "portal_error", code: "2230", message: "an e-way bill is active" });
  const answer = await world.api(`POST /api/einvoice/${irn}/cancel`, {
    body: { reasonCode: "3", remarks: "called off" },
  });
  assert.deepEqual([answer.status, answer.body.code], [409, "irn_cancellation_refused"]);
  assert.match(answer.text, /2230/);
  assert.equal((await world.standing(id)).status, "generated");
});

test("registrations show no secret, keep them encrypted, and belong to their company", async () => {
  const body = { ...credentialsOf(house), clientSecret: "tell nobody", password: "nor this one" };
  const made = await world.api("POST /api/einvoice/registrations", { body });
  assert.equal(made.status, 201, made.text);
  const list = await world.api("GET /api/einvoice/registrations");
  const rows = JSON.stringify(await world.admin`select * from einvoice.registrations`);
  const trail = JSON.stringify(await world.admin`select * from audit.events where entity = 'einvoice.registrations'`);
  for (const text of [made.text, list.text, rows, trail]) {
    assert.equal(/tell nobody|nor this one/.test(text), false);
    assert.equal(text.includes(btoa("nor this one")), false);
  }
  const active = list.body.data.filter(({ isActive }: { isActive: boolean }) => isActive);
  assert.deepEqual([active.length, active[0].id, active[0].environment], [1, made.body.id, "sandbox"]);
  assert.deepEqual(Object.keys(made.body).filter((key) => /secret|password/i.test(key)), []);

  const theirs = await world.api("GET /api/einvoice/registrations", { as: otherOwner });
  assert.deepEqual([...new Set(theirs.body.data.map(({ gstin }: { gstin: string }) => gstin))], [gstinOf(rival)]);
  const foreign = await world.api("POST /api/einvoice/registrations", { body, as: otherOwner });
  assert.deepEqual([foreign.status, foreign.body.code], [400, "company_gstin_unknown"]);
  const seen = await rowsOf(world, rival)(({ sql }) => sql`select gstin from einvoice.registrations`);
  assert.ok(seen.every(({ gstin }) => gstin === gstinOf(rival)));
  await world.api("POST /api/einvoice/registrations", { body: credentialsOf(house) });
});

test("a registration cannot send a company's secrets in the clear, or to this machine's own neighbours", async () => {
  for (
    const baseUrl of [
      "http://portal.example.in",
      "https://127.0.0.1/x",
      "https://localhost",
      "ftp://x.in",
      "https://[::1]/",
    ]
  ) {
    const answer = await world.api("POST /api/einvoice/registrations", { body: { ...credentialsOf(house), baseUrl } });
    assert.equal(answer.status, 400, baseUrl);
  }
  const named = { ...credentialsOf(rival), environment: "production", baseUrl: "https://api.einvoice1.gst.gov.in" };
  assert.equal((await world.api("POST /api/einvoice/registrations", { body: named, as: otherOwner })).status, 201);
  await world.api("POST /api/einvoice/registrations", { body: credentialsOf(rival), as: otherOwner });
});

test("another company's voucher is not found by any route, and the reach is written down", async () => {
  const { id } = await world.post(document);
  await generate(id);
  const routes = ["POST /api/einvoice/generate", `GET /api/einvoice/${id}`, `GET /api/einvoice/${id}/payload`]
    .concat([`GET /api/einvoice/${id}/qr.svg`, `GET /api/einvoice/${id}/qr.png`, `POST /api/einvoice/${id}/retry`]);
  for (const route of routes) {
    const body = route.endsWith("generate") ? { voucherId: id } : undefined;
    const answer = await world.api(route, { as: otherOwner, ...(body && { body }) });
    assert.deepEqual([answer.status, answer.body?.code], [404, "not_found"], route);
  }
  const events = await rowsOf(world, rival)(({ sql }) =>
    sql`select 1 from audit.security_events where kind = 'tenant_crossing' and entity_id = ${id}`
  );
  assert.equal(events.length, routes.length);
});

test("who only reads may look and not act", async () => {
  const { id } = await world.post(document);
  const { irn } = (await generate(id)).body;
  const reads = ["pending", "registrations", id, `irn/${irn}`, `${id}/payload`, `${id}/qr.svg`, `${id}/qr.png`];
  const writes: [string, unknown][] = [
    ["generate", { voucherId: id }],
    ["bulk-generate", { voucherIds: [id] }],
    [`${irn}/cancel`, { reasonCode: "1", remarks: "no" }],
    [`${id}/retry`, undefined],
    ["registrations", credentialsOf(house)],
  ];
  for (const [person, mayRead, mayWrite] of [["auditor", 200, 403], ["logistics", 200, 403], ["ap_clerk", 403, 403]]) {
    const as = `${person}@house.test`;
    for (const path of reads) {
      assert.equal((await world.api(`GET /api/einvoice/${path}`, { as })).status, mayRead, path);
    }
    for (const [path, body] of writes) {
      const answer = await world.api(`POST /api/einvoice/${path}`, { as, ...(body !== undefined && { body }) });
      assert.equal(answer.status, mayWrite, `${person} ${path}`);
    }
  }
  assert.equal((await world.standing(id)).status, "generated");
});

test("malformed asks are refused by name and change nothing", async () => {
  for (const body of [{}, { voucherId: "x" }, { voucherId: 7 }, { voucherId: crypto.randomUUID(), more: 1 }, [], "x"]) {
    assert.equal((await world.api("POST /api/einvoice/generate", { body })).status, 400, JSON.stringify(body));
  }
  for (
    const body of [{ voucherIds: [] }, { voucherIds: Array(1001).fill(crypto.randomUUID()) }, { voucherIds: ["x"] }]
  ) {
    assert.equal((await world.api("POST /api/einvoice/bulk-generate", { body })).status, 400);
  }
  for (const path of ["x", crypto.randomUUID(), "irn/x", `irn/${"0".repeat(64)}`, "%00", `irn/${"é".repeat(40)}`]) {
    assert.equal((await world.api(`GET /api/einvoice/${path}`)).status, 404, path);
  }
  assert.equal(
    (await world.api("POST /api/einvoice/x/cancel", { body: { reasonCode: "1", remarks: "x" } })).status,
    404,
  );
  assert.deepEqual(world.calls, []);
});
