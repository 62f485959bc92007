import assert from "node:assert/strict";
import { fixedClock } from "../../domain/shared/context.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

const clock = fixedClock("2026-11-20T10:00:00.000Z");
const settings = { rateLimit: 100, sandbox: false, development: false };
let t: TestApp;

Deno.test.beforeAll(async () => {
  t = await openApp({ clock, settings });
  await makeCompany(t.database, "asha", ["owner", "accountant", "auditor"]);
  await makeCompany(t.database, "bela");
});
Deno.test.afterAll(async () => await t?.close());

const ask = async (app: TestApp["app"], token: string, times: number) => {
  const answers = await Promise.all(Array.from({ length: times }, () => send(app, "GET /api/auth/me", { token })));
  return answers.filter((answer) => answer.status === 200).length;
};

Deno.test("two instances count together: of 150 requests 100 are answered, the rest 429 with Retry-After", async () => {
  const token = await signInAs(t.app, "owner@asha.test");
  const second = t.another();
  const answered = await Promise.all([ask(t.app, token, 75), ask(second, token, 75)]);
  assert.equal(answered[0] + answered[1], 100);
  const refused = await send(second, "GET /api/auth/me", { token });
  assert.equal(refused.status, 429);
  assert.equal(refused.body.code, "too_many_requests");
  assert.equal(refused.headers.get("retry-after"), "60");
});

Deno.test("one person's limit is not another's, in the same company or beside it", async () => {
  assert.equal(await ask(t.app, await signInAs(t.app, "accountant@asha.test"), 20), 20);
  assert.equal(await ask(t.app, await signInAs(t.app, "owner@bela.test"), 20), 20);
});

Deno.test("the next minute begins at nothing, and what is refused counts as asked", async () => {
  const token = await signInAs(t.app, "auditor@asha.test");
  clock.set("2026-11-20T10:05:30.000Z");
  assert.equal(await ask(t.app, token, 120), 100);
  clock.set("2026-11-20T10:05:59.000Z");
  assert.equal(await ask(t.app, token, 1), 0);
  clock.set("2026-11-20T10:06:00.500Z");
  assert.equal(await ask(t.app, token, 60), 60);
  assert.equal((await send(t.app, "POST /api/parties", { token, body: {} })).status, 403);
  assert.equal(await ask(t.app, token, 60), 39);
});

Deno.test("an API key has its own limit, exact to one per cent over two instances", async () => {
  clock.set("2026-11-20T10:10:00.000Z");
  const owner = await signInAs(t.app, "owner@asha.test");
  const asked = { name: "till", scopes: ["masters:read"], requestsPerMinute: 500 };
  const { body: { key } } = await send(t.app, "POST /api/api-keys", { token: owner, body: asked });
  const answered = await Promise.all([ask(t.app, key, 400), ask(t.another(), key, 400)]);
  const total = answered[0] + answered[1];
  assert.ok(total <= 500 && total >= 490, `${total} of 500`);
});

Deno.test("a limit of nought is no limit", async () => {
  const open = t.another({ settings: { ...settings, rateLimit: 0 } });
  assert.equal(await ask(open, await signInAs(t.app, "owner@asha.test"), 250), 250);
});

Deno.test("public routes are not counted and a person who is over the limit may still sign in", async () => {
  const token = await signInAs(t.app, "accountant@asha.test");
  clock.set("2026-11-20T10:20:00.000Z");
  await ask(t.app, token, 101);
  assert.equal((await send(t.app, "GET /health/live", { token })).status, 200);
  await signInAs(t.app, "accountant@asha.test");
});
