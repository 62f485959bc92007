import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { computeIrn } from "../../domain/shared/irn.ts";
import { einvoiceWorld, gstinOf, house, invoice, rowsOf, startOfTests } from "../support/einvoice_world.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set(startOfTests);
  world.site.timeoutMs = 20_000;
  world.calls.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const slow = new Set(["timeout", "timeout_after_success", "drip"]);
const sends = () => world.calls.filter((call) => call === "POST /eicore/v1.03/Invoice").length;
const told = (plan: Record<string, unknown>) => {
  const { kind, ...given } = plan;
  return Object.keys(given).length > 0 ? `${kind} ${JSON.stringify(given)}` : String(kind);
};

/** Plans a fault and runs the job once under it, impatiently where the portal is only slow. */
async function runUnder(plan: Record<string, unknown>): Promise<void> {
  if (slow.has(String(plan.kind))) world.site.timeoutMs = 250;
  await world.fault({ latencyMs: 700, ...plan });
  await world.run();
  world.site.timeoutMs = 20_000;
}

/** So that impatience meets only what is tested. */
async function signIn(): Promise<void> {
  await world.post();
  await world.run();
}

/** One document at the portal, ours, signed, verified; nothing open. */
async function assertRegisteredOnce(voucher: { id: string; number: string }): Promise<void> {
  const standing = await world.standing(voucher.id);
  assert.equal(standing.status, "generated", JSON.stringify(standing.error));
  const irn = computeIrn({
    gstin: gstinOf(house),
    financialYear: "2026-27",
    documentType: "INV",
    date: "2026-11-20",
    number: voucher.number,
  });
  assert.deepEqual(await world.registered(voucher.number), [{ irn, status: "ACT" }]);
  assert.deepEqual([standing.irn, standing.signatureVerified, standing.error], [irn, true, undefined]);
  assert.equal(JSON.parse(decodeJwt(standing.signedQrCode).data as string).Irn, irn);
}

/** Fault at generate; how the e-invoice stands after it, with what code; and how often the document is sent in all. */
const generating: [Record<string, unknown>, string, string | null, number][] = [
  [{ kind: "timeout" }, "unknown", "timeout", 2],
  [{ kind: "timeout_after_success" }, "unknown", "timeout", 1],
  [{ kind: "drip" }, "unknown", "timeout", 1],
  [{ kind: "latency", latencyMs: 20 }, "generated", null, 1],
  [{ kind: "http_500" }, "unknown", "server_error", 2],
  [{ kind: "http_500", afterEffect: true }, "unknown", "server_error", 1],
  [{ kind: "http_502" }, "unknown", "server_error", 2],
  [{ kind: "http_503" }, "unknown", "server_error", 2],
  [{ kind: "http_504" }, "unknown", "server_error", 2],
  [{ kind: "http_504", afterEffect: true }, "unknown", "server_error", 1],
  [{ kind: "http_429", retryAfter: 7 }, "pending", "rate_limited", 2],
  [{ kind: "malformed" }, "unknown", "malformed", 1],
  [{ kind: "truncated" }, "unknown", "truncated", 1],
  [{ kind: "empty" }, "unknown", "empty", 1],
  [{ kind: "html" }, "unknown", "malformed", 2],
  [{ kind: "oversized" }, "unknown", "too_large", 1],
  [{ kind: "reset" }, "unknown", "truncated", 1],
  [{ kind: "redirect" }, "unknown", "redirected", 2],
  [{ kind: "token_expired" }, "generated", null, 2],
  [{ kind: "portal_error", code: "5002" }, "unknown", "5002", 2],
  [{ kind: "portal_error", code: "2146" }, "pending", "2146", 2],
  [{ kind: "portal_error", code: "2147" }, "unknown", "2147", 2],
  [{ kind: "undecipherable" }, "unknown", "undecipherable", 1],
  [{ kind: "wrong_signature" }, "unknown", "signature_invalid", 1],
  [{ kind: "unknown_kid" }, "unknown", "key_unknown", 1],
  [{ kind: "alg_none" }, "unknown", "algorithm_not_allowed", 1],
  [{ kind: "wrong_irn" }, "unknown", "irn_differs", 1],
  [{ kind: "other_document" }, "unknown", "document_differs", 1],
  [{ kind: "duplicate" }, "generated", null, 1],
];

for (const [plan, status, code, sent] of generating) {
  test(`generate under ${told(plan)}: ${status} meanwhile, one IRN in the end`, async () => {
    if (slow.has(String(plan.kind))) await signIn();
    world.calls.length = 0;
    const voucher = await world.post();
    await runUnder(plan);
    const meanwhile = await world.api(`GET /api/einvoice/${voucher.id}`);
    assert.deepEqual([meanwhile.body.status, meanwhile.body.error?.code ?? null], [status, code]);
    if (code) {
      assert.match(meanwhile.body.error.message, /^[a-z][^{}<>]{20,}$/i);
      assert.doesNotMatch(meanwhile.body.error.message, /[a-z]_[a-z]/, "words, not code words");
      assert.deepEqual([meanwhile.body.irn, meanwhile.body.signedQrCode], [undefined, undefined]);
    }
    await world.settle();
    await assertRegisteredOnce(voucher);
    assert.equal(sends(), sent);
  });
}

