import assert from "node:assert/strict";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
let token: string;
let rival: string;

Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha");
  await makeCompany(t.database, "bela");
  token = await signInAs(t.app, "owner@asha.test");
  rival = await signInAs(t.app, "owner@bela.test");
});
Deno.test.afterAll(async () => await t?.close());

const post = (key: string, name: string, as = token) =>
  send(t.app, "POST /api/parties", { token: as, body: { name }, headers: { "idempotency-key": key } });
const parties = async (q: string, as = token) =>
  (await send(t.app, `GET /api/parties?q=${encodeURIComponent(q)}`, { token: as })).body.data.length;

Deno.test("a repeat gets the first answer byte for byte and does nothing again", async () => {
  const first = await post("k1", "First");
  const second = await post("k1", "First");
  assert.equal(first.status, 201);
  assert.equal(second.status, 201);
  assert.equal(second.text, first.text);
  assert.equal(first.headers.get("idempotency-replayed"), null);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  assert.equal(await parties("First"), 1);
});

Deno.test("the same key with another body, or for another address, is 422 and does nothing", async () => {
  await post("k2", "Second");
  const other = await post("k2", "Second, changed");
  assert.equal(other.status, 422);
  assert.equal(other.body.code, "idempotency_key_reused");
  const item = { name: "Second", hsn: "847130", unit: "NOS", gstRate: 18 };
  const elsewhere = await send(t.app, "POST /api/items", { token, body: item, headers: { "idempotency-key": "k2" } });
  assert.equal(elsewhere.status, 422);
  assert.equal(await parties("changed"), 0);
});

Deno.test("sixteen of the same at once are one, and all get its answer", async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => post("k3", "Third")));
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([201]));
  assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
  assert.equal(answers.filter((answer) => answer.headers.get("idempotency-replayed") === null).length, 1);
  assert.equal(await parties("Third"), 1);
});

Deno.test("a refusal frees the key: mended, the request goes through under it", async () => {
  assert.equal((await post("k4a", "Fourth")).status, 201);
  assert.equal((await post("k4", "Fourth")).body.code, "party_exists");
  assert.equal((await post("k4", "Fourth again")).status, 201);
});

Deno.test("a key is of its company: another company's same key is its own", async () => {
  const ours = await post("k5", "Fifth");
  const theirs = await post("k5", "Fifth", rival);
  assert.equal(theirs.status, 201);
  assert.notEqual(theirs.body.id, ours.body.id);
  assert.equal(theirs.headers.get("idempotency-replayed"), null);
  assert.equal(await parties("First", rival), 0);
});

Deno.test("without a key the same request twice is two requests", async () => {
  const item = { name: "Twice", hsn: "847130", unit: "NOS", gstRate: 18 };
  assert.equal((await send(t.app, "POST /api/items", { token, body: item })).status, 201);
  assert.equal((await send(t.app, "POST /api/items", { token, body: item })).body.code, "item_exists");
});

Deno.test("another instance gives the same first answer", async () => {
  const first = await post("k6", "Sixth");
  const again = await send(t.another(), "POST /api/parties", {
    token,
    body: { name: "Sixth" },
    headers: { "idempotency-key": "k6" },
  });
  assert.equal(again.text, first.text);
});
