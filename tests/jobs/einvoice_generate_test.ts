import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { putRegistration } from "../../domain/einvoice/mod.ts";
import { computeIrn } from "../../domain/shared/irn.ts";
import {
  credentialsOf,
  einvoiceWorld,
  gstinOf,
  house,
  invoice,
  rival,
  rowsOf,
  startOfTests,
} from "../support/einvoice_world.ts";
import { readPdf, readQr } from "../support/pdf.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const count = (call: string) => world.calls.filter((one) => one === call).length;
const signIns = () => count("POST /eivital/v1.04/auth");
const sends = () => count("POST /eicore/v1.03/Invoice");
const again = (voucherId: string) =>
  rowsOf(world)(({ sql }) => sql`select einvoice.request_generation(${voucherId}) as status`);
const register = (more: Record<string, unknown>, tenant = house) =>
  putRegistration(world.context(tenant, { db: world.db }), world.keys, { ...credentialsOf(tenant), ...more });

test("R2.1 posting above the threshold makes the e-invoice pending in the same call, below it none", async () => {
  const above = await world.post();
  assert.equal(above.eInvoice.status, "pending");
  assert.deepEqual(world.nudged.at(-1), { name: "einvoice.generate_irn", tenantId: house.id });
  const below = await world.post(invoice(), "owner@small.test");
  assert.deepEqual([below.eInvoice.applicability, below.eInvoice.status], ["not_applicable", "not_required"]);
  const rows = (tenantId: string) =>
    world.admin`select e.status, e.xmin = v.xmin as same from einvoice.e_invoices e
      join billing.vouchers v on v.id = e.voucher_id where e.tenant_id = ${tenantId}`;
  assert.deepEqual([...await rows(house.id)], [{ status: "pending", same: true }]);
  assert.deepEqual([...await rows("00000000-0000-7000-8000-0000000000c3")], []);
  await world.settle();
});

test("R2.3 IRN, acknowledgement, signed invoice and QR are stored, and the signature is verified", async () => {
  const voucher = await world.post();
  await world.run();
  const standing = await world.standing(voucher.id);
  const irn = computeIrn({
    gstin: gstinOf(house),
    financialYear: "2026-27",
    documentType: "INV",
    date: "2026-11-20",
    number: voucher.number,
  });
  assert.deepEqual([standing.status, standing.irn, standing.signatureVerified], ["generated", irn, true]);
  const [kept] = await rowsOf(world)(({ sql }) =>
    sql`select d.*, e.ack_no as e_ack, e.ack_date as e_date from einvoice.irn_details d
      join einvoice.e_invoices e on e.id = d.e_invoice_id where d.invoice_id = ${voucher.id}`
  );
  const [portal] = await world.db`select * from sandbox.irp_invoices where irn = ${irn}`;
  assert.deepEqual(
    [kept?.ack_no, kept?.ack_date.toISOString(), kept?.signed_invoice, kept?.signed_qr_code, kept?.signature_verified],
    [portal?.ack_no, "2026-11-20T04:30:00.000Z", portal?.signed_invoice, portal?.signed_qr_code, true],
  );
  assert.deepEqual([kept?.e_ack, kept?.e_date], [kept?.ack_no, kept?.ack_date]);
});

test("R2.4 R14.1 a refusal is kept with the portal's code and sentence, and a retry by hand works", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "portal_error", code: "2240", message: "GST rate of tax is not allowed" });
  await world.run();
  const failed = await world.standing(voucher.id);
  assert.deepEqual([failed.status, failed.error], [
    "failed",
    { code: "2240", message: "GST rate of tax is not allowed" },
  ]);
  world.later(86_400);
  await world.run();
  assert.equal(sends(), 1, "nothing refused is sent again by itself");
  await again(voucher.id);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("R2.7 the portal is signed in to with the client's credentials, once for many documents", async () => {
  await world.signOut();
  for (let n = 0; n < 3; n++) await world.post();
  await world.run();
  assert.deepEqual([signIns(), sends()], [1, 3]);
  const [call] = await rowsOf(world)(({ sql }) =>
    sql`select request, outcome from ops.api_calls where operation = 'authenticate' order by called_at desc limit 1`
  );
  assert.deepEqual([call?.outcome, call?.request.headers.client_id], ["done", "client-of-pakka"]);
});