/** The document is at the portal but its answer was lost; now the question meets the fault. */
const asking: [Record<string, unknown>, string][] = [
  [{ kind: "timeout" }, "timeout"],
  [{ kind: "drip" }, "timeout"],
  [{ kind: "http_500" }, "server_error"],
  [{ kind: "http_503" }, "server_error"],
  [{ kind: "http_429", retryAfter: 7 }, "rate_limited"],
  [{ kind: "malformed" }, "malformed"],
  [{ kind: "truncated" }, "truncated"],
  [{ kind: "empty" }, "empty"],
  [{ kind: "html" }, "malformed"],
  [{ kind: "oversized" }, "too_large"],
  [{ kind: "reset" }, "truncated"],
  [{ kind: "redirect" }, "redirected"],
  [{ kind: "undecipherable" }, "undecipherable"],
  [{ kind: "wrong_signature" }, "signature_invalid"],
  [{ kind: "unknown_kid" }, "key_unknown"],
  [{ kind: "alg_none" }, "algorithm_not_allowed"],
  [{ kind: "wrong_irn" }, "irn_differs"],
  [{ kind: "other_document" }, "document_differs"],
  [{ kind: "portal_error", code: "5002" }, "5002"],
];

for (const [plan, code] of asking) {
  test(`asking under ${told(plan)}: still unknown, never sent again, one IRN in the end`, async () => {
    const voucher = await world.post();
    await world.fault({ kind: "http_504", afterEffect: true });
    await world.run();
    world.later(1_000);
    await runUnder({ operation: "get_by_document", ...plan });
    const { status, error } = await world.standing(voucher.id);
    assert.deepEqual([status, error.code], ["unknown", code]);
    await world.settle();
    await assertRegisteredOnce(voucher);
    assert.equal(sends(), 1);
  });
}

test("signing in under faults leaves the document unsent, and one IRN in the end", async () => {
  const kinds = ["http_500", "malformed", "html", "reset", "empty", "truncated", "oversized", "redirect"];
  for (const kind of kinds) {
    await world.db`delete from sandbox.irp_tokens`;
    world.later(4_000);
    const voucher = await world.post();
    world.calls.length = 0;
    await world.fault({ operation: "authenticate", kind, afterEffect: false });
    await world.run();
    assert.equal((await world.standing(voucher.id)).status, "pending", kind);
    assert.equal(sends(), 0, kind);
    await world.settle();
    await assertRegisteredOnce(voucher);
  }
});

/** Somebody asks for a failed one again; the answer is waited for elsewhere. */
async function retry(voucherId: string): Promise<void> {
  const [row] = await rowsOf(world)(({ sql }) => sql`select einvoice.request_generation(${voucherId}) as status`);
  assert.equal(row?.status, "pending");
}

test("a duplicate with another buyer or total is never adopted, however often it is tried", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "duplicate_other_content" });
  await world.run();
  for (let attempt = 0; attempt < 3; attempt++) {
    const { status, error, irn } = await world.standing(voucher.id);
    assert.deepEqual([status, error.code, irn], ["failed", "buyer_differs", undefined]);
    assert.match(error.message, /another buyer \(27AAACG2115R1ZH is signed, 29AAGCB7383J1Z4 was sent\)/);
    assert.match(error.message, /cancel this voucher and issue it under a new number: trying again cannot help/);
    await retry(voucher.id);
    await world.run();
  }
  assert.equal((await world.registered(voucher.number)).length, 1);
});

test("a code nobody knows is a person's to read: it is asked for once, not sent again and again", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "portal_error", code: "7777", message: "A rule of next year" });
  await world.run();
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code], ["failed", "7777"]);
  assert.match(error.message, /A rule of next year/);
  assert.equal(sends(), 1);
  assert.equal((await world.run()).nextInSeconds, null);
  await retry(voucher.id);
  await world.run();
  await assertRegisteredOnce(voucher);
});

test("a duplicate that the portal does not show yet is asked for again, and adopted when it does", async () => {
  const voucher = await world.post();
  await world.fault({ kind: "duplicate" });
  await world.fault({ operation: "get_by_document", kind: "portal_error", code: "2154" });
  await world.run();
  const { status, error } = await world.standing(voucher.id);
  assert.deepEqual([status, error.code], ["unknown", "2150"]);
  await world.settle();
  await assertRegisteredOnce(voucher);
});

test("forty documents under a portal that fails every other time end in forty IRNs", async () => {
  const bulk = await world.api("POST /api/vouchers/bulk", { body: { vouchers: Array(40).fill(invoice()) } });
  const kinds = [
    "http_503",
    "truncated",
    "http_504",
    "wrong_signature",
    "http_429",
    "duplicate",
    "empty",
    "token_expired",
  ];
  for (let n = 0; n < 32; n++) {
    await world.fault({ operation: "*", kind: kinds[n % 8], afterEffect: n % 3 === 0 });
  }
  await world.run();
  await world.settle();
  for (const { id, number } of bulk.body.results) await assertRegisteredOnce({ id, number });
});
