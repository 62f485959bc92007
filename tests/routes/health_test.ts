import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha");
});
Deno.test.afterAll(async () => await t?.close());

Deno.test("live is live whatever the database does; ready names migration and logic", async () => {
  assert.equal((await send(t.app, "GET /health/live")).status, 200);
  const { status, body } = await send(t.app, "GET /health/ready");
  assert.equal(status, 200);
  assert.match(body.checks.database, /^migration \d{4}_\w+, logic [0-9a-f]{12}$/);
});

Deno.test("not ready when the database is away or a part does not answer, and the log says why", async () => {
  const db = openDatabase("postgres://nobody:nothing@127.0.0.1:1/none", { max: 1 });
  const away = await send(t.another({ db }), "GET /health/ready");
  await db.end({ timeout: 0 });
  assert.equal(away.status, 503);
  assert.equal(away.body.status, "not_ready");
  const queue = () => Promise.reject(new Error("the queue at postgres://boss:secret@host is gone"));
  const app = t.another({ probes: { queue } });
  const { status, text } = await send(app, "GET /health/ready");
  assert.equal(status, 503);
  assert.ok(!text.includes("postgres://"));
  const line = JSON.stringify(t.logged.findLast((line) => line.event === "not_ready"));
  assert.ok(line.includes("queue") && !line.includes("secret"));
});

Deno.test("a database that goes away is 503 with Retry-After, not 500", async () => {
  const db = openDatabase("postgres://nobody:nothing@127.0.0.1:1/none", { max: 1 });
  const body = { email: "owner@asha.test", password: "x" };
  const answer = await send(t.another({ db }), "POST /api/auth/login", { body });
  await db.end({ timeout: 0 });
  assert.equal(answer.status, 503);
  assert.equal(answer.body.code, "temporarily_unavailable");
  assert.equal(answer.headers.get("retry-after"), "1");
});

Deno.test("metrics count requests by route, never by address, and read the gauges when asked", async () => {
  const app = t.another({ gauges: { pakka_posting_queue_length: () => 7 } });
  await send(app, `GET /api/parties/${crypto.randomUUID()}`);
  await send(app, "GET /nothing/here");
  const { text } = await send(app, "GET /metrics");
  assert.match(text, /pakka_http_requests_total\{method="GET",route="\/api\/parties\/:id",status="401"\} 1/);
  assert.match(text, /pakka_http_requests_total\{method="GET",route="none",status="404"\} 1/);
  assert.match(text, /pakka_http_request_duration_seconds_bucket\{method="GET",route="none",le="\+Inf"\} 1/);
  assert.match(text, /^pakka_posting_queue_length 7$/m);
});

Deno.test("a request is one line of the log, with who asked and no secret, query or body", async () => {
  const token = await signInAs(t.app, "owner@asha.test");
  const before = t.logged.length;
  await send(t.app, "GET /api/parties?q=Lakshmi", { token });
  await send(t.app, "POST /api/parties", { token, body: { name: "Canary Traders", gstin: "29AAGCB7383J1Z4" } });
  const lines = t.logged.slice(before);
  assert.equal(lines.length, 2);
  assert.deepEqual([lines[0]?.route, lines[0]?.status, lines[0]?.actor], ["/api/parties", 200, "user"]);
  assert.ok(lines[0]?.tenantId && lines[0]?.userId && lines[0]?.requestId);
  assert.doesNotMatch(JSON.stringify(lines), /Lakshmi|Canary|AAGCB7383J|eyJ/);
});
