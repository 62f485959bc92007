import assert from "node:assert/strict";
import { codeMatches, hashCode, newCode } from "../../domain/payout/one_time_code.ts";
import { requestOtp, verifyOtp } from "../../domain/payout/mod.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import { cauvery, deccan, kaveri, type Partner } from "../support/payout_world.ts";
import { everythingRead, signingWorld, wrongCode } from "../support/signing_world.ts";

const world = await signingWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}`);
async function fresh(partner: Partner = deccan): Promise<string> {
  world.later(90_000);
  return await world.generated(months.shift(), partner);
}
/** Keys that count how often a code is compared: each time one key is wanted. */
function counted() {
  let evaluated = 0;
  const keys = {
    ...world.keys,
    get oneTimePasswords() {
      evaluated++;
      return world.keys.oneTimePasswords;
    },
  };
  return { keys, evaluated: () => evaluated };
}
async function ask(invoiceId: string, { email, destinationId }: Partner = deccan) {
  const deps = { ...world.options, keys: world.keys };
  return JSON.parse(await requestOtp(await world.context(email), deps, invoiceId, { destinationId }, "a test"));
}
async function guess(invoiceId: string, otpId: string, otpCode: string, keys = world.keys, partner = deccan) {
  const asked = { destinationId: partner.destinationId, otpId, otpCode };
  const ctx = await world.context(partner.email);
  return await verifyOtp(ctx, { keys }, invoiceId, asked, "a test").then(
    () => "signed",
    (error) => error instanceof Refusal ? error.code : Promise.reject(error),
  );
}
const tally = (outcomes: readonly string[]) =>
  Object.fromEntries(Map.groupBy(outcomes, (one) => one).entries().map(([one, all]) => [one, all.length]));
const refused = (work: Promise<unknown>, code: string, facts = {}) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, code);
    for (const [name, value] of Object.entries(facts)) assert.equal(error.facts[name], value, name);
    return true;
  });

test("of 64 guesses at once three are looked at, whichever they are", async () => {
  const invoiceId = await fresh();
  const { otpId } = await ask(invoiceId);
  const code = await world.codeOf(otpId);
  const { keys, evaluated } = counted();
  const guesses = Array.from({ length: 64 }, (_, n) => String((Number(code) + 1 + n) % 1_000_000).padStart(6, "0"));
  const outcomes = await Promise.all(guesses.map((one) => guess(invoiceId, otpId, one, keys)));
  assert.deepEqual(tally(outcomes), { otp_wrong: 3, otp_attempts_used_up: 61 });
  assert.equal(evaluated(), 3);
  assert.equal(await guess(invoiceId, otpId, code, keys), "otp_attempts_used_up");
  assert.equal(evaluated(), 3, "the right one comes too late and is not looked at");
});

test("of 64 guesses at once with the right one among them, three are looked at and at most one signs", async () => {
  const invoiceId = await fresh();
  const { otpId } = await ask(invoiceId);
  const code = await world.codeOf(otpId);
  const { keys, evaluated } = counted();
  const guesses = Array.from({ length: 64 }, (_, n) => n === 1 ? code : wrongCode(code));
  const outcomes = tally(await Promise.all(guesses.map((one) => guess(invoiceId, otpId, one, keys))));
  assert.equal(evaluated(), 3);
  assert.equal((outcomes.signed ?? 0) + (outcomes.otp_wrong ?? 0), 3);
  assert.equal((await world.standing(invoiceId)).signed, outcomes.signed ?? 0);
});

test("the right code three times at once signs once, whole", async () => {
  const invoiceId = await fresh();
  const { otpId } = await ask(invoiceId);
  const code = await world.codeOf(otpId);
  const outcomes = await Promise.all([1, 2, 3].map(() => guess(invoiceId, otpId, code)));
  assert.deepEqual(tally(outcomes), { signed: 1, partner_invoice_signed: 2 });
  const whole = { status: "submitted", signed: 1, documents: 1, postings: 1, vouchers: 1, used: 1 };
  assert.deepEqual(await world.standing(invoiceId), whole);
});

test("a new code ends the one before it, and a code of another invoice is none", async () => {
  const [invoiceId, other] = [await fresh(), await world.generated(months.shift())];
  const first = await ask(invoiceId);
  const firstCode = await world.codeOf(first.otpId);
  const ofOther = await ask(other);
  world.later(60);
  const second = await ask(invoiceId);
  assert.equal(await guess(invoiceId, first.otpId, firstCode), "otp_not_valid");
  assert.equal(await guess(invoiceId, ofOther.otpId, await world.codeOf(ofOther.otpId)), "otp_not_valid");
  assert.equal(await guess(invoiceId, "otp_999999", firstCode), "otp_not_valid");
  assert.equal(await guess(invoiceId, second.otpId, await world.codeOf(second.otpId)), "signed");
  assert.equal((await world.standing(other)).signed, 0);
});

test("a code is worth nothing to another person of the same partner, and nothing for another document", async () => {
  const invoiceId = await fresh();
  const { otpId } = await ask(invoiceId);
  const code = await world.codeOf(otpId);
  const [own, owner] = [await world.context(deccan.email), await world.context("owner@house.test")];
  const colleague = { ...own, actor: { ...own.actor, userId: owner.actor.userId } };
  const asked = { destinationId: deccan.destinationId, otpId, otpCode: code };
  await refused(verifyOtp(colleague, world, invoiceId, asked, null), "otp_not_valid");
  await world.admin`update payout.documents set sha256 = sha256('another'::bytea), bytes = 'another'::bytea, size = 7
    where kind = 'original' and invoice_id = (select id from payout.invoices
      where invoice_id = ${invoiceId} and destination_id = ${deccan.destinationId})`;
  assert.equal(await guess(invoiceId, otpId, code), "partner_invoice_document_changed");
  const [row] = await world.admin`select verification_attempts as n from payout.otp_log
    where otp_id = ${otpId} and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.n, 0, "nothing was looked at");
});

