import assert from "node:assert/strict";
import { type ObjectStore, s3Store } from "../../domain/gateways/object_store/mod.ts";
import { s3Server } from "../support/s3_server.ts";

const credentials = { region: "ap-south-1", accessKey: "key-of-books", secretKey: "the secret of the bucket" };
const server = await s3Server({ bucket: "books", ...credentials });
Deno.test.afterAll(() => server.close());
Deno.test.beforeEach(() => {
  server.objects.clear();
  server.requests.length = 0;
  server.faults.length = 0;
  server.aheadMs = 0;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const place = () => ({ endpoint: `http://127.0.0.1:${server.port}`, bucket: "books", pauseMs: 1, ...credentials });
const store = (more: Partial<Parameters<typeof s3Store>[0]> = {}): ObjectStore => s3Store({ ...place(), ...more });
const bytes = (text: string) => new TextEncoder().encode(text);
const pdf = bytes("%PDF-1.7 an invoice");
const key = "11111111-0000-7000-8000-000000000001/partner-invoices/2026/2222/signed-0123456789abcdef.pdf";
const put = (body = pdf, these = store()) => these.put(key, body, "application/pdf");

test("an object that was put is given back as it was, with its media type", async () => {
  assert.deepEqual(await put(), { outcome: "done", already: false });
  assert.deepEqual(await store().get(key), { outcome: "done", bytes: pdf });
  assert.equal(server.objects.get(key)?.mediaType, "application/pdf");
  assert.deepEqual(await store().get("not/there.pdf"), { outcome: "missing" });
  assert.equal(store().describe(), `s3 books at 127.0.0.1:${server.port}`);
});

test("every byte of a big object is hashed and comes back; more than 32 MiB is refused before it is sent", async () => {
  const big = new Uint8Array(8 * 1024 * 1024).map((_, at) => at * 31);
  assert.equal((await put(big)).outcome, "done");
  assert.deepEqual(await store().get(key), { outcome: "done", bytes: big });
  server.requests.length = 0;
  assert.equal((await put(new Uint8Array(32 * 1024 * 1024 + 1))).outcome, "refused");
  assert.deepEqual(server.requests, []);
  server.objects.set(key, { bytes: new Uint8Array(32 * 1024 * 1024 + 1), mediaType: "" });
  assert.equal((await store().get(key)).outcome, "refused");
});

test("the same bytes a second time are there already; other bytes under the same key are refused, and nothing is overwritten", async () => {
  await put();
  assert.deepEqual(await put(), { outcome: "done", already: true });
  const other = await put(bytes("%PDF-1.7 another"));
  assert.deepEqual(other, { outcome: "refused", why: `other bytes lie under ${key}` });
  assert.deepEqual(server.objects.get(key)?.bytes, pdf);
  assert.deepEqual(server.requests.filter((line) => line.startsWith("PUT")).map((line) => line.split(" ")[2]), [
    "200",
    "412",
    "412",
  ]);
});

test("of many puts at once one writes, and all find the object there", async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => put()));
  assert.equal(answers.filter((one) => one.outcome === "done" && !one.already).length, 1);
  assert.equal(answers.filter((one) => one.outcome === "done" && one.already).length, 15);
});

test("a wrong secret, key, region or bucket is refused by name, once, and the secret is in no answer", async () => {
  const wrong = { secretKey: "not the secret at all" };
  for (
    const [more, code] of [
      [wrong, "SignatureDoesNotMatch"],
      [{ accessKey: "nobody" }, "InvalidAccessKeyId"],
      [{ region: "us-east-1" }, "AuthorizationHeaderMalformed"],
      [{ bucket: "elsewhere" }, "NoSuchBucket"],
    ] as const
  ) {
    server.requests.length = 0;
    const answer = await put(pdf, store(more));
    assert.ok(answer.outcome === "refused" && answer.why.includes(code), JSON.stringify(answer));
    assert.doesNotMatch(answer.why, /secret of the bucket|not the secret/);
    assert.equal(server.requests.length, 1, "a repetition would not mend it");
    const got = await store(more).get(key);
    assert.ok(got.outcome === "refused" && got.why.includes(code), JSON.stringify(got));
  }
  assert.equal(server.objects.size, 0);
});

