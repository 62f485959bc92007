import assert from "node:assert/strict";
import { memoryTokenStore, type Outcome, readDuplicate, verifySigned } from "../../domain/gateways/irp/mod.ts";
import { forgetDocuments, type IrpWorld, irpWorld, payload, seller } from "./irp_world.ts";
import { selfSigned } from "./self_signed.ts";

let world: IrpWorld;
let serial = 0;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(() => forgetDocuments(world));

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `irp faults: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const numbered = (number: string) => payload((text) => text.replace("INV/26-27/00001", number));
const document = (number: string) => ({ type: "INV" as const, number, date: "2026-11-20" });
const told = (outcome: Outcome<unknown>) =>
  outcome.kind === "done" ? "done" : `${outcome.kind} ${outcome.kind === "refused" ? outcome.code : outcome.reason}`;
const registered = async (number: string) =>
  (await world
    .db`select irn from sandbox.irp_invoices where upper(document_no) = ${number} and gstin = ${seller.gstin}`)
    .length;

/** kind of fault (and what it is given), what generate answers, what a question answers, documents the portal then has */
const cells: [Record<string, unknown>, string, string, number][] = [
  [{ kind: "timeout", latencyMs: 800 }, "unknown timeout", "retry timeout", 0],
  [{ kind: "timeout_after_success", latencyMs: 800 }, "unknown timeout", "retry timeout", 1],
  [{ kind: "drip" }, "unknown timeout", "retry timeout", 1],
  [{ kind: "latency", latencyMs: 20 }, "done", "done", 1],
  [{ kind: "http_500" }, "unknown server_error", "retry server_error", 0],
  [{ kind: "http_500", afterEffect: true }, "unknown server_error", "retry server_error", 1],
  [{ kind: "http_502" }, "unknown server_error", "retry server_error", 0],
  [{ kind: "http_503" }, "unknown server_error", "retry server_error", 0],
  [{ kind: "http_504", afterEffect: true }, "unknown server_error", "retry server_error", 1],
  [{ kind: "http_429", retryAfter: 7 }, "retry rate_limited", "retry rate_limited", 0],
  [{ kind: "malformed" }, "unknown malformed", "retry malformed", 1],
  [{ kind: "truncated" }, "unknown truncated", "retry truncated", 1],
  [{ kind: "reset" }, "unknown truncated", "retry truncated", 1],
  [{ kind: "empty" }, "unknown empty", "retry empty", 1],
  [{ kind: "html" }, "unknown malformed", "retry malformed", 0],
  [{ kind: "oversized" }, "unknown too_large", "retry too_large", 1],
  [{ kind: "redirect" }, "unknown redirected", "retry redirected", 0],
  [{ kind: "undecipherable" }, "unknown undecipherable", "retry undecipherable", 1],
  [{ kind: "token_expired" }, "done", "done", 1],
  [{ kind: "portal_error", code: "5002" }, "unknown portal_error", "retry portal_error", 0],
  [{ kind: "portal_error", code: "2146" }, "retry portal_error", "retry portal_error", 0],
  [{ kind: "portal_error", code: "2147" }, "unknown portal_error", "retry portal_error", 0],
  [{ kind: "portal_error", code: "7777" }, "unknown unclassified_code", "unknown unclassified_code", 0],
  [{ kind: "portal_error", code: "2148" }, "refused 2148", "refused 2148", 0],
];

for (const [plan, generated, asked, documents] of cells) {
  const { kind, ...given } = plan;
  test(`${kind} ${JSON.stringify(given)} ends as ${generated}, and in one document after asking`, async () => {
    const slow = ["timeout", "timeout_after_success", "drip"].includes(String(kind));
    const number = `F/${++serial}`;
    const patient = world.client();
    await patient.authenticate(seller);
    const irp = slow ? world.client({ timeoutMs: 400 }) : world.client();
    await world.fault({ operation: "generate", ...plan });
    const outcome = await irp.generate(seller, numbered(number));
    assert.equal(told(outcome), generated);
    if (kind === "http_429") assert.equal(outcome.kind === "retry" && outcome.retryAfterMs, 7_000);
    assert.equal(await registered(number), documents);

    const found = await patient.getByDocument(seller, document(number));
    assert.equal(found.kind === "refused" && found.meaning === "not_found" ? 0 : 1, documents);
    if (found.kind !== "done") assert.equal((await patient.generate(seller, numbered(number))).kind, "done");
    assert.equal(await registered(number), 1);

    await world.fault({ operation: "get_by_document", ...plan });
    assert.equal(told(await irp.getByDocument(seller, document(number))), asked);
  });
}

test("a sign-in that fails leaves the document unsent, whatever it was", async () => {
  for (
    const [kind, wanted] of [["http_500", "retry"], ["malformed", "retry"], ["timeout", "retry"], ["html", "retry"]]
  ) {
    await world.fault({ operation: "authenticate", kind, latencyMs: 800 });
    const outcome = await world.client({ timeoutMs: 400 }).generate(seller, numbered("S/1"));
    assert.equal(outcome.kind, wanted, String(kind));
  }
  await world.fault({ operation: "authenticate", kind: "portal_error", code: "7777" });
  assert.equal(told(await world.client().generate(seller, numbered("S/1"))), "refused 7777");
  assert.equal(await registered("S/1"), 0);
});

test("a token that expires while sign-in is down leaves a retry, not an unknown", async () => {
  const irp = world.client();
  await irp.authenticate(seller);
  await world.fault({ operation: "generate", kind: "token_expired" });
  await world.fault({ operation: "authenticate", kind: "http_503" });
  assert.equal(told(await irp.generate(seller, numbered("S/2"))), "retry server_error");
});

test("a lost answer to a cancellation is unknown, and the question tells the truth", async () => {
  const irp = world.client();
  const made = await irp.generate(seller, numbered("C/1"));
  assert.ok(made.kind === "done");
  const { irn } = made.value;
  await world.fault({ operation: "cancel", kind: "timeout_after_success", latencyMs: 800 });
  const outcome = await world.client({ timeoutMs: 400 }).cancel(seller, { irn, reason: "1", remarks: "twice" });
  assert.equal(told(outcome), "unknown timeout");
  const found = await irp.getByIrn(seller, irn);
  assert.equal(found.kind === "done" && found.value.status, "CNL");
});

test("a duplicate reported on the first send leads to the document, and other content is seen in what is signed", async () => {
  const irp = world.client();
  const expected = (number: string) => ({
    gstin: seller.gstin,
    financialYear: "2026-27",
    documentType: "INV" as const,
    number,
    date: "2026-11-20",
    buyerGstin: "29AAGCB7383J1Z4",
    total: "119296.00",
    itemCount: 2,
  });
  for (
    const [kind, number, reason] of [["duplicate", "U/1", null], ["duplicate_other_content", "U/2", "buyer_differs"]]
  ) {
    await world.fault({ operation: "generate", kind });
    const outcome = await irp.generate(seller, numbered(number ?? ""));
    assert.ok(outcome.kind === "refused" && outcome.meaning === "duplicate");
    const found = await irp.getByDocument(seller, document(number ?? ""));
    assert.ok(found.kind === "done");
    assert.equal(readDuplicate(outcome.info)?.irn, found.value.irn);
    const verified = await verifySigned(found.value, expected(number ?? ""), world.keys.signingKeys);
    assert.equal(verified.ok ? null : verified.reason, reason);
  }
});

test("a planned fault strikes exactly as often as planned, also in parallel", async () => {
  const irp = world.client();
  await irp.authenticate(seller);
  await world.fault({ operation: "get_by_document", kind: "http_500", times: 3 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => irp.getByDocument(seller, document("NONE/9"))));
  assert.equal(outcomes.filter((outcome) => outcome.kind === "retry").length, 3);
});

test("what cannot be reached is a retry, since nothing was sent", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  const ask = async (baseUrl: string) => told(await world.client({ baseUrl }).generate(seller, numbered("N/1")));
  assert.equal(await ask(`http://127.0.0.1:${port}`), "retry connect_failed");
  assert.equal(await ask("http://portal.invalid"), "retry dns_failed");
});