test("without a kept document there is nothing to sign", async () => {
  const invoiceId = await fresh();
  await world.admin`update payout.documents set kind = 'signed' where invoice_id = (select id from payout.invoices
    where invoice_id = ${invoiceId} and destination_id = ${deccan.destinationId})`;
  await refused(ask(invoiceId), "document_not_ready");
});

test("a minute between two, five an hour and ten a day an invoice; side by side one is made", async () => {
  const invoiceId = await fresh();
  const at = world.clock.now().getTime();
  const many = await Promise.allSettled(Array.from({ length: 8 }, () => ask(invoiceId)));
  assert.equal(many.filter(({ status }) => status === "fulfilled").length, 1);
  world.later(59);
  await refused(ask(invoiceId), "otp_requested_too_soon", { retryAfter: 1 });
  for (let n = 2; n <= 5; n++) {
    world.clock.set(new Date(at + n * 60_000).toISOString());
    await ask(invoiceId);
  }
  world.later(60);
  await refused(ask(invoiceId), "otp_limit_reached", { retryAfter: 3600 - 360 });
  world.clock.set(new Date(at + 3_600_000).toISOString());
  for (let n = 6; n <= 10; n++) {
    world.later(1_200);
    await ask(invoiceId);
  }
  world.later(7_200);
  const left = 86_400 - (world.clock.now().getTime() - at) / 1000;
  await refused(ask(invoiceId), "otp_limit_reached", { retryAfter: left });
  world.later(left);
  await ask(invoiceId);
});

test("an address is sent five an hour, whatever they are for; another partner's and another company's are not counted", async () => {
  const invoices = [await fresh(kaveri)];
  for (const month of ["2024-03", "2024-02", "2024-01"]) invoices.push(await world.generated(month, kaveri));
  const ofRival = await world.generated("2024-03", cauvery);
  await world.admin`update payout.partners set email = ${kaveri.email} where destination_id = ${cauvery.destinationId}`;
  for (const one of invoices) await ask(one, kaveri);
  world.later(61);
  await ask(invoices[0]!, kaveri);
  await refused(ask(invoices[1]!, kaveri), "otp_limit_reached", { retryAfter: 3600 - 61 });
  await ask(ofRival, cauvery);
  await world
    .admin`update payout.partners set email = ${cauvery.email} where destination_id = ${cauvery.destinationId}`;
});

test("codes have six digits, each as likely as another, and a hash is for one purpose and under one key", async () => {
  const codes = Array.from({ length: 20_000 }, newCode);
  assert.ok(codes.every((code) => /^\d{6}$/.test(code)));
  for (const place of [0, 5]) {
    const counts = Map.groupBy(codes, (code) => code[place]).values().map((all) => all.length).toArray();
    assert.ok(counts.length === 10 && counts.every((n) => Math.abs(n - 2_000) < 250), String(counts));
  }
  const to = { otpRowId: "o1", invoiceRowId: "i1", documentSha256: "aa", email: "a@b.test" };
  const hash = await hashCode(world.keys, "483921", to);
  assert.match(hash, /^scrypt\$32768\$8\$1\$/);
  assert.ok(await codeMatches(world.keys, "483921", to, hash));
  for (const changed of [{ otpRowId: "o2" }, { invoiceRowId: "i2" }, { documentSha256: "ab" }, { email: "b@b.test" }]) {
    assert.equal(await codeMatches(world.keys, "483921", { ...to, ...changed }, hash), false);
  }
  const others = await deriveKeys("another secret of an installation, long enough");
  assert.equal(await codeMatches(others, "483921", to, hash), false, "the database alone gives no code away");
});

test("neither code nor hash is to be read anywhere", async () => {
  const invoiceId = await fresh(kaveri);
  const { otpId } = await ask(invoiceId, kaveri);
  const code = await world.codeOf(otpId, kaveri);
  await guess(invoiceId, otpId, wrongCode(code), world.keys, kaveri);
  const [row] = await world.admin`select otp_hash as hash, code_encrypted as box from payout.otp_log
    where otp_id = ${otpId} and destination_id = ${kaveri.destinationId}`;
  assert.equal(await guess(invoiceId, otpId, code, world.keys, kaveri), "signed");
  const read = await everythingRead(world);
  assert.match(read, /payout.otp_log/, "the trail has it all the same");
  for (const secret of [`"${code}"`, row!.hash, row!.box]) assert.ok(!read.includes(secret));
  const [after] = await world.admin`select code_encrypted as box from payout.otp_log
    where otp_id = ${otpId} and destination_id = ${kaveri.destinationId}`;
  assert.equal(after!.box, null, "and what was used is not mailed any more");
});
