import assert from "node:assert/strict";
import { declarationOf } from "../../routes/middleware/endpoint.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { assertDescribed } from "../support/described.ts";

let t: TestApp;
Deno.test.beforeAll(async () => void (t = await openApp()));
Deno.test.afterAll(async () => await t?.close());

const openapi = async () => (await send(t.app, "GET /openapi.json")).body;
interface Operation {
  summary: string;
  tags: string[];
  operationId: string;
  security: unknown[];
  responses: Record<string, unknown>;
  "x-scope"?: string;
}
const declared = () => t.app.routes.flatMap(declarationOf);

Deno.test("the description lists exactly the mounted routes", async () => {
  const { paths } = await openapi();
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path}`)
  );
  const mounted = declared().map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{.*?\})?/g, "{$1}")}`);
  assert.deepEqual(described.sort(), [...new Set(mounted)].sort());
  assert.equal(new Set(mounted).size, mounted.length, "a route is mounted twice");
});

Deno.test("every operation says who may call it, what it answers and what it refuses", async () => {
  const { paths } = await openapi();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations as Record<string, Operation>)) {
      const what = `${method} ${path}`;
      const { summary, tags, security, responses, operationId } = operation;
      assert.ok(summary && tags.length === 1 && Array.isArray(security) && operationId, what);
      const statuses = Object.keys(responses);
      assert.ok(statuses.some((status) => status.startsWith("2")) && statuses.includes("500"), what);
      if (security.length > 0) assert.ok(statuses.includes("401") && statuses.includes("429"), what);
      if (operation["x-scope"]) assert.ok(statuses.includes("403"), what);
    }
  }
});

Deno.test("every reference of the description leads somewhere and operation names are unique", async () => {
  const document = await openapi();
  assert.equal(document.openapi, "3.1.0");
  const text = JSON.stringify(document);
  for (const [, name = ""] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
    assert.ok(document.components.schemas[name], name);
  }
  assert.doesNotMatch(text, /#\/\$defs/);
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("every path parameter is described", async () => {
  const { paths } = await openapi();
  for (const [path, operations] of Object.entries(paths)) {
    const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (
      const operation of Object.values(operations as Record<string, { parameters?: { in: string; name: string }[] }>)
    ) {
      const given = (operation.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name);
      assert.deepEqual(given.sort(), wanted.sort(), path);
    }
  }
});

Deno.test("the page for reading it needs nothing from any other host", async () => {
  const page = await send(t.app, "GET /docs");
  assert.match(page.text, /^<!doctype html>/);
  for (const [, address = ""] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
    assert.ok(address === "data:," || address.startsWith("/docs/"), address);
    if (address !== "data:,") assert.equal((await send(t.app, `GET ${address}`)).status, 200, address);
  }
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'.*script-src 'self';/);
  assert.doesNotMatch(policy, /https?:|\*|unsafe-eval/);
  assert.equal((await send(t.app, "GET /docs/package.json")).status, 404);
  assert.equal((await send(t.app, "GET /docs/..%2f..%2fdeno.json")).status, 404);
});

Deno.test("the front page says where to go on, and names the demo users in the development run only", async () => {
  assert.doesNotMatch((await send(t.app, "GET /")).text, /pakka-demo/);
  const settings = { rateLimit: 0, sandbox: false, development: true };
  const page = await send(t.another({ settings }), "GET /");
  assert.match(page.text, /href="\/docs"[\s\S]*owner@demo\.test/);
});

Deno.test("every answer carries the headers that keep a browser from harm", async () => {
  for (
    const what of ["GET /", "GET /docs", "GET /health/live", "GET /api/parties", "GET /nope", "POST /api/auth/login"]
  ) {
    const { headers } = await send(t.app, what);
    assert.equal(headers.get("x-content-type-options"), "nosniff", what);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, what);
    assert.match(headers.get("strict-transport-security") ?? "", /max-age/, what);
    assert.ok(headers.get("cache-control") && headers.get("x-request-id") && headers.get("referrer-policy"), what);
  }
});

Deno.test("the tests would notice an answer that its route does not describe", () => {
  const find = (status: number, body: unknown) => () => assertDescribed(t.app, "GET", "/health/live", { status, body });
  find(200, { status: "live" })();
  assert.throws(find(200, { status: "dead" }), /does not describe/);
  assert.throws(find(409, {}), /does not say that it answers 409/);
});
