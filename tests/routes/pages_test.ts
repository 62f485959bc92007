import assert from "node:assert/strict";
import { type Scope, scopesOf } from "../../domain/core/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { pageOf } from "../../routes/portal/page.ts";
import { openApp, type TestApp } from "../support/app.ts";
import { everyRole, makeCompany, password } from "../support/people.ts";

const start = "2026-11-20T10:00:00+05:30";
const clock = fixedClock(start);
const later = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());
let t: TestApp;
Deno.test.beforeAll(async () => {
  t = await openApp({ clock });
  await makeCompany(t.database, "asha", everyRole);
  await makeCompany(t.database, "rival");
});
Deno.test.afterAll(async () => await t?.close());

const here = "http://pakka.test";
interface Asked {
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
  readonly form?: Record<string, string>;
}

/** As a browser asks: its cookie, and for a form where it comes from. */
async function visit(what: string, { cookie, headers, form }: Asked = {}, app = t.app) {
  const [method = "GET", path = "/"] = what.split(" ");
  const sent: Record<string, string> = method === "POST" ? { origin: here } : {};
  const answer = await app.request(`${here}${path}`, {
    method,
    headers: { ...sent, ...(cookie && { cookie }), ...headers },
    ...(method === "POST" ? { body: new URLSearchParams(form ?? {}) } : {}),
  });
  const set = answer.headers.get("set-cookie");
  return {
    status: answer.status,
    location: answer.headers.get("location"),
    headers: answer.headers,
    set,
    cookie: set?.split(";")[0] ?? "",
    text: await answer.text(),
  };
}

async function enter(email: string, app = t.app) {
  const { cookie, status } = await visit("POST /sign-in", { form: { email, password } }, app);
  assert.equal(status, 303, email);
  const page = await visit("GET /account", { cookie }, app);
  return { cookie, formToken: /name="formToken" value="([^"]+)"/.exec(page.text)?.[1] ?? "" };
}
const isIn = async (cookie: string) => (await visit("GET /account", { cookie })).status === 200;
const pages = () => t.app.routes.flatMap(pageOf);
const closed = () => pages().filter(({ spec }) => spec.scope !== "public");
const tabsIn = (text: string) => {
  const [, nav = ""] = /<nav class="tabs"[^>]*>(.*?)<\/nav>/s.exec(text) ?? [];
  return [...nav.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? "");
};
const addressed = (path: string) => path.replace("/*", "/nowhere").replace(/:\w+/g, crypto.randomUUID());

Deno.test("a stranger is sent to sign in from every page, and brought back to none but a page of ours", async () => {
  assert.ok(closed().length > 3);
  for (const { method, path } of closed()) {
    const { status, location } = await visit(`${method} ${addressed(path)}`);
    assert.equal(status, 303, path);
    assert.match(location ?? "", method === "GET" ? /^\/sign-in\?next=%2F/ : /^\/sign-in$/, path);
  }
  const { cookie } = await enter("owner@asha.test");
  const elsewhere = [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/\tevil",
    "ops",
    "/ops\r\nX: y",
  ];
  for (const next of [...elsewhere, "/%09/evil.test"]) {
    const went = await visit(`GET /sign-in?next=${encodeURIComponent(next)}`, { cookie });
    assert.equal(went.status, 303);
    const to = new URL(went.location ?? "", here);
    assert.equal(to.host, "pakka.test", `${next} → ${went.location}`);
    if (elsewhere.includes(next)) assert.equal(to.pathname, "/ops", next);
  }
  const back = await visit(`GET /sign-in?next=${encodeURIComponent("/ops/calls?portal=irp")}`, { cookie });
  assert.equal(back.location, "/ops/calls?portal=irp");
});

Deno.test("each page is shown to the roles that have its scope, and to no other", async () => {
  for (const role of everyRole) {
    const { cookie } = await enter(`${role}@asha.test`);
    const opened = new Set<string>();
    for (const { path, method, spec } of closed().filter(({ method }) => method === "GET")) {
      const { status, text } = await visit(`${method} ${addressed(path)}`, { cookie });
      const may = spec.scope === "signed_in" || scopesOf([role]).has(spec.scope as Scope);
      assert.equal(status === 403, !may, `${role} ${path}: ${status}`);
      if (!may) assert.match(text, /scope_missing/);
      for (const href of tabsIn(text)) {
        if (opened.has(href)) continue;
        opened.add(href);
        assert.equal(
          (await visit(`GET ${href}`, { cookie })).status,
          200,
          `${role} is shown the tab ${href} on ${path}`,
        );
      }
    }
  }
});