test("R2.8 R14.4 an expired token is renewed and the request repeated, without anybody noticing", async () => {
  await world.signOut();
  await world.post();
  await world.run();
  world.calls.length = 0;
  world.later(61 * 60); // the portal's tokens live for an hour
  const late = await world.post();
  await world.run();
  assert.deepEqual([(await world.standing(late.id)).status, signIns(), sends()], ["generated", 1, 1]);
  const revoked = await world.post();
  await world.fault({ kind: "token_expired" });
  await world.run();
  const standing = await world.standing(revoked.id);
  assert.deepEqual([standing.status, standing.attempts, signIns(), sends()], ["generated", 1, 2, 3]);
});

test("R2.9 the QR on the printed invoice decodes to what the portal signed", async () => {
  const voucher = await world.post();
  await world.run();
  const { signedQrCode } = await world.standing(voucher.id);
  const paper = await readPdf(await world.raw(`/api/vouchers/${voucher.id}/pdf`));
  try {
    const read = readQr(await paper.picture(0, 4));
    assert.equal(read, signedQrCode);
    const { DocNo, TotInvVal } = JSON.parse(decodeJwt(read ?? "").data as string);
    assert.deepEqual([DocNo, TotInvVal], [voucher.number, 1180]);
    assert.match(paper.pages[0] ?? "", /20-Nov-2026 10:00/, "acknowledged, as India's clocks show it");
  } finally {
    paper.close();
  }
});

test("R2.10 the environment belongs to the registration: sandbox, the portal's own sandbox, production", async () => {
  const asked: string[] = [];
  const sites = (environment: string) => {
    asked.push(environment);
    return Promise.resolve(environment === "production" ? [] : [world.site]);
  };
  for (const environment of ["portal_sandbox", "sandbox"]) {
    await register({ environment });
    const voucher = await world.post();
    await world.run(house, { ...world.deps, sites });
    assert.equal((await world.standing(voucher.id)).status, "generated");
  }
  await register({ environment: "production" });
  const voucher = await world.post();
  await world.run(house, { ...world.deps, sites });
  assert.deepEqual([...new Set(asked)], ["portal_sandbox", "sandbox", "production"]);
  assert.equal((await world.standing(voucher.id)).error.code, "portal_not_configured");
  await register({});
  await again(voucher.id);
  await world.settle();
  assert.equal((await world.standing(voucher.id)).status, "generated");
});

test("R12.4 an IRN stands once in a company's e-invoices", async () => {
  const [one, two] = [await world.post(), await world.post()];
  await world.run();
  const { irn } = await world.standing(one.id);
  await assert.rejects(
    world.admin`update einvoice.e_invoices set irn = ${irn} where voucher_id = ${two.id}`,
    (error: { code?: string; constraint_name?: string }) =>
      error.code === "23505" && error.constraint_name === "e_invoices_irn_is_unique",
  );
});