test("a clock a quarter of an hour off is refused by name, on either side", async () => {
  for (const aheadMs of [16 * 60_000, -16 * 60_000]) {
    server.aheadMs = aheadMs;
    const answer = await put();
    assert.ok(answer.outcome === "refused" && /RequestTimeTooSkewed: this machine's clock/.test(answer.why));
  }
  server.aheadMs = 14 * 60_000;
  assert.equal((await put()).outcome, "done");
});

test("what changes on the way is not believed: a byte of the body, a header, the query", async () => {
  const [asked] = await requestsOf(() => put());
  const { url, init } = asked!;
  const headers = Object.fromEntries(new Headers(init.headers));
  const send = async (change: { url?: string; headers?: Record<string, string>; body?: Uint8Array }) => {
    const changed = {
      method: "PUT",
      headers: { ...headers, ...change.headers },
      body: (change.body ?? pdf) as BodyInit,
    };
    const answer = await fetch(change.url ?? url, changed);
    return `${answer.status} ${(await answer.text()).match(/<Code>(\w+)/)?.[1] ?? ""}`;
  };
  assert.equal(
    await send({ body: pdf.map((byte, at) => at === 5 ? byte ^ 1 : byte) }),
    "400 XAmzContentSHA256Mismatch",
  );
  assert.equal(await send({ headers: { "if-none-match": "x" } }), "403 SignatureDoesNotMatch");
  assert.equal(await send({ headers: { "content-type": "text/html" } }), "403 SignatureDoesNotMatch");
  assert.equal(await send({ headers: { "x-amz-acl": "public-read" } }), "403 AccessDenied");
  assert.equal(await send({ url: `${url}?acl` }), "403 SignatureDoesNotMatch");
  assert.equal(await send({ url: url.replace("2222", "3333") }), "403 SignatureDoesNotMatch");
  assert.equal(await send({}), "412 PreconditionFailed", "untouched it is believed");
});

test("500 and then well: the put is repeated, and writes once", async () => {
  server.faults.push({ status: 500 }, { status: 503, code: "SlowDown" });
  assert.deepEqual(await put(), { outcome: "done", already: false });
  server.faults.push({ status: 409, code: "ConditionalRequestConflict" });
  assert.deepEqual(await put(), { outcome: "done", already: true });
  server.faults.push({ status: 500 });
  assert.equal((await store().get(key)).outcome, "done");
});

test("a store that stays down is left for later after three attempts", async () => {
  server.faults.push(...Array.from({ length: 9 }, () => ({ status: 503, code: "ServiceUnavailable" })));
  assert.deepEqual(await put(), { outcome: "retry", why: "it answered 503 ServiceUnavailable" });
  assert.equal(server.requests.length, 3);
  assert.equal((await store().get(key)).outcome, "retry");
  const nobody = store({ endpoint: "http://127.0.0.1:9" });
  assert.equal((await put(pdf, nobody)).outcome, "retry");
});

test("a store that does not answer in time is asked again", async () => {
  const impatient = store({ timeoutMs: 150 });
  server.faults.push("hang");
  assert.deepEqual(await put(pdf, impatient), { outcome: "done", already: false });
  server.faults.push("hang", "hang", "hang");
  const answer = await impatient.get(key);
  assert.ok(answer.outcome === "retry" && /timed? ?out/i.test(answer.why), JSON.stringify(answer));
});

test("a truncated answer is no object: it is asked again, then left for later", async () => {
  await put();
  server.faults.push("cut");
  assert.deepEqual(await store().get(key), { outcome: "done", bytes: pdf });
  server.faults.push("cut", "cut", "cut");
  assert.equal((await store().get(key)).outcome, "retry");
});

test("redirects are not followed: the signature goes to no other host", async () => {
  server.faults.push("redirect");
  const answer = await put();
  assert.ok(answer.outcome === "refused" && /307.*redirects are not followed/.test(answer.why), JSON.stringify(answer));
});

test("a store that does not know If-None-Match is refused, with a word on what to do", async () => {
  server.faults.push({ status: 501, code: "NotImplemented" });
  const answer = await put();
  assert.ok(answer.outcome === "refused" && /If-None-Match/.test(answer.why), JSON.stringify(answer));
});

test("the bucket may be in the host's name, and keys below a prefix", async () => {
  // The only name that surely leads here is localhost; so is the bucket called.
  const virtual = await s3Server({ bucket: "localhost", virtualHost: true, ...credentials });
  try {
    const endpoint = `http://{bucket}:${virtual.port}`;
    const these = store({ endpoint, bucket: "localhost", prefix: "pakka/books/" });
    assert.equal((await put(pdf, these)).outcome, "done");
    assert.deepEqual([...virtual.objects.keys()], [`pakka/books/${key}`]);
    assert.equal((await these.get(key)).outcome, "done");
  } finally {
    await virtual.close();
  }
});

test("a key that leads elsewhere is never sent", async () => {
  for (
    const odd of ["../books/a", "a/../../b", "/a", "a//b", "a/.b", "a?acl", "a b", "a%2fb", "", `a/${"b".repeat(600)}`]
  ) {
    await assert.rejects(store().get(odd), TypeError);
    await assert.rejects(store().put(odd, pdf, "application/pdf"), TypeError);
  }
  assert.deepEqual(server.requests, []);
});

/** What was sent meanwhile, as it was sent. */
async function requestsOf(work: () => Promise<unknown>) {
  const seen: { url: string; init: RequestInit }[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    seen.push({ url: String(url), init: init ?? {} });
    return real(url, init);
  };
  try {
    await work();
  } finally {
    globalThis.fetch = real;
  }
  return seen;
}
