import assert from "node:assert/strict";
import { cauvery, deccan, house, kaveri, type Partner, peoplesPassword } from "../support/payout_world.ts";
import { signingWorld } from "../support/signing_world.ts";

const limit = 100;
const world = await signingWorld({ settings: { rateLimit: limit, sandbox: false, development: false } });
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const list = ({ email: as, destinationId }: Partner) => world.api(`GET /api/partner/${destinationId}/invoices`, { as });
/** The partner's page of months, as a browser of theirs asks for it. */
async function browser({ email }: Partner) {
  const origin = "http://pakka.test";
  const form = { method: "POST", headers: { origin }, body: new URLSearchParams({ email, password: peoplesPassword }) };
  const entered = await world.app.request(`${origin}/sign-in`, form);
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  return async () => await world.app.request(`${origin}/partner`, { headers: { cookie } });
}

test("a partner asks a hundred times a minute, by page and by API together; then 429 and when to come back", async () => {
  world.clock.set("2026-11-20T10:00:20+05:30");
  const visit = await browser(deccan);
  const api = [await list(deccan)]; // who is signed in is known from here on
  api.push(...await Promise.all(Array.from({ length: limit - 11 }, () => list(deccan))));
  assert.deepEqual(api.map(({ status }) => status), Array.from({ length: limit - 10 }, () => 200));
  for (let n = 0; n < 10; n++) assert.equal((await visit()).status, 200);

  const refused = await list(deccan);
  assert.deepEqual([refused.status, refused.body.code], [429, "too_many_requests"]);
  assert.equal(refused.headers.get("retry-after"), "40");
  assert.equal(refused.headers.get("content-type"), "application/problem+json");
  const page = await visit();
  assert.deepEqual([page.status, page.headers.get("retry-after")], [429, "40"]);
  assert.match(await page.text(), /<h1/, "and in words that a person reads");

  for (const other of [kaveri, cauvery]) assert.equal((await list(other)).status, 200, "nobody else is held up");
  assert.equal((await world.api("GET /api/auth/me", { as: "owner@house.test" })).status, 200);
  world.clock.set("2026-11-20T10:01:00+05:30");
  assert.equal((await list(deccan)).status, 200);
});

test("codes are asked for and tried twenty times a minute, whichever invoice they are for", async () => {
  world.clock.set("2026-11-20T10:10:00+05:30");
  assert.equal((await list(kaveri)).status, 200);
  const tries = await Promise.all(
    Array.from({ length: 21 }, (_, n) => world.tryOtp(`inv_${900_000 + n}`, "otp_1", "000000", kaveri)),
  );
  const answers = Map.groupBy(tries, ({ status, body }) => `${status} ${body.code}`);
  assert.equal(answers.get("404 partner_invoice_not_found")?.length, 20);
  const [refused] = answers.get("429 too_many_requests") ?? [];
  assert.equal(refused?.headers.get("retry-after"), "60");
  assert.equal((await world.askOtp("inv_900000", kaveri)).status, 429);
  assert.equal((await world.askOtp("inv_900000")).status, 404, "another partner's count is another");
  assert.equal((await list(kaveri)).status, 200, "and reading goes on");
  const [told] = await world.admin`select count(*)::int as n from payout.otp_log where tenant_id = ${house.id}`;
  assert.equal(told!.n, 0);
});
