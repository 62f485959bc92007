import assert from "node:assert/strict";
import { callJson, callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { invoicePdf, requestOtp, verifyOtp } from "../../domain/payout/mod.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import { until } from "../jobs/job_world.ts";
import { deccan, house, kaveri, type Partner } from "../support/payout_world.ts";
import { readPdf } from "../support/pdf.ts";
import { signingWorld, wrongCode } from "../support/signing_world.ts";

const world = await signingWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}`);
async function fresh(partner: Partner = deccan): Promise<string> {
  world.later(90_000);
  return await world.generated(months.shift(), partner);
}
async function ask(invoiceId: string, { email, destinationId }: Partner = deccan) {
  const deps = { ...world.options, keys: world.keys };
  return JSON.parse(await requestOtp(await world.context(email), deps, invoiceId, { destinationId }, "a test"));
}
async function sign(invoiceId: string, otpId: string, otpCode: string, { email, destinationId }: Partner = deccan) {
  const asked = { destinationId, otpId, otpCode };
  return JSON.parse(await verifyOtp(await world.context(email), world, invoiceId, asked, "a test"));
}
const refused = (work: Promise<unknown>, code: string, retryAfter?: number) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.deepEqual([error.code, error.facts.retryAfter], [code, retryAfter]);
    return true;
  });
/** What the company has on file as a partner's address. */
const registered = (email: string, { destinationId } = deccan) =>
  world.admin`update payout.partners set email = ${email} where destination_id = ${destinationId}`;

test("a change of address ends no limit of the invoice: a minute, five an hour, ten a day", async () => {
  const invoiceId = await fresh();
  const at = world.clock.now().getTime();
  const since = () => (world.clock.now().getTime() - at) / 1000;
  const anotherAddress = (n: number) => registered(`desk${n}@house.test`);
  await ask(invoiceId);
  await anotherAddress(1);
  await refused(ask(invoiceId), "otp_requested_too_soon", 60);
  for (let n = 2; n <= 5; n++) {
    world.later(60);
    await anotherAddress(n);
    await ask(invoiceId);
  }
  world.later(60);
  await anotherAddress(6);
  await refused(ask(invoiceId), "otp_limit_reached", 3600 - since());
  for (let n = 6; n <= 10; n++) {
    world.later(3_600);
    await anotherAddress(n);
    await ask(invoiceId);
  }
  world.later(3_600);
  await anotherAddress(11);
  await refused(ask(invoiceId), "otp_limit_reached", 86_400 - since());
  await registered(deccan.email);
});

test("an address is sent ten a day, however many invoices they are for", async () => {
  const invoices = [await fresh(kaveri)];
  const at = world.clock.now().getTime();
  for (let n = 2; n <= 11; n++) {
    const month = `2023-${String(n).padStart(2, "0")}`;
    invoices.push(await world.generated(month, kaveri));
  }
  for (const one of invoices.slice(0, 10)) {
    await ask(one, kaveri);
    world.later(1_500);
  }
  const eleventh = invoices[10]!;
  await refused(ask(eleventh, kaveri), "otp_limit_reached", 86_400 - (world.clock.now().getTime() - at) / 1000);
  world.clock.set(new Date(at + 86_399_999).toISOString());
  await refused(ask(eleventh, kaveri), "otp_limit_reached", 1);
  world.clock.set(new Date(at + 86_400_000).toISOString());
  await ask(eleventh, kaveri);
});

test("side by side: of eight codes asked for one invoice one is made, of eight for an address's invoices five", async () => {
  const invoices = [await fresh(kaveri)];
  for (let n = 2; n <= 8; n++) invoices.push(await world.generated(`2022-${String(n).padStart(2, "0")}`, kaveri));
  await ask(await world.generated("2022-09"));
  /** What becomes of eight that all stand before the same door, which is then opened. */
  const atOnce = async (asked: readonly string[]) => {
    const door = await world.admin.reserve();
    await door`begin`;
    await door`select from payout.public_numbers where tenant_id = ${house.id} and kind = 'otp' for update`;
    const ends = Promise.allSettled(asked.map((one) => ask(one, kaveri)));
    await until(async () => {
      const [row] = await world.admin`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return row!.n === 8;
    }, 20_000);
    await door`commit`;
    door.release();
    return (await ends).map((one) => one.status === "fulfilled" ? "made" : one.reason.code).sort();
  };
  const tooOften = Array.from({ length: 3 }, () => "otp_limit_reached");
  assert.deepEqual(await atOnce(invoices), [...Array(5).fill("made"), ...tooOften]);
  world.later(90_000);
  const tooSoon = Array.from({ length: 7 }, () => "otp_requested_too_soon");
  assert.deepEqual(await atOnce(invoices.map(() => invoices[0]!)), ["made", ...tooSoon]);
});