test("R13.5 R14.5 every attempt is logged, and every call with request and answer, secrets masked", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "http_503" });
  await world.run();
  await world.settle();
  const { submissions, calls } = await rowsOf(world)(async ({ sql }) => ({
    submissions: await sql`select submission_status, error_code, irn from einvoice.submissions
      where invoice_id = ${voucher.id} order by attempt`,
    calls:
      await sql`select operation, outcome, error_code, http_status, request::text, response::text, url from ops.api_calls
      where entity_id = ${voucher.id} and operation <> 'authenticate' order by called_at, id`,
  }));
  const { irn } = await world.standing(voucher.id);
  assert.deepEqual([...submissions], [
    { submission_status: "unknown", error_code: "server_error", irn: null },
    { submission_status: "resend", error_code: "2154", irn: null },
    { submission_status: "generated", error_code: null, irn },
  ]);
  assert.deepEqual(calls.map(({ operation, outcome, http_status }) => [operation, outcome, http_status]), [
    ["generate", "unknown", 503],
    ["get_by_document", "done", 200],
    ["generate", "done", 200],
  ]);
  assert.match(calls[0]?.request, /Ledger books/);
  assert.match(calls[0]?.response, /Gateway error/);
  assert.match(calls[2]?.response, new RegExp(irn));

  const everything = JSON.stringify(await world.admin`select * from ops.api_calls`);
  const tokens = await world.admin`select auth_token, session_key from sandbox.irp_tokens`;
  const { password, clientSecret } = credentialsOf(house);
  const secrets = [password, clientSecret, ...tokens.flatMap((row) => [row.auth_token, row.session_key])];
  for (const secret of secrets) assert.equal(everything.includes(secret), false, "a secret in the log");
});

test("R14.3 R14.8 a portal that wants fewer calls is given time: what it names, and longer with each attempt", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "http_429", retryAfter: 30, times: 2 });
  await world.run();
  await world.run();
  assert.equal(sends(), 1, "not before its time");
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code], ["pending", "rate_limited"]);
  world.later(29);
  assert.ok(Number((await world.run()).nextInSeconds) >= 1);
  assert.equal(sends(), 1);
  world.later(2);
  await world.run();
  assert.equal(sends(), 2);
  world.later(31);
  await world.run();
  assert.equal((await world.standing(voucher.id)).status, "generated");
  for (const [attempt, most] of [[1, 11], [4, 81], [8, 901], [40, 901]] as const) {
    const [row] = await world.db`select min(extract(epoch from d)) as least, max(extract(epoch from d)) as most
      from (select einvoice.retry_delay(${attempt}) as d from generate_series(1, 300)) x`;
    assert.ok(
      Number(row?.least) >= 1 && Number(row?.most) <= most && Number(row?.most) > most / 2,
      `attempt ${attempt}`,
    );
  }
});

test("R14.6 a timeout is told in words a person can act upon", async () => {
  const voucher = await world.post();
  world.site.timeoutMs = 250;
  await world.fault({ kind: "timeout_after_success", latencyMs: 700 });
  await world.run();
  world.site.timeoutMs = 20_000;
  const { status, error } = await world.standing(voucher.id);
  assert.equal(status, "unknown");
  assert.match(error.message, /did not answer in time; it is asked/);
  await world.settle();
});

test("R14.7 answers that make no sense leave the voucher posted and the reason readable", async () => {
  for (const kind of ["malformed", "html", "empty", "truncated", "undecipherable"]) {
    const voucher = await world.post();
    await world.fault({ kind });
    await world.run();
    const { body } = await world.api(`GET /api/vouchers/${voucher.id}`);
    assert.deepEqual([body.status, body.eInvoice.status], ["posted", "unknown"], kind);
    assert.ok((await world.standing(voucher.id)).error.message.length > 20);
  }
  await world.settle();
});

test("R15.6 e-invoices of two companies stand apart", async () => {
  const ours = await world.post();
  const theirs = await world.post(invoice(), "owner@rival.test");
  await world.run();
  assert.equal(
    (await world.standing(theirs.id, rival)).status,
    "pending",
    "one company's run leaves the other's alone",
  );
  await world.run(rival);
  const [mine, yours] = [await world.standing(ours.id), await world.standing(theirs.id, rival)];
  assert.notEqual(mine.irn, yours.irn);
  for (const table of ["e_invoices", "irn_details", "submissions"]) {
    const seen = (tenant: typeof house) =>
      rowsOf(world, tenant)(({ sql }) => sql`select irn from ${sql(`einvoice.${table}`)} where irn is not null`);
    assert.ok((await seen(house)).some(({ irn }) => irn === mine.irn), table);
    assert.equal((await seen(house)).some(({ irn }) => irn === yours.irn), false, table);
    assert.equal((await seen(rival)).some(({ irn }) => irn === mine.irn), false, table);
  }
});
