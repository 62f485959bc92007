import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";
import { makeIrp, memoryTokenStore, type Outcome, tokenKey } from "../../domain/gateways/irp/mod.ts";
import { seal } from "../../routes/sandbox/irp/wire.ts";
import { seller } from "./irp_world.ts";

const sessionKey = Buffer.alloc(32, 7);
const { publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const irn = "ab".repeat(32);
const told = (outcome: Outcome<unknown>) =>
  outcome.kind === "done" ? "done" : `${outcome.kind} ${outcome.kind === "refused" ? outcome.code : outcome.reason}`;

/** A client already signed in, whose portal answers what the test wants. */
async function clientOf(answer: () => Response | Promise<Response>, baseUrl = "http://portal.test") {
  const tokens = memoryTokenStore();
  const forever = "2999-01-01T00:00:00Z";
  await tokens.write(tokenKey(baseUrl, seller), {
    authToken: "t",
    sek: sessionKey.toString("base64"),
    expiresAt: forever,
    refreshAt: forever,
  });
  return makeIrp({ baseUrl, signInKey: publicKey, tokens, fetch: () => Promise.resolve(answer()) });
}

const body = {
  AckNo: 162313992950709,
  AckDt: "2026-11-20 10:00:00",
  Irn: irn.toUpperCase(),
  SignedInvoice: "a.b.c",
  SignedQRCode: "d.e.f",
  Status: "ACT",
  NewField: { of: "tomorrow" },
};
const success = (changes: Record<string, unknown> = {}, status: unknown = 1) =>
  JSON.stringify({ Status: status, Data: seal(JSON.stringify({ ...body, ...changes }), sessionKey) });

Deno.test("irp transport: numbers as text, text as numbers, unknown fields and a byte order mark are all read", async () => {
  const variants = [
    success(),
    success({}, "1"),
    success({ AckNo: "162313992950709" }),
    `\uFEFF${success()}`,
    success({ EwbNo: 401008880911, EwbDt: "", Remarks: null }),
  ];
  for (const text of variants) {
    const irp = await clientOf(() => new Response(text, { headers: { "content-type": "text/plain" } }));
    const outcome = await irp.generate(seller, "{}");
    assert.ok(outcome.kind === "done", told(outcome));
    assert.deepEqual([outcome.value.ackNo, outcome.value.irn], ["162313992950709", irn]);
    assert.equal(outcome.value.ackAt, "2026-11-20T10:00:00+05:30");
  }
});

Deno.test("irp transport: each unusual answer has its outcome, for a registration and for a question", async () => {
  const refusal = JSON.stringify({ Status: 0, ErrorDetails: [{ ErrorCode: "2211", ErrorMessage: "same" }] });
  const cases: [() => Response, string, string][] = [
    [() => new Response("<h1>no</h1>", { status: 404 }), "refused http_404", "refused http_404"],
    [() => new Response("", { status: 403 }), "refused http_403", "refused http_403"],
    [() => new Response("busy", { status: 408 }), "unknown server_error", "retry server_error"],
    [() => new Response(refusal, { status: 400 }), "refused 2211", "refused 2211"],
    [() => new Response(refusal, { status: 500 }), "unknown server_error", "retry server_error"],
    [() => new Response(new Uint8Array([0x7b, 0xff, 0xfe])), "unknown malformed", "retry malformed"],
    [() => new Response('{"Status":0}'), "unknown unclassified_code", "unknown unclassified_code"],
    [() => new Response('{"Status":1,"Data":null}'), "unknown undecipherable", "retry undecipherable"],
    [() => new Response(success({ Irn: "short" })), "unknown malformed", "retry malformed"],
    [() => new Response(success({ Status: "NEW" })), "unknown malformed", "retry malformed"],
    [() => new Response(success({ AckDt: "20/11/2026" })), "unknown malformed", "retry malformed"],
    [() => new Response("x".repeat(2_000_001)), "unknown too_large", "retry too_large"],
  ];
  for (const [answer, generated, asked] of cases) {
    const irp = await clientOf(answer);
    assert.equal(told(await irp.generate(seller, "{}")), generated);
    assert.equal(told(await (await clientOf(answer)).getByIrn(seller, irn)), asked);
  }
});

Deno.test("irp transport: Retry-After is read in seconds and as a date, and never waits beyond an hour", async () => {
  const after = async (value: string) => {
    const irp = await clientOf(() => new Response("", { status: 429, headers: { "retry-after": value } }));
    const outcome = await irp.generate(seller, "{}");
    return outcome.kind === "retry" ? outcome.retryAfterMs : null;
  };
  assert.equal(await after("30"), 30_000);
  assert.equal(await after("86400"), 3_600_000);
  assert.equal(await after("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  assert.equal(await after("soon"), undefined);
});

Deno.test("irp transport: an archive bomb is cut off at the size limit", async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 0x20)));
  const headers = { "content-encoding": "gzip", "content-type": "application/json" };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(bomb, { headers }),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const irp = await clientOf(() => fetch(url));
  assert.equal(told(await irp.generate(seller, "{}")), "unknown too_large");
  await server.shutdown();
});

Deno.test("irp transport: the document number travels encoded, and the date as the portal writes it", async () => {
  const asked: string[] = [];
  const tokens = memoryTokenStore();
  const forever = "2999-01-01T00:00:00Z";
  await tokens.write(tokenKey("http://p", seller), {
    authToken: "t",
    sek: sessionKey.toString("base64"),
    expiresAt: forever,
    refreshAt: forever,
  });
  const spy: typeof fetch = (input) => (asked.push(String(input)), Promise.resolve(new Response(success())));
  const irp = makeIrp({ baseUrl: "http://p/", signInKey: publicKey, tokens, fetch: spy });
  await irp.getByDocument(seller, { type: "INV", number: "INV/26-27/00001", date: "2026-11-20" });
  assert.deepEqual(asked, [
    "http://p/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=INV%2F26-27%2F00001&docdate=20%2F11%2F2026",
  ]);
});
