import assert from "node:assert/strict";
import { cauvery, deccan, kaveri, startOfTests } from "../support/payout_world.ts";
import { signingWorld, wrongCode } from "../support/signing_world.ts";

const world = await signingWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const months = ["2024-10", "2024-09", "2024-08", "2024-07", "2024-06", "2024-05", "2024-04", "2025-01"][
  Symbol.iterator
]();
/** Another invoice of the partner, two hours and a day later than the one before, so that limits begin anew. */
async function fresh(partner = deccan): Promise<string> {
  world.later(90_000);
  return await world.generated(months.next().value, partner);
}
const journalOf = async (invoiceId: string) => [
  ...await world.admin`
    select l.code, e.debit, e.credit, v.voucher_date::text as day from payout.postings as p
    join payout.invoices as i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
    join billing.vouchers as v on v.tenant_id = p.tenant_id and v.id = p.voucher_id
    join ledger.ledger_entries as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
    join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
    where i.invoice_id = ${invoiceId} and i.destination_id = ${deccan.destinationId} order by e.entry_no`,
];

test("an invoice is signed with the code that was mailed, and answers as the rules print it", async () => {
  world.clock.set(startOfTests);
  const invoiceId = await world.generated();
  const asked = await world.askOtp(invoiceId);
  assert.equal(asked.status, 200, asked.text);
  assert.deepEqual(asked.body, {
    otpId: asked.body.otpId,
    invoiceId,
    message: "OTP sent successfully",
    otpSentTo: "par***@house.test",
    expiresAt: "2026-11-20T04:40:00Z",
    expiresIn: 600,
    attemptsRemaining: 3,
  });
  assert.match(asked.body.otpId, /^otp_\d+$/);
  assert.deepEqual(world.followed.at(-1)?.name, "payout.mail_otps");

  const consent = await world.api(`GET /api/partner/invoice/${invoiceId}/consent`, { as: deccan.email });
  assert.equal(consent.status, 200, consent.text);
  assert.match(consent.body.text, /GST ₹23,400, total ₹1,53,400.*House of Loans Private Limited/);

  const signed = await world.tryOtp(invoiceId, asked.body.otpId, await world.codeOf(asked.body.otpId));
  assert.equal(signed.status, 200, signed.text);
  assert.deepEqual(signed.body, {
    success: true,
    invoiceId,
    invoiceNumber: signed.body.invoiceNumber,
    status: "submitted",
    signedAt: "2026-11-20T04:30:00Z",
    signedIp: null,
    signedPdfUrl: `/api/partner/invoice/${invoiceId}/pdf?type=signed`,
    message: "Invoice signed successfully. Payment will be processed in the next batch.",
  });
  assert.deepEqual(await world.standing(invoiceId), {
    status: "submitted",
    signed: 1,
    documents: 1,
    postings: 1,
    vouchers: 1,
    used: 1,
  });
  const [row] = await world.admin`select * from payout.invoices where invoice_id = ${invoiceId}
    and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.consent_text, consent.body.text, "stored as it was shown");
  assert.deepEqual(await journalOf(invoiceId), [
    { code: "input_cgst", debit: "11700.00", credit: "0.00", day: "2026-11-20" },
    { code: "input_sgst", debit: "11700.00", credit: "0.00", day: "2026-11-20" },
    { code: "partner_payouts_payable", debit: "0.00", credit: "23400.00", day: "2026-11-20" },
  ]);
  const again = await world.tryOtp(invoiceId, asked.body.otpId, "123456");
  assert.deepEqual([again.status, again.body.code], [409, "partner_invoice_signed"]);
  assert.deepEqual([(await world.askOtp(invoiceId)).body.code], ["partner_invoice_signed"]);
});

test("a wrong code says how many attempts are left, and after the third none is looked at", async () => {
  const invoiceId = await fresh();
  const { body: { otpId } } = await world.askOtp(invoiceId);
  const code = await world.codeOf(otpId);
  for (const [left, words] of [[2, "2 attempts"], [1, "1 attempt"], [0, "0 attempts"]] as const) {
    const wrong = await world.tryOtp(invoiceId, otpId, wrongCode(code));
    assert.deepEqual([wrong.status, wrong.body.code], [400, "otp_wrong"], wrong.text);
    assert.equal(wrong.headers.get("content-type"), "application/problem+json");
    const { success, error, attemptsRemaining, message } = wrong.body;
    const expected = { success: false, error: "Invalid OTP", attemptsRemaining: left };
    assert.deepEqual({ success, error, attemptsRemaining }, expected);
    assert.equal(message, `Incorrect OTP. You have ${words} remaining.`);
  }
  const right = await world.tryOtp(invoiceId, otpId, code);
  assert.deepEqual([right.status, right.body.code], [429, "otp_attempts_used_up"]);
  assert.equal(right.body.success, false);
  assert.equal(right.body.error, "Max attempts exceeded");
  assert.equal(right.body.message, "You have exceeded maximum OTP attempts. Please contact support.");
  assert.equal(right.headers.get("retry-after"), "60");
  assert.equal((await world.standing(invoiceId)).signed, 0);
});

test("what is no code of six digits is refused for its form, and costs no attempt", async () => {
  const invoiceId = await fresh();
  const { body: { otpId } } = await world.askOtp(invoiceId);
  for (const wrong of ["12345", "1234567", "12345a", " 12345", "१२३४५६", "", 123456, null]) {
    const answer = await world.tryOtp(invoiceId, otpId, wrong as string);
    assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0]?.pointer], [
      400,
      "invalid_request",
      "/otpCode",
    ]);
  }
  assert.equal((await world.tryOtp(invoiceId, "67890", "123456")).body.errors[0]?.pointer, "/otpId");
  const [row] = await world.admin`select verification_attempts from payout.otp_log where otp_id = ${otpId}
    and destination_id = ${deccan.destinationId}`;
  assert.equal(row!.verification_attempts, 0);
});

test("a code is good for ten minutes", async () => {
  const invoiceId = await fresh();
  const { body: { otpId } } = await world.askOtp(invoiceId);
  const code = await world.codeOf(otpId);
  world.later(600);
  const late = await world.tryOtp(invoiceId, otpId, code);
  assert.deepEqual([late.status, late.body.code, late.body.success], [400, "otp_expired", false]);
  assert.equal(late.body.error, "OTP expired");
  assert.equal(late.body.message, "OTP has expired. Please request a new OTP.");
  const { body: { otpId: next } } = await world.askOtp(invoiceId);
  const nextCode = await world.codeOf(next);
  world.later(599);
  assert.equal((await world.tryOtp(invoiceId, next, nextCode)).status, 200);
});

test("another partner, another company and a stranger's code find nothing", async () => {
  const invoiceId = await fresh();
  const ofKaveri = await world.generated("2024-11", kaveri);
  const ofRival = await world.generated("2024-11", cauvery);
  const { body: { otpId } } = await world.askOtp(invoiceId);
  const code = await world.codeOf(otpId);
  assert.equal((await world.askOtp(ofRival, cauvery)).status, 200);

  for (const stranger of [kaveri, cauvery]) {
    for (const id of [invoiceId, "inv_999999", "nonsense", "inv_1".repeat(20)]) {
      const asked = await world.api(`POST /api/partner/invoice/${id}/request-otp`, {
        as: stranger.email,
        body: { destinationId: deccan.destinationId },
      });
      assert.deepEqual([asked.status, asked.body.code], [404, "destination_not_found"], id);
    }
    const own = await world.tryOtp(`inv_9${invoiceId.slice(4)}`, otpId, code, stranger);
    assert.deepEqual([own.status, own.body.code], [404, "partner_invoice_not_found"]);
  }
  const theirs = await world.tryOtp(invoiceId, otpId, code, kaveri);
  assert.deepEqual([theirs.status, theirs.body.code], [404, "partner_invoice_not_found"]);
  const consent = await world.api(`GET /api/partner/invoice/${invoiceId}/consent`, { as: kaveri.email });
  assert.equal(consent.status, 404);
  const crossed = await world.tryOtp(ofKaveri, otpId, code, kaveri);
  assert.deepEqual([crossed.status, crossed.body.code, crossed.body.success], [400, "otp_not_valid", false]);
  assert.equal(
    (await world.api(`POST /api/partner/invoice/${invoiceId}/verify-otp`, {
      as: "owner@house.test",
      body: { destinationId: deccan.destinationId, otpId, otpCode: code },
    })).status,
    403,
  );
  assert.equal((await world.standing(invoiceId)).signed, 0);
  assert.equal(
    (await world.tryOtp(invoiceId.slice(4), otpId, code)).status,
    200,
    "the number alone is the same invoice",
  );
});

test("without a mail server no code is made, and that is said", async () => {
  const invoiceId = await fresh();
  const { createApp } = await import("../../routes/app.ts");
  const { send } = await import("../support/app.ts");
  const { peoplesPassword } = await import("../support/payout_world.ts");
  const app = createApp({ ...world.options, mail: { url: null, caught: null } });
  const login = { email: deccan.email, password: peoplesPassword };
  const { body: { accessToken: token } } = await send(app, "POST /api/auth/login", { body: login });
  const body = { destinationId: deccan.destinationId };
  const answer = await send(app, `POST /api/partner/invoice/${invoiceId}/request-otp`, { token, body });
  assert.deepEqual([answer.status, answer.body.code], [409, "otp_mail_not_configured"]);
  assert.match(answer.body.detail, /PAKKA_SMTP_URL/);
});
