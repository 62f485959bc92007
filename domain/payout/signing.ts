import { callJson, callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { Refusal } from "../shared/refusals.ts";
import { sealSecret } from "../shared/secret_box.ts";
import type { Later } from "../shared/work.ts";
import { keepDocument } from "./documents.ts";
import { codeMatches, codePlace, hashCode, newCode } from "./one_time_code.ts";
import { requireOwnDestination } from "./own_destination.ts";
import { printPartnerInvoice } from "./partner_print.ts";
import { refuse } from "./refusals.ts";
import type { RequestOtp, VerifyOtp } from "./signing_schema.ts";
import { mailOtps } from "./work.ts";

export interface SigningDeps {
  readonly keys: Keys;
  readonly later: Later;
  /** Where this installation mails; null or left out: nowhere. */
  readonly mail?: { readonly url: string | null };
}

/** What signing this invoice means, in the partner's language, as JSON text. Refuses: partner_invoice_not_found. */
export async function readConsent(ctx: Context, invoiceId: string): Promise<string> {
  const args = { p_invoice_id: invoiceId, p_destination_id: ctx.actor.destinationId ?? "" };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.read_consent", args)) ?? "null";
}

/**
 * Has a code mailed to the partner's registered address, with which this invoice can be signed for ten minutes; the one
 * before it is worth nothing any more. Answers as the payout rules print it. The mail goes by itself, a moment later.
 * Refuses: destination_not_found, partner_invoice_not_found, otp_mail_not_configured, partner_invoice_signed,
 * partner_invoice_cancelled, document_not_ready, otp_requested_too_soon, otp_limit_reached,
 * partner_invoice_document_changed.
 */
export async function requestOtp(
  ctx: Context,
  { keys, later, mail }: SigningDeps,
  invoiceId: string,
  { destinationId }: RequestOtp,
  userAgent: string | null,
): Promise<string> {
  requireOwnDestination(ctx, destinationId);
  const asked = { p_invoice_id: invoiceId, p_destination_id: destinationId };
  const target = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.otp_to_make", asked)) as Target;
  if (!mail?.url) throw refuse("otp_mail_not_configured");
  const { tenantId } = ctx.actor;
  const [id, code] = [crypto.randomUUID(), newCode()];
  const { email, document_sha256: documentSha256 } = target;
  const purpose = { otpRowId: id, invoiceRowId: target.invoice_id, documentSha256, email };
  const otpHash = await hashCode(keys, code, purpose);
  const codeEncrypted = sealSecret(keys, codePlace(tenantId, id), code);
  const p_otp = { id, invoiceId, destinationId, email, documentSha256, otpHash, codeEncrypted, userAgent };
  const json = await withTenant(ctx, ({ sql }) => callJson(sql, "payout.request_otp", { p_otp }));
  later.nudge(mailOtps, { tenantId });
  return json ?? "null";
}

interface Target {
  readonly invoice_id: string;
  readonly email: string;
  readonly document_sha256: string;
}

interface Attempt extends Target {
  readonly id: string;
  readonly otp_hash: string;
  readonly attempts_remaining: number;
}

/**
 * Tries a code. The guess is counted, and the count committed, before it is looked at: of any number at once three are.
 * A right one signs: consent, time and address, the signed print, the journal and the event, all of it or nothing.
 * Refuses: destination_not_found, partner_invoice_not_found, partner_invoice_signed, partner_invoice_cancelled, otp_wrong,
 * otp_not_valid, otp_expired, otp_attempts_used_up, partner_invoice_document_changed; and what posting refuses of the
 * journal (period_locked …), by its own name.
 */
export async function verifyOtp(
  ctx: Context,
  { keys }: Pick<SigningDeps, "keys">,
  invoiceId: string,
  { destinationId, otpId, otpCode }: VerifyOtp,
  userAgent: string | null,
): Promise<string> {
  requireOwnDestination(ctx, destinationId);
  try {
    const asked = { p_invoice_id: invoiceId, p_destination_id: destinationId, p_otp_id: otpId };
    const attempt = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.begin_otp_attempt", asked)) as Attempt;
    const { id, invoice_id: invoiceRowId, document_sha256: documentSha256, email } = attempt;
    const purpose = { otpRowId: id, invoiceRowId, documentSha256, email };
    if (!await codeMatches(keys, otpCode, purpose, attempt.otp_hash)) {
      throw refuse("otp_wrong", { attemptsRemaining: attempt.attempts_remaining });
    }
    return await sign(ctx, attempt, userAgent);
  } catch (error) {
    throw asTheRulesPrintIt(error);
  }
}

async function sign(ctx: Context, { id, invoice_id }: Attempt, userAgent: string | null): Promise<string> {
  return await withTenant(ctx, async ({ sql, tenantId }) => {
    const json = await callJson(sql, "payout.sign_invoice", { p_otp_id: id, p_user_agent: userAgent });
    const [paper] = await sql<{ number: string; json: string; signature: string }[]>`
      select i.invoice_number as number, payout.print_invoice(i)::text as json, payout.print_signature(i)::text as signature
      from payout.invoices as i where i.tenant_id = ${tenantId} and i.id = ${invoice_id}`;
    if (!paper) throw new Error("an invoice that was signed is not there");
    const signedSha256 = await keepDocument(sql, {
      invoiceRowId: invoice_id,
      kind: "signed",
      fileName: `${paper.number.replaceAll("/", "-")}-signed.pdf`,
      bytes: printPartnerInvoice(paper.json, paper.signature),
    });
    // Last: the numbers of journals are one counter a company.
    await callRows(sql, "payout.finish_signing", { p_invoice_id: invoice_id, p_signed_sha256: signedSha256 });
    return json ?? "null";
  });
}

/** The members the payout rules print beside a refusal's own. */
const printed: Record<string, { error: string; message: (attempts: number) => string }> = {
  otp_wrong: {
    error: "Invalid OTP",
    message: (left) => `Incorrect OTP. You have ${left} ${left === 1 ? "attempt" : "attempts"} remaining.`,
  },
  otp_not_valid: {
    error: "Invalid OTP",
    message: () => "This OTP is not valid for this invoice. Please request a new OTP.",
  },
  otp_expired: { error: "OTP expired", message: () => "OTP has expired. Please request a new OTP." },
  otp_attempts_used_up: {
    error: "Max attempts exceeded",
    message: () => "You have exceeded maximum OTP attempts. Please contact support.",
  },
};

function asTheRulesPrintIt(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const words = printed[error.code];
  if (!words) return error;
  const { attemptsRemaining } = error.facts;
  const message = words.message(Number(attemptsRemaining));
  const left = attemptsRemaining === undefined ? {} : { attemptsRemaining };
  const members = { success: false, error: words.error, ...left, message };
  return new Refusal(error.code, error.status, error.detail, error.errors, { ...error.facts, members });
}