Deno.test("who is refused a page sees no tabs that would be refused too, and is told who may", async () => {
  const refused = await visit("GET /ops", await enter("logistics@asha.test"));
  assert.deepEqual([refused.status, tabsIn(refused.text)], [403, []]);
  assert.match(refused.text, /Owners, accountants, auditors and platform admins may\./);
  const auditor = await enter("auditor@asha.test");
  const { formToken } = auditor;
  assert.equal(tabsIn((await visit("GET /ops", auditor)).text).length, 7);
  const acts = await visit("POST /ops/calls/retry-all", { cookie: auditor.cookie, form: { formToken } });
  assert.equal(acts.status, 403);
  assert.match(acts.text, /Owners, accountants and platform admins may\./);
  const month = await enter("accountant@asha.test");
  const done = await visit("POST /ops/calls/retry-all", { cookie: month.cookie, form: { formToken: month.formToken } });
  assert.equal(done.status, 303, "the accountant may");
});

Deno.test("the cookie is kept from scripts, other hosts and plain http, and holds a token that is stored as a hash", async () => {
  const { set, cookie } = await visit("POST /sign-in", { form: { email: "owner@asha.test", password } });
  assert.match(set ?? "", /^__Host-pakka=pkp_[\w-]{64}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const rows = JSON.stringify(await asOwner("select * from core.page_sessions"));
  assert.ok(rows.length > 100 && !rows.includes(cookie.split("=")[1] ?? "?"));
  const settings = { rateLimit: 0, sandbox: false, development: true };
  const dev = await visit("POST /sign-in", { form: { email: "owner@asha.test", password } }, t.another({ settings }));
  assert.match(dev.set ?? "", /^pakka-development=pkp_[\w-]{64}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
});

Deno.test("signing out ends the session at once, and no other", async () => {
  const [one, other] = [await enter("owner@asha.test"), await enter("owner@asha.test")];
  const out = await visit("POST /sign-out", { cookie: one.cookie, form: { formToken: one.formToken } });
  assert.deepEqual([out.status, out.location], [303, "/sign-in"]);
  assert.match(out.set ?? "", /^__Host-pakka=; Max-Age=0/);
  assert.deepEqual([await isIn(one.cookie), await isIn(other.cookie)], [false, true]);
});

Deno.test("a session ends after half an hour without use, and after twelve hours whatever was done", async () => {
  const { cookie } = await enter("owner@asha.test");
  for (let minutes = 0; minutes < 715; minutes += 25) {
    later(25);
    assert.ok(minutes + 25 >= 720 || await isIn(cookie), `after ${minutes + 25} minutes`);
  }
  later(10);
  assert.equal(await isIn(cookie), false);

  const idle = await enter("owner@asha.test");
  later(20);
  const reloaded = await visit("GET /account", { cookie: idle.cookie, headers: { "x-pakka-reload": "1" } });
  assert.equal(reloaded.status, 200);
  later(11);
  assert.equal(await isIn(idle.cookie), false, "a page that reloads itself is no use");
});

Deno.test("a changed role takes hold at the next page; a disabled person and a changed password end the session", async () => {
  const { cookie } = await enter("platform_admin@asha.test");
  assert.equal((await visit("GET /ops", { cookie })).status, 200);
  await asOwner(`update core.users set roles = '{logistics}' where email = 'platform_admin@asha.test'`);
  assert.equal((await visit("GET /ops", { cookie })).status, 403);
  await asOwner(`update core.users set disabled_at = now() where email = 'platform_admin@asha.test'`);
  assert.equal(await isIn(cookie), false);
  await asOwner(
    `update core.users set disabled_at = null, roles = '{platform_admin}' where email = 'platform_admin@asha.test'`,
  );
  assert.equal(await isIn(cookie), true);
  await asOwner(
    `select core.enter(jsonb_build_object('tenantId', tenant_id)), core.put_credential(user_id, email, password_hash)
    from core.credentials where email = 'platform_admin@asha.test'`,
  );
  assert.equal(await isIn(cookie), false);
});

Deno.test("a form is taken from this site only, and only from the session it was made for", async () => {
  const { cookie, formToken } = await enter("owner@asha.test");
  const rival = await enter("owner@rival.test");
  const send = (headers: Record<string, string>, form: Record<string, string> = { formToken }) =>
    visit("POST /sign-out", { cookie, headers, form });
  const elsewhere: Record<string, string>[] = [
    { origin: "https://evil.test" },
    { origin: "null" },
    { origin: "http://pakka.test.evil.test" },
    { origin: here, "sec-fetch-site": "cross-site" },
    { origin: here, "sec-fetch-site": "same-site" },
    { origin: here, "sec-fetch-site": "none" },
  ];
  for (const headers of elsewhere) {
    const { status, text } = await send(headers);
    assert.deepEqual([status, /sent_from_elsewhere/.test(text)], [403, true], JSON.stringify(headers));
  }
  for (const form of [{}, { formToken: "" }, { formToken: rival.formToken }]) {
    const { status, text } = await send({}, form as Record<string, string>);
    assert.deepEqual([status, /form_too_old/.test(text)], [403, true]);
  }
  for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x"]) {
    const { status, text } = await send({ "content-type": type });
    assert.deepEqual([status, /content_type_not_form/.test(text)], [415, true], type);
  }
  assert.equal(await isIn(cookie), true, "none of it did anything");
  const stranger = await visit("POST /sign-in", {
    headers: { origin: "https://evil.test" },
    form: { email: "owner@asha.test", password },
  });
  assert.deepEqual([stranger.status, stranger.set], [403, null], "nobody is signed in as somebody else from elsewhere");
});

Deno.test("ten wrong passwords pause an address on the pages as in the API", async () => {
  const wrong = () => visit("POST /sign-in", { form: { email: "logistics@asha.test", password: "wrong" } });
  for (let i = 0; i < 10; i++) assert.equal((await wrong()).status, 401);
  const { status, headers, text } = await wrong();
  assert.equal(status, 429);
  assert.match(headers.get("retry-after") ?? "", /^\d+$/);
  assert.match(text, /Too many failed sign-ins/);
  const api = await t.app.request("/api/auth/login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "logistics@asha.test", password }),
  });
  assert.equal(api.status, 429);
});