test("a certificate nobody trusts is a retry: nothing was sent, no password and no document", async () => {
  let seen = 0;
  const impostor = Deno.serve(
    { port: 0, hostname: "127.0.0.1", ...selfSigned(), onListen: () => {} },
    () => (seen++, new Response("{}")),
  );
  const baseUrl = `https://127.0.0.1:${impostor.addr.port}`;
  const asked = await world.client({ baseUrl }).generate(seller, numbered("N/1"));
  await impostor.shutdown();
  assert.deepEqual([told(asked), seen], ["retry certificate_refused", 0]);
});

test("a connection cut before any answer is unknown", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const cutting = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(64));
      connection.close();
    }
  })();
  const irp = world.client();
  await irp.authenticate(seller);
  const fetchCut: typeof fetch = (input, init) =>
    fetch(String(input).replace(world.origin, `http://127.0.0.1:${listener.addr.port}`), init);
  const tokens = {
    read: () =>
      Promise.resolve({
        authToken: "t",
        sek: btoa("k".repeat(32)),
        expiresAt: "2027-01-01T00:00:00Z",
        refreshAt: "2027-01-01T00:00:00Z",
      }),
  };
  const store = {
    ...memoryTokenStore(),
    ...tokens,
    write: async () => {},
    drop: async () => {},
    exclusively: <T>(_: string, work: () => Promise<T>) => work(),
  };
  const cut = world.client({ fetch: fetchCut, tokens: store });
  assert.equal(told(await cut.generate(seller, numbered("N/2"))), "unknown reset");
  assert.equal(told(await cut.getByDocument(seller, document("N/2"))), "retry reset");
  listener.close();
  await cutting.catch(() => {});
});