test("to the millisecond: a code is good until the tenth minute ends, and another is to be had when the first one ends", async () => {
  const invoiceId = await fresh();
  const at = world.clock.now().getTime();
  const after = (ms: number) => world.clock.set(new Date(at + ms).toISOString());
  await ask(invoiceId);
  after(59_999);
  await refused(ask(invoiceId), "otp_requested_too_soon", 1);
  after(60_000);
  const { otpId } = await ask(invoiceId);
  const code = await world.codeOf(otpId);
  after(660_000);
  await refused(sign(invoiceId, otpId, code), "otp_expired");
  after(659_999);
  assert.equal((await sign(invoiceId, otpId, code)).success, true);
});

test("a guess at a code that was replaced is not looked at and not counted, right or wrong", async () => {
  const invoiceId = await fresh();
  const first = await ask(invoiceId);
  const code = await world.codeOf(first.otpId);
  world.later(60);
  await ask(invoiceId);
  for (const one of [code, wrongCode(code)]) await refused(sign(invoiceId, first.otpId, one), "otp_not_valid");
  const [row] = await world.admin`select verification_attempts as n, revoked_at from payout.otp_log
    where otp_id = ${first.otpId} and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.n, 0);
  assert.ok(row!.revoked_at);
});

test("a document, an address or a code that changes between two steps of signing ends it", async () => {
  const invoiceId = await fresh();
  const ctx = await world.context(deccan.email);
  const { destinationId } = deccan;
  const asked = { p_invoice_id: invoiceId, p_destination_id: destinationId };
  const target = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.otp_to_make", asked)) as Record<
    string,
    string
  >;
  const request = (changed: Record<string, string>) => {
    const { email, document_sha256: documentSha256 } = target;
    const codes = { id: crypto.randomUUID(), otpHash: "of no use", codeEncrypted: "of no use" };
    const p_otp = { invoiceId, destinationId, email, documentSha256, ...codes, ...changed };
    return withTenant(ctx, ({ sql }) => callJson(sql, "payout.request_otp", { p_otp }));
  };
  await refused(request({ documentSha256: "ab".repeat(32) }), "partner_invoice_document_changed");
  await refused(request({ email: "elsewhere@house.test" }), "partner_invoice_document_changed");

  const { otpId } = await ask(invoiceId);
  const tried = { ...asked, p_otp_id: otpId };
  const begun = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.begin_otp_attempt", tried)) as { id: string };
  const done = { p_otp_id: begun.id, p_user_agent: null };
  const signing = () => withTenant(ctx, ({ sql }) => callJson(sql, "payout.sign_invoice", done));
  const document = (bytes: string) =>
    world.admin`update payout.documents set sha256 = sha256(${bytes}::bytea), bytes = ${bytes}::bytea,
      size = octet_length(${bytes}::bytea) where invoice_id = (select id from payout.invoices
        where invoice_id = ${invoiceId} and destination_id = ${destinationId})`;
  await document("another");
  await refused(signing(), "partner_invoice_document_changed");
  world.later(60);
  await ask(invoiceId);
  await refused(signing(), "otp_not_valid");
  assert.equal((await world.standing(invoiceId)).signed, 0);
});

test("a code that went to an address which is not the registered one any more signs nothing", async () => {
  const invoiceId = await fresh();
  const { otpId, otpSentTo } = await ask(invoiceId);
  assert.equal(otpSentTo, "par***@house.test");
  const code = await world.codeOf(otpId);
  await registered("new@house.test");
  await refused(sign(invoiceId, otpId, code), "otp_not_valid");
  const [row] = await world.admin`select verification_attempts as n from payout.otp_log
    where otp_id = ${otpId} and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.n, 0, "nor is it looked at");
  await registered(deccan.email);
  assert.equal((await sign(invoiceId, otpId, code)).success, true);
});

test("the signed print names the address the code went to, masked, and not the invoice's of another day", async () => {
  const invoiceId = await fresh();
  await registered("accounts@house.test");
  const { otpId, otpSentTo } = await ask(invoiceId);
  assert.equal(otpSentTo, "acc***@house.test");
  await sign(invoiceId, otpId, await world.codeOf(otpId));
  await registered("later@house.test");
  const paper = await invoicePdf(await world.context(deccan.email), world.options.documents, invoiceId, "signed");
  const pdf = await readPdf(paper.bytes);
  const text = pdf.pages.join(" ");
  pdf.close();
  assert.match(text, /acc\*\*\*@house\.test/);
  assert.ok(!text.includes("accounts@house.test") && !text.includes("lat***"), text);
  await registered(deccan.email);
});
