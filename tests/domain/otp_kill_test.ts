import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { until } from "../jobs/job_world.ts";
import { deccan, house } from "../support/payout_world.ts";
import { signingWorld, type Standing } from "../support/signing_world.ts";

const world = await signingWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const none: Standing = { status: "generated", signed: 0, documents: 0, postings: 0, vouchers: 0, used: 0 };
const whole: Standing = { status: "submitted", signed: 1, documents: 1, postings: 1, vouchers: 1, used: 1 };
const isSame = (one: Standing, other: Standing) => JSON.stringify(one) === JSON.stringify(other);

const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}`);
async function ready() {
  world.later(90_000);
  const invoiceId = await world.generated(months.shift());
  const { body: { otpId } } = await world.askOtp(invoiceId);
  return { invoiceId, otpId, otpCode: await world.codeOf(otpId) };
}
type Ready = Awaited<ReturnType<typeof ready>>;

/** Connections of the killed process that the server still has. */
async function connections(condition = "true"): Promise<number> {
  const [row] = await world.admin.unsafe<{ n: number }[]>(`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'to be killed' and ${condition}`);
  return row!.n;
}

/** Signs in a process of its own, which is killed when it has begun and `moment` has come. */
async function killed(
  { invoiceId, otpId, otpCode }: Ready,
  moment: () => Promise<unknown>,
  afterwards: () => Promise<unknown> = async () => {},
) {
  const { actor } = await world.context(deccan.email);
  const asked = { destinationId: deccan.destinationId, otpId, otpCode };
  const now = world.clock.now().toISOString();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", fileURLToPath(new URL("otp_sign_process.ts", import.meta.url))],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const told = { appUrl: world.database.appUrl, actor, invoiceId, asked, now };
  await writer.write(new TextEncoder().encode(JSON.stringify(told)));
  await writer.close();
  const reader = child.stdout.getReader();
  await reader.read();
  await moment();
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  await afterwards();
  await until(async () => await connections() === 0, 20_000);
}

test("a process killed while it signs leaves the invoice signed whole or not at all, and it can be signed afterwards", async () => {
  const ends: string[] = [];
  for (const ms of [20, 120, 160, 200, 240, 280, 320, 400]) {
    const one = await ready();
    await killed(one, () => new Promise((resolve) => setTimeout(resolve, ms)));
    const left = await world.standing(one.invoiceId);
    assert.ok([none, whole].some((end) => isSame(end, left)), JSON.stringify({ ms, left }));
    ends.push(`${ms} ms: ${left.signed ? "signed" : "not"}`);
    const again = await world.tryOtp(one.invoiceId, one.otpId, one.otpCode);
    assert.equal(again.status, left.signed ? 409 : 200, again.text);
    assert.deepEqual(await world.standing(one.invoiceId), whole);
  }
  console.log(ends.join(", "));
});

test("killed between the signed print and the journal, nothing of it is there but the attempt", async () => {
  const one = await ready();
  const books = await world.admin.reserve();
  await books`select pg_advisory_lock(18, hashtext(${house.id}))`;
  const waits = async () => await connections("wait_event = 'advisory'") > 0;
  await killed(one, () => until(waits, 20_000), () => books`select pg_advisory_unlock_all()`);
  books.release();
  assert.deepEqual(await world.standing(one.invoiceId), none);
  const [row] = await world.admin`select verification_attempts as n from payout.otp_log
    where otp_id = ${one.otpId} and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.n, 1, "the attempt was committed before the code was compared");
  assert.equal((await world.tryOtp(one.invoiceId, one.otpId, one.otpCode)).status, 200);
  assert.deepEqual(await world.standing(one.invoiceId), whole);
});
