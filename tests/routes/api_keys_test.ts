import assert from "node:assert/strict";
import { openApp, send, type TestApp } from "../support/app.ts";
import { everyRole, makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
let owner: string;
let rival: string;

Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha", everyRole);
  await makeCompany(t.database, "bela");
  owner = await signInAs(t.app, "owner@asha.test");
  rival = await signInAs(t.app, "owner@bela.test");
});
Deno.test.afterAll(async () => await t?.close());

const make = (scopes: string[], more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  send(t.app, "POST /api/api-keys", { token: owner, body: { name: "till", scopes, ...more }, headers });

Deno.test("a key opens what its scopes name and nothing else", async () => {
  const { body: { key } } = await make(["masters:read"]);
  assert.equal((await send(t.app, "GET /api/parties", { token: key })).status, 200);
  const forbidden = await send(t.app, "POST /api/parties", { token: key, body: { name: "x" } });
  assert.equal(forbidden.status, 403);
  assert.equal(forbidden.body.code, "scope_missing");
  assert.deepEqual(forbidden.body.facts, { scope: "masters:write" });
});

Deno.test("a key is of its company and sees only its rows", async () => {
  const { body: { key } } = await make(["masters:read", "masters:write"]);
  const name = "Only Asha's";
  const party = await send(t.app, "POST /api/parties", { token: key, body: { name } });
  assert.equal(party.status, 201);
  assert.equal((await send(t.app, `GET /api/parties/${party.body.id}`, { token: key })).status, 200);
  assert.equal((await send(t.app, `GET /api/parties/${party.body.id}`, { token: rival })).status, 404);
});

Deno.test("who a key is: its name, its scopes, the person who made it", async () => {
  const { body: { key } } = await make(["vouchers:read"]);
  const { body } = await send(t.app, "GET /api/auth/me", { token: key });
  const person = await send(t.app, "GET /api/auth/me", { token: owner });
  assert.deepEqual([body.email, body.scopes, body.id], ["till", ["vouchers:read"], person.body.id]);
});

Deno.test("the key is shown once: no list holds it", async () => {
  const { body: { key, id } } = await make(["masters:read"], { requestsPerMinute: 10 });
  const { text, body } = await send(t.app, "GET /api/api-keys?limit=200", { token: owner });
  assert.ok(!text.includes(key));
  const row = body.data.find((row: { id: string }) => row.id === id);
  assert.deepEqual([row.name, row.scopes, row.requestsPerMinute, row.revokedAt], ["till", ["masters:read"], 10, null]);
  assert.deepEqual((await send(t.app, "GET /api/api-keys", { token: rival })).body.data, []);
});

Deno.test("a revoked key is good no longer, in another instance within half a minute", async () => {
  const { body: { key, id } } = await make(["masters:read"]);
  assert.equal((await send(t.app, `DELETE /api/api-keys/${id}`, { token: rival })).status, 404);
  assert.equal((await send(t.app, `DELETE /api/api-keys/${id}`, { token: owner })).status, 204);
  assert.equal((await send(t.app, `DELETE /api/api-keys/${id}`, { token: owner })).status, 204);
  assert.equal((await send(t.another(), "GET /api/parties", { token: key })).status, 401);
});

Deno.test("nobody makes a key that can do more than they can", async () => {
  const { body: { key } } = await make(["api_keys:write", "masters:read"]);
  const asked = { name: "more", scopes: ["masters:read", "vouchers:write"] };
  const answer = await send(t.app, "POST /api/api-keys", { token: key, body: asked });
  assert.equal(answer.status, 403);
  assert.equal(answer.body.code, "scope_not_yours");
  assert.equal(answer.body.errors[0].pointer, "/scopes/1");
});

Deno.test("a key asked for twice under one Idempotency-Key is one key, and is stored sealed", async () => {
  const first = await make(["masters:read"], {}, { "idempotency-key": "one-key" });
  const second = await make(["masters:read"], {}, { "idempotency-key": "one-key" });
  assert.equal(first.text, second.text);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  const { default: postgres } = await import("postgres");
  const sql = postgres(t.database.adminUrl, { max: 1 });
  const rows = await sql`select answer from core.idempotency_keys where key = 'one-key'`;
  await sql.end();
  assert.match(rows[0]?.answer, /^b1\./);
  assert.ok(!rows[0]?.answer.includes(first.body.key));
});

Deno.test("a malformed id of a key is 404 like an unknown one", async () => {
  for (const id of ["1", "nil", crypto.randomUUID()]) {
    assert.equal((await send(t.app, `DELETE /api/api-keys/${id}`, { token: owner })).body.code, "not_found");
  }
});