Deno.test("a person's requests are counted over pages and API together", async () => {
  const app = t.another({ settings: { rateLimit: 5, sandbox: false, development: false } });
  const { cookie } = await enter("auditor@asha.test", app);
  const statuses = [];
  for (let i = 0; i < 6; i++) statuses.push((await visit("GET /account", { cookie }, app)).status);
  assert.equal(statuses.at(-1), 429);
});

Deno.test("every page carries a policy that lets nothing in from elsewhere and nothing written into the page run", async () => {
  const { cookie } = await enter("owner@asha.test");
  for (const { path, method } of pages().filter(({ method }) => method === "GET")) {
    const { headers, text, status } = await visit(`${method} ${addressed(path)}`, { cookie });
    if (status === 303 || path.startsWith("/pages/")) continue;
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/, path);
    assert.doesNotMatch(policy, /unsafe|https?:|\*|data:/, path);
    assert.deepEqual([headers.get("cache-control"), headers.get("referrer-policy")], ["no-store", "same-origin"], path);
    assert.match(text, /^<!doctype html><html lang="en-IN">/, path);
    assert.doesNotMatch(text, /<style|<script(?! src="\/pages\/)|\son\w+=|\sstyle=/, path);
  }
});

Deno.test("style and script are kept by browsers for as long as they stay the same, and nothing else is to be had there", async () => {
  const { text } = await visit("GET /sign-in");
  const [address = ""] = /\/pages\/pages\.css\?v=\w+/.exec(text) ?? [];
  const { headers, status } = await visit(`GET ${address}`);
  assert.deepEqual([status, headers.get("content-type")], [200, "text/css; charset=utf-8"]);
  assert.match(headers.get("cache-control") ?? "", /immutable/);
  assert.equal((await visit("GET /pages/pages.css?v=another")).headers.get("cache-control"), "no-cache");
  for (const name of ["nothing.css", "..%2fportal.ts", "constructor"]) {
    assert.equal((await visit(`GET /pages/${name}`)).status, 404);
  }
});

Deno.test("a page that is not there says so as a page, and another method is refused", async () => {
  const { cookie } = await enter("owner@asha.test");
  const { status, text } = await visit("GET /ops/nowhere", { cookie });
  assert.deepEqual([status, /There is no such page/.test(text)], [404, true]);
  assert.equal((await visit("GET /ops/calls/1", { cookie })).status, 404);
  assert.equal((await visit("POST /account", { cookie })).status, 405);
  assert.equal((await visit("GET /ops/calls?cursor=forged", { cookie })).status, 400);
  assert.equal((await visit("GET /ops/calls?status=&portal=irp", { cookie })).status, 200);
});

async function asOwner(query: string) {
  const { default: postgres } = await import("postgres");
  const sql = postgres(t.database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    return [...await sql.unsafe(query)];
  } finally {
    await sql.end();
  }
}
