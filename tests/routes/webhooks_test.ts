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

const make = (body: Record<string, unknown> = {}, headers: Record<string, string> = {}, token = owner) =>
  send(t.app, "POST /api/webhooks", { token, body: { url: "https://hooks.example/in", ...body }, headers });
const list = async (token = owner) => (await send(t.app, "GET /api/webhooks?limit=200", { token })).body.data;

Deno.test("a webhook's secret is shown once, and a repetition under one key makes one webhook", async () => {
  const headers = { "idempotency-key": "hook-1" };
  const made = await make({ events: ["e_invoice.generated"], description: "books" }, headers);
  assert.equal(made.status, 201, made.text);
  assert.match(made.body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.deepEqual([made.body.status, made.body.events, made.body.pending], ["on", ["e_invoice.generated"], 0]);
  assert.equal((await make({ events: ["e_invoice.generated"], description: "books" }, headers)).body.id, made.body.id);
  const listed = await send(t.app, "GET /api/webhooks", { token: owner });
  assert.ok(!listed.text.includes("whsec_") && !listed.text.includes(made.body.secret.slice(6)));
  assert.equal(listed.body.data.length, 1);
});

Deno.test("webhooks are of their company: another one sees, changes and removes nothing", async () => {
  const { body: { id } } = await make();
  assert.deepEqual(await list(rival), []);
  for (
    const what of [
      `DELETE /api/webhooks/${id}`,
      `POST /api/webhooks/${id}/rotate-secret`,
      `POST /api/webhooks/${id}/enable`,
      `POST /api/webhooks/${id}/test`,
      `GET /api/webhooks/${id}/deliveries`,
    ]
  ) {
    assert.equal((await send(t.app, what, { token: rival })).status, 404, what);
  }
  assert.equal((await send(t.app, `DELETE /api/webhooks/${id}`, { token: owner })).status, 204);
  assert.equal((await send(t.app, `DELETE /api/webhooks/${id}`, { token: owner })).status, 404);
});

Deno.test("webhook_url_not_allowed: an address of this network, or one others can read, is refused with the reason", async () => {
  for (
    const url of ["http://hooks.example/", "https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/"]
  ) {
    const refused = await make({ url });
    assert.deepEqual([refused.status, refused.body.code], [400, "webhook_url_not_allowed"], url);
    assert.equal(refused.body.errors[0].pointer, "/url");
  }
  assert.equal((await make({ events: ["no.such"] })).status, 400);
});

Deno.test("webhooks_too_many: a company has at most twenty", async () => {
  for (let made = (await list()).length; made < 20; made++) assert.equal((await make()).status, 201);
  const refused = await make();
  assert.deepEqual([refused.status, refused.body.code], [409, "webhooks_too_many"]);
  assert.equal((await make({}, {}, rival)).status, 201);
  for (const { id } of (await list()).slice(1)) await send(t.app, `DELETE /api/webhooks/${id}`, { token: owner });
});

Deno.test("only an owner keeps webhooks; who has nothing to do with operations reads nothing of them", async () => {
  for (const role of ["accountant", "ap_clerk", "logistics", "auditor"]) {
    const token = await signInAs(t.app, `${role}@asha.test`);
    assert.equal((await make({}, {}, token)).status, 403, role);
    const read = await send(t.app, "GET /api/ops/notifications", { token });
    assert.equal(read.status, ["accountant", "auditor"].includes(role) ? 200 : 403, role);
  }
});

Deno.test("the trail says who named an address, and never its secret", async () => {
  const { body: { id } } = await make({ description: "audited" });
  await send(t.app, `POST /api/webhooks/${id}/rotate-secret`, { token: owner });
  await send(t.app, `DELETE /api/webhooks/${id}`, { token: owner });
  const { body } = await send(t.app, `GET /api/audit?entityId=${id}`, { token: owner });
  assert.deepEqual(body.data.map((event: { action: string }) => event.action), ["delete", "update", "insert"]);
  assert.ok(body.data.every((event: { userEmail: string }) => event.userEmail === "owner@asha.test"));
  assert.ok(!JSON.stringify(body).includes("b1."));
});
