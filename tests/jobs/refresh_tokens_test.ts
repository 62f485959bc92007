import assert from "node:assert/strict";
import { refreshTokensJob } from "../../jobs/einvoice/refresh_tokens.ts";
import type { JobContext } from "../../jobs/define.ts";
import { type EInvoiceWorld, einvoiceWorld, house, rival } from "../support/einvoice_world.ts";

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => void (world = await einvoiceWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.signOut();
  world.calls.length = 0;
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const signIns = () => world.calls.filter((call) => call.endsWith("/auth")).length;
const nudges: number[] = [];
/** One run of the job, as the queue makes it. */
function run(tenant = house) {
  const later = {
    enqueue: () => Promise.resolve(),
    nudge: (_name: string, _payload: unknown, after = 0) => void nudges.push(after),
  };
  const deps = { later, portals: world.deps, ewayPortals: world.ewayDeps } as unknown as JobContext["deps"];
  const signal = new AbortController().signal;
  const ctx: JobContext = { ...world.context(tenant), deps, run: { id: "r", attempt: 1, signal } };
  return refreshTokensJob.bind({ tenantId: tenant.id })!(ctx);
}
const one = async (tenant = house) => {
  await world.post(undefined, tenant === house ? undefined : "owner@rival.test");
  await world.run(tenant);
};

test("R2.8 a session that was used is renewed before it ends, once, so that no call waits for a sign-in", async () => {
  await one();
  await one(rival);
  assert.equal(signIns(), 2);
  assert.equal(await run(), null, "it has an hour yet");
  world.clock.set("2026-11-20T10:40:00+05:30");
  nudges.length = 0;
  assert.equal(await run(), null);
  assert.ok(nudges[0]! > 590 && nudges[0]! <= 602, `comes back when it may be renewed: ${nudges}`);
  world.clock.set("2026-11-20T10:51:00+05:30");
  assert.deepEqual((await Promise.all([run(), run()])).filter(Boolean).length > 0, true);
  assert.equal(signIns(), 3, "two workers renew once, and the rival's session is the rival's");
  await one();
  assert.equal(signIns(), 3, "the call finds the new one");
});

test("R2.8 what nobody uses is not renewed, and a registration put anew leaves its session behind", async () => {
  await one();
  for (let hour = 0; hour < 10; hour++) {
    world.clock.set(new Date(Date.parse("2026-11-20T10:51:00+05:30") + hour * 3_600_000).toISOString());
    await run();
  }
  assert.ok(signIns() >= 5 && signIns() <= 8, `renewed for six hours after its last use: ${signIns()}`);
  await world.admin`update einvoice.registrations set is_active = false where tenant_id = ${house.id}`;
  assert.deepEqual(await run(), { renewed: 0, failed: 0, forgotten: 1 });
  await world.admin`update einvoice.registrations set is_active = true where tenant_id = ${house.id}`;
});

test("R2.8 a refused renewal leaves the session its last minutes, is told, and is not repeated", async () => {
  await one();
  await world
    .admin`update sandbox.irp_taxpayers set password = 'changed at the portal' where username = ${"API_27AABCS1429B1ZU"}`;
  world.clock.set("2026-11-20T10:51:00+05:30");
  assert.ok(await run());
  await run();
  await one();
  assert.equal(signIns(), 2, "asked once");
  const rows = await world
    .admin`select kind from ops.notifications where tenant_id = ${house.id} and resolved_at is null`;
  assert.deepEqual(rows.map(({ kind }) => kind), ["portal_sign_in_refused"]);
});
