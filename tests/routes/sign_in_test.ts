import assert from "node:assert/strict";
import { fixedClock } from "../../domain/shared/context.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { everyRole, makeCompany, password, signInAs } from "../support/people.ts";

const clock = fixedClock("2026-11-20T10:00:00.000Z");
const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000).toISOString());
let t: TestApp;

Deno.test.beforeAll(async () => {
  t = await openApp({ clock });
  await makeCompany(t.database, "asha", everyRole);
  await makeCompany(t.database, "bela");
});
Deno.test.afterAll(async () => await t?.close());

const login = (email: string, given = password) =>
  send(t.app, "POST /api/auth/login", { body: { email, password: given } });
const refresh = (refreshToken: string) => send(t.app, "POST /api/auth/refresh", { body: { refreshToken } });
const me = (token: string) => send(t.app, "GET /api/auth/me", { token });

Deno.test("a person signs in and is told who they are", async () => {
  const session = (await login("accountant@asha.test")).body;
  assert.equal(session.expiresIn, 900);
  assert.deepEqual(session.user.roles, ["accountant"]);
  const { body } = await me(session.accessToken);
  assert.equal(body.email, "accountant@asha.test");
  assert.equal(body.tenantId, session.user.tenantId);
});

Deno.test("a partner's destination is in the token and in the answer", async () => {
  const { body } = await me(await signInAs(t.app, "partner@asha.test"));
  assert.equal(body.destinationId, "D-1");
  assert.deepEqual(body.scopes, ["partner:own"]);
});

Deno.test("an address is found in any spelling of its letters", async () => {
  assert.equal((await login("Owner@ASHA.test")).status, 200);
});

Deno.test("a wrong password and an unknown address get the same answer", async () => {
  const wrong = await login("owner@asha.test", "not the password");
  const unknown = await login("nobody@nowhere.test");
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.code, "sign_in_failed");
  const { requestId: _a, ...first } = wrong.body;
  const { requestId: _b, ...second } = unknown.body;
  assert.deepEqual(first, second);
});

Deno.test("ten failures pause an address for fifteen minutes, known or not, and another one is not touched", async () => {
  for (const email of ["logistics@asha.test", "stranger@nowhere.test"]) {
    for (let i = 0; i < 10; i++) assert.equal((await login(email, "wrong")).status, 401);
    const paused = await login(email);
    assert.equal(paused.status, 429);
    assert.equal(paused.body.code, "sign_in_throttled");
    assert.ok(Number(paused.headers.get("retry-after")) > 0);
  }
  assert.equal((await login("owner@asha.test")).status, 200);
  later(15 * 60 + 1);
  assert.equal((await login("logistics@asha.test")).status, 200);
});

Deno.test("a pause is written down for the company, once", async () => {
  const events = await asOwner(`select kind, facts from audit.security_events where kind = 'sign_in_throttled'`);
  assert.equal(events.length, 1);
});

Deno.test("thirty guesses at the same moment are ten guesses", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => login("ap_clerk@asha.test", "guess")));
  assert.equal(answers.filter((answer) => answer.status === 401).length, 10);
  assert.equal(answers.filter((answer) => answer.status === 429).length, 20);
});

Deno.test("addresses that strangers tried are forgotten after a day", async () => {
  const count = async () => (await asOwner("select count(*)::int as n from core.sign_in_attempts"))[0]?.n;
  for (let i = 0; i < 3; i++) await login(`stranger${i}@nowhere.test`);
  assert.ok(Number(await count()) >= 3);
  later(86_401);
  await login("stranger@nowhere.test");
  assert.equal(await count(), 1);
});

Deno.test("a refresh token is traded for a new pair", async () => {
  const first = (await login("owner@asha.test")).body;
  const second = (await refresh(first.refreshToken)).body;
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.equal((await me(second.accessToken)).status, 200);
  assert.equal((await refresh(second.refreshToken)).status, 200);
});

