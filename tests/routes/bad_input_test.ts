import assert from "node:assert/strict";
import { declarationOf } from "../../routes/middleware/endpoint.ts";
import { type Answer, type Asked, openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
let token: string;

Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha");
  token = await signInAs(t.app, "owner@asha.test");
});
Deno.test.afterAll(async () => await t?.close());

const party = { name: "Rivalry Traders", gstin: "29AAGCB7383J1Z4" };
const post = (body: unknown, headers?: Record<string, string>) =>
  send(t.app, "POST /api/parties", { token, body, ...(headers ? { headers } : {}) });

/** A refusal of the shape the contract promises, and nothing in it of what is behind. */
function assertProblem(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.code, code);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  assert.deepEqual(
    ["type", "title", "status", "code", "detail", "requestId", "errors"].filter((key) => !(key in answer.body)),
    [],
  );
  assert.equal(answer.body.status, status);
  assert.equal(answer.headers.get("x-request-id"), answer.body.requestId);
  assert.doesNotMatch(answer.text, /select |insert |core\.|billing\.|postgres|\.ts:|at async|SQLSTATE/i);
}

async function storedNothing(what: () => Promise<void>): Promise<void> {
  const count = async () => (await send(t.app, "GET /api/parties?limit=200", { token })).body.data.length;
  const before = await count();
  await what();
  assert.equal(await count(), before);
}

Deno.test("R11.14 validation errors name each field: unknown, missing, of the wrong type, too long, not one of", async () => {
  const answer = await post({
    name: 7,
    gstin: "x".repeat(21),
    registrationType: "royal",
    email: "nobody",
    pincode: "0",
    extra: 1,
    "a/b~c": 2,
  });
  assertProblem(answer, 400, "invalid_request");
  const named = Object.fromEntries(
    answer.body.errors.map((error: { pointer: string; code: string }) => [error.pointer, error.code]),
  );
  assert.deepEqual(named, {
    "/name": "wrong_type",
    "/gstin": "too_long",
    "/registrationType": "not_one_of",
    "/email": "not_an_email",
    "/pincode": "wrong_format",
    "/extra": "unknown_key",
    "/a~1b~0c": "unknown_key",
  });
  assert.equal((await post({})).body.errors[0].code, "required");
});

Deno.test("what the database refuses comes with its pointer, its code and its facts", async () => {
  const answer = await post({ name: "Rivalry Traders", gstin: "29AAGCB7383J1Z5" });
  assertProblem(answer, 400, "gstin_check_digit_wrong");
  assert.deepEqual(answer.body.errors[0].pointer, "/gstin");
  assert.deepEqual(answer.body.errors[0].facts, { gstin: "29AAGCB7383J1Z5" });
});

Deno.test("a body that is no JSON, no UTF-8, of another type or not there is refused by name", async () => {
  const cases: [unknown, Record<string, string>, number, string][] = [
    ["{", {}, 400, "body_not_json"],
    ["", {}, 400, "body_not_json"],
    ["{'name': 'x'}", {}, 400, "body_not_json"],
    ['{"name": NaN}', {}, 400, "body_not_json"],
    ['{"name": "x",}', {}, 400, "body_not_json"],
    [new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), {}, 400, "body_not_utf8"],
    [new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), {}, 400, "body_not_utf8"],
    [new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), {}, 400, "body_not_utf8"],
    [party, { "content-type": "text/plain" }, 415, "content_type_not_json"],
    [party, { "content-type": "application/x-www-form-urlencoded" }, 415, "content_type_not_json"],
    [party, { "content-type": "application/json; charset=latin1" }, 415, "content_type_not_json"],
    [party, { "content-type": "application/jsonx" }, 415, "content_type_not_json"],
  ];
  await storedNothing(async () => {
    for (const [body, headers, status, code] of cases) assertProblem(await post(body, headers), status, code);
    assertProblem(await send(t.app, "POST /api/parties", { token }), 415, "content_type_not_json");
  });
});

Deno.test("JSON that is no object, or that is nested without end, is refused", async () => {
  await storedNothing(async () => {
    for (const body of ["null", "1", '"x"', "[]", "[[1]]", "true", "[".repeat(200_000) + "]".repeat(200_000)]) {
      assertProblem(await post(body), 400, "invalid_request");
    }
    const deep = '{"name":'.repeat(50_000) + "1" + "}".repeat(50_000);
    assertProblem(await post(deep), 400, "invalid_request");
  });
});

Deno.test("text that no database can hold is refused by name", async () => {
  await storedNothing(async () => {
    for (const name of ["a\\u0000b", "\\ud800", "\\udc00x", "\\uD83D"]) {
      const answer = await post(`{"name":"${name}"}`);
      assertProblem(answer, 400, "text_not_storable");
      assert.equal(answer.body.errors[0].pointer, "/name");
    }
    for (const name of [" ", "\t", "a\nb", "\u0007", "x".repeat(101)]) {
      assertProblem(await post({ name }), 400, "invalid_request");
    }
    assertProblem(await send(t.app, "GET /api/parties?q=a%00b", { token }), 400, "text_not_storable");
  });
  assert.equal((await post({ name: "₹ 🙂 देवनागरी" })).status, 201);
});