Deno.test("a refresh token used twice ends the whole session and is written down", async () => {
  const first = (await login("auditor@asha.test")).body;
  const second = (await refresh(first.refreshToken)).body;
  const third = (await refresh(second.refreshToken)).body;
  later(11);
  const again = await refresh(first.refreshToken);
  assert.equal(again.body.code, "refresh_token_not_valid");
  assert.equal((await refresh(third.refreshToken)).status, 401);
  assert.equal((await me(third.accessToken)).status, 401);
  const events = await asOwner(`select facts from audit.security_events where kind = 'refresh_token_reused'`);
  assert.equal(events.length, 1);
});

Deno.test("the same refresh repeated at once gets the same successor", async () => {
  const first = (await login("owner@asha.test")).body;
  const [one, two] = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)]);
  assert.equal(one.status, 200);
  assert.equal(one.body.refreshToken, two.body.refreshToken);
  assert.equal((await refresh(one.body.refreshToken)).status, 200);
});

Deno.test("a hundred races of two refreshes leave one successor each and no session dead", async () => {
  let { refreshToken } = (await login("owner@asha.test")).body;
  for (let i = 0; i < 100; i++) {
    const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    assert.deepEqual(both.map((answer) => answer.status), [200, 200]);
    assert.equal(new Set(both.map((answer) => answer.body.refreshToken)).size, 1);
    refreshToken = both[0].body.refreshToken;
  }
  const [row] = await asOwner(`
    select count(*) filter (where used_at is null)::int as live from core.refresh_tokens
    where family_id = (select family_id from core.refresh_tokens order by issued_at desc, id desc limit 1)`);
  assert.equal(row?.live, 1);
});

Deno.test("a session ends after seven idle days, and after thirty whatever happens", async () => {
  const idle = (await login("owner@asha.test")).body;
  later(7 * 86400);
  assert.equal((await refresh(idle.refreshToken)).status, 401);
  let { refreshToken } = (await login("owner@asha.test")).body;
  for (let day = 6; day < 30; day += 6) {
    later(6 * 86400);
    const next = await refresh(refreshToken);
    assert.equal(next.status, 200, `day ${day}`);
    refreshToken = next.body.refreshToken;
  }
  later(6 * 86400);
  assert.equal((await refresh(refreshToken)).status, 401);
});

Deno.test("log-out ends the session: its refresh token at once, its access token with it", async () => {
  const session = (await login("owner@asha.test")).body;
  assert.equal((await send(t.app, "POST /api/auth/logout", { token: session.accessToken })).status, 204);
  assert.equal((await refresh(session.refreshToken)).status, 401);
  assert.equal((await me(session.accessToken)).status, 401);
});

Deno.test("a disabled person and a changed role take hold within half a minute", async () => {
  const token = await signInAs(t.app, "platform_admin@asha.test");
  assert.deepEqual((await me(token)).body.roles, ["platform_admin"]);
  await asOwner(`update core.users set roles = '{auditor}' where email = 'platform_admin@asha.test'`);
  later(31);
  assert.deepEqual((await me(token)).body.roles, ["auditor"]);
  await asOwner(`update core.users set disabled_at = now() where email = 'platform_admin@asha.test'`);
  later(31);
  assert.equal((await me(token)).status, 401);
  assert.equal((await login("platform_admin@asha.test")).body.code, "sign_in_failed");
});

Deno.test("no refresh token, password or key is stored as it is", async () => {
  const { refreshToken } = (await login("owner@asha.test")).body;
  const rows = await asOwner(`select to_jsonb(t)::text as row from core.refresh_tokens t
    union all select to_jsonb(c)::text from core.credentials c union all select to_jsonb(e)::text from audit.events e`);
  const all = rows.map(({ row }) => row).join("\n");
  assert.ok(!all.includes(refreshToken) && !all.includes(password));
  assert.match(all, /scrypt\$32768\$8\$1\$/);
});

Deno.test("the application's role reads no credential, whatever the tenant", async () => {
  await assert.rejects(t.db`select * from core.credentials`, /permission denied/);
  await assert.rejects(t.db`select * from core.sign_in_attempts`, /permission denied/);
});

async function asOwner(query: string): Promise<Record<string, string>[]> {
  const { default: postgres } = await import("postgres");
  const sql = postgres(t.database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    return [...await sql.unsafe(query)] as Record<string, string>[];
  } finally {
    await sql.end();
  }
}