Deno.test("keys that mean something to JavaScript are unknown keys like any other", async () => {
  for (const key of ["__proto__", "constructor", "toString", "tenantId", "tenant_id", "id", "createdBy"]) {
    const answer = await post(`{"name":"x","${key}":{"polluted":true}}`);
    assertProblem(answer, 400, "invalid_request");
    assert.deepEqual(answer.body.errors.map((error: { pointer: string }) => error.pointer), [`/${key}`]);
  }
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

Deno.test("absurd numbers are refused where they stand", async () => {
  const item = (rate: string) =>
    send(t.app, "POST /api/items", {
      token,
      body: `{"name":"x","hsn":"847130","unit":"NOS","gstRate":18,"rate":${rate}}`,
    });
  const absurd = [
    "1e308",
    "1e999",
    "-1",
    "-0.01",
    "1234567890123456789",
    "0.0001",
    "1e13",
    '"1e3"',
    '"12,000"',
    '""',
    '"NaN"',
  ];
  for (const rate of [...absurd, "true", "{}", "[1]", '"0x10"', '" 1"', '"١"']) {
    const answer = await item(rate);
    assertProblem(answer, 400, "invalid_request");
    assert.equal(answer.body.errors[0].pointer, "/rate", rate);
  }
  const key = { name: "x", scopes: ["masters:read"] };
  for (const requestsPerMinute of [0, -1, 1.5, 1e308, "100", null]) {
    const answer = await send(t.app, "POST /api/api-keys", { token, body: { ...key, requestsPerMinute } });
    assertProblem(answer, 400, "invalid_request");
    assert.equal(answer.body.errors[0].pointer, "/requestsPerMinute");
  }
});

Deno.test("a body of more than a megabyte is refused, whether or not it says so", async () => {
  const big = JSON.stringify({ name: "x".repeat(1024 * 1024) });
  assertProblem(await post(big), 413, "body_too_large");
  const said = await post(big, { "content-length": String(big.length) });
  assertProblem(said, 413, "body_too_large");
  assert.deepEqual(said.body.facts, { limit: 1024 * 1024 });
});

Deno.test("a query is as strict as a body", async () => {
  const cases: [string, string, string][] = [
    ["limit=0", "/limit", "out_of_range"],
    ["limit=201", "/limit", "out_of_range"],
    ["limit=ten", "/limit", "wrong_type"],
    ["limit=1.5", "/limit", "wrong_type"],
    ["limit=1e308", "/limit", "out_of_range"],
    ["limit=5&limit=6", "/limit", "wrong_type"],
    ["offset=10", "/offset", "unknown_key"],
    ["q=", "/q", "too_short"],
  ];
  for (const [query, pointer, code] of cases) {
    const answer = await send(t.app, `GET /api/parties?${query}`, { token });
    assertProblem(answer, 400, "invalid_request");
    assert.deepEqual(
      [answer.body.errors[0].pointer, answer.body.errors[0].code].join(" "),
      `${pointer} ${code}`,
      query,
    );
  }
});

Deno.test("a forged cursor is refused by every list", async () => {
  const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_");
  const id = crypto.randomUUID();
  const forged = ["x", "%ff", encode({}), encode([]), encode([1, 2]), encode(["a", "b"]), encode(["a", id, id])];
  forged.push(encode(["\0", id]), encode(["a'; drop table", "x"]));
  const days = ["2026-02-30", "0000-01-01", "yesterday", "2026-11-20T25:00:00Z"].map((day) => encode([day, id]));
  for (const path of ["/api/parties", "/api/items", "/api/api-keys", "/api/vouchers", "/api/audit"]) {
    const isByDay = path === "/api/vouchers" || path === "/api/audit";
    for (const cursor of [...forged, ...(isByDay ? days : [])]) {
      assertProblem(await send(t.app, `GET ${path}?cursor=${cursor}`, { token }), 400, "cursor_not_valid");
    }
  }
});

Deno.test("an id that is none, an address that is none, a method that is not for it", async () => {
  for (const id of ["1", "null", "..%2f..%2fetc", "%27%20or%201=1", "00000000-0000-0000-0000-00000000000g"]) {
    assertProblem(await send(t.app, `GET /api/parties/${id}`, { token }), 404, "not_found");
  }
  for (const path of ["/api", "/api/", "/api/partiesx", "/api/parties/x/y", "/.env", "/api//parties", "/API/parties"]) {
    assertProblem(await send(t.app, `GET ${path}`, { token }), 404, "route_not_found");
  }
  const wrong = await send(t.app, "DELETE /api/parties", { token });
  assertProblem(wrong, 405, "method_not_allowed");
  assert.equal(wrong.headers.get("allow"), "GET, POST");
  for (const method of ["PATCH", "OPTIONS", "TRACE", "PROPFIND"]) {
    if (method !== "TRACE") {
      assertProblem(await send(t.app, `${method} /api/items`, { token }), 405, "method_not_allowed");
    }
  }
});

Deno.test("an Idempotency-Key of the wrong form is refused", async () => {
  for (const key of ["", "x".repeat(201), "a b", "ключ"]) {
    const headers = { "idempotency-key": encodeURIComponent(key) === key ? key : key.replace(/[^\x20-\x7e]/g, " ") };
    assertProblem(await post(party, headers), 400, "idempotency_key_malformed");
  }
});

Deno.test("a request id is taken over where it is a plain word, and never otherwise", async () => {
  const given = async (id: string) =>
    (await send(t.app, "GET /health/live", { headers: { "x-request-id": id } }))
      .headers.get("x-request-id");
  assert.equal(await given("order-77.b"), "order-77.b");
  for (const id of ["a b", '"><script>', "x".repeat(65), "a\tb"]) assert.notEqual(await given(id), id);
});

Deno.test("what nobody foresaw is 500 with the request id only, and is in the log whole", async () => {
  const broken = t.another({ keys: { ...t.keys, signing: { ...t.keys.signing, publicKey: null as never } } });
  const before = t.logged.length;
  const asked: Asked = { body: { email: "owner@asha.test", password: "x" } };
  const answer = await send(t.another({ db: (() => {}) as never }), "POST /api/auth/login", asked);
  assertProblem(answer, 500, "internal_error");
  const line = t.logged.slice(before).find((line) => line.event === "unexpected_error");
  assert.equal(line?.requestId, answer.body.requestId);
  assert.match(String(line?.stack), /sign_in\.ts/);
  assert.equal((await send(broken, "GET /api/auth/me", { token })).status, 401);
});

Deno.test("a route that takes no body refuses what it would leave undone, and takes nothing or {}", async () => {
  const id = crypto.randomUUID();
  const routes = t.app.routes.flatMap(declarationOf).filter(({ method, spec }) =>
    !["GET", "ALL"].includes(method) && !spec.body && !spec.upload && spec.scope !== "public"
  );
  const paths = routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, id)}`);
  const known = [`einvoice/${id}/retry`, `ewaybill/${id}/retry`, `ops/api-calls/${id}/retry`, `ops/jobs/${id}/retry`];
  for (const path of known) assert.ok(paths.includes(`POST /api/${path}`), path);
  for (const path of paths) {
    const answer = await send(t.app, path, { token, body: { force: true } });
    assertProblem(answer, 400, "invalid_request");
    assert.deepEqual([answer.body.errors[0].pointer, answer.body.errors[0].code], ["/force", "unknown_key"], path);
    assertProblem(await send(t.app, path, { token, body: "{" }), 400, "body_not_json");
  }
  for (const path of known.map((path) => `POST /api/${path}`)) {
    for (const body of [undefined, {}]) {
      assertProblem(await send(t.app, path, { token, body }), 404, "not_found");
    }
  }
});

Deno.test("a body that may be left out may be left out, whatever it is called; one that is sent is read", async () => {
  const path = "POST /api/ops/api-calls/retry-all";
  const types: Record<string, string>[] = [{}, { "content-type": "application/json" }, {
    "content-type": "application/x-www-form-urlencoded",
  }];
  for (const headers of types) {
    const answer = await send(t.app, path, { token, headers });
    assert.deepEqual([answer.status, answer.body], [200, { retried: 0, refused: [] }], answer.text);
  }
  const unknown = await send(t.app, path, { token, body: { portals: "irp" } });
  assertProblem(unknown, 400, "invalid_request");
  assert.equal(unknown.body.errors[0].pointer, "/portals");
  const form = { "content-type": "application/x-www-form-urlencoded" };
  assertProblem(await send(t.app, path, { token, body: "portal=irp", headers: form }), 415, "content_type_not_json");
  const { paths } = (await send(t.app, "GET /openapi.json")).body;
  const required = (at: string) => paths[at].post.requestBody?.required;
  assert.deepEqual([required("/api/ops/api-calls/retry-all"), required("/api/einvoice/generate")], [false, true]);
});

Deno.test("text that looks like an instant and is none is refused in words, not a fault of ours", async () => {
  const series = { voucherType: "tax_invoice", name: "Series", prefix: "AB", startNumber: 1, padding: 5 };
  for (const format of ["2026-01-01T00:00:00+23:59", "2026-13-45T99:00:00Z"]) {
    const answer = await send(t.app, "POST /api/numbering-series", {
      token,
      body: { ...series, format, resetFrequency: "yearly", branch: "", separator: "/" },
    });
    assert.equal(answer.status, 400, answer.text);
    assert.ok(answer.body.errors[0].pointer.startsWith("/"), answer.text);
  }
});
