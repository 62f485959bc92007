import { Hono } from "hono";
import type { Context } from "hono";
import {
  consentSchema,
  invoiceSignedSchema,
  otpRequestedSchema,
  readConsent,
  requestOtp,
  requestOtpBody,
  storeSoon,
  verifyOtp,
  verifyOtpBody,
} from "../../domain/payout/mod.ts";
import { answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "partner payouts";
const scope = "partner:own";
const missing = ["destination_not_found", "partner_invoice_not_found"];
const standing = ["partner_invoice_signed", "partner_invoice_cancelled", "partner_invoice_document_changed"];
/** Nobody types more codes than that; whoever does is refused before a row is touched. */
const attemptsPerMinute = 20;

/** A partner signs the own invoice with a one-time password. */
export function partnerSigning(): Hono<Env> {
  return new Hono<Env>()
    .get("/api/partner/invoice/:invoiceId/consent", shows, async (c) => {
      return answerOne(c, await readConsent(contextOf(c), c.req.param("invoiceId")));
    })
    .post("/api/partner/invoice/:invoiceId/request-otp", asks, async (c) => {
      await takeAttempt(c);
      const { invoiceId } = c.req.param();
      return answerJson(c, await requestOtp(contextOf(c), c.var.deps, invoiceId, c.req.valid("json"), userAgent(c)));
    })
    .post("/api/partner/invoice/:invoiceId/verify-otp", signs, async (c) => {
      await takeAttempt(c);
      const { invoiceId } = c.req.param();
      const signed = await verifyOtp(contextOf(c), c.var.deps, invoiceId, c.req.valid("json"), userAgent(c));
      storeSoon(contextOf(c), c.var.deps.later);
      return answerJson(c, signed);
    });
}

const shows = endpoint({
  summary: "What signing an invoice means, to be shown before the code is entered",
  tag,
  scope,
  answers: { status: 200, description: "The words, in the partner's language", schema: consentSchema },
  refuses: { 404: missing },
});

const asks = endpoint({
  summary: "Mails a one-time password to the partner's registered address",
  description:
    "Good for ten minutes and three attempts, for this invoice's present document only; the one before it is revoked. One a minute an invoice; five an hour and ten a day an invoice and an address.",
  tag,
  scope,
  body: requestOtpBody,
  answers: { status: 200, description: "Where it went and how long it is good", schema: otpRequestedSchema },
  refuses: {
    404: missing,
    409: [...standing, "otp_mail_not_configured", "document_not_ready"],
    429: ["otp_requested_too_soon", "otp_limit_reached"],
  },
});

const signs = endpoint({
  summary: "Signs an invoice with the one-time password, and submits it",
  description:
    "Consent, time and address stand on the invoice, the signed PDF is kept, and what is owed is booked: all of it or nothing. Refusals hold `success`, `error`, `attemptsRemaining` and `message` beside the usual members.",
  tag,
  scope,
  body: verifyOtpBody,
  answers: { status: 200, description: "The signed invoice", schema: invoiceSignedSchema },
  refuses: {
    400: ["otp_wrong", "otp_not_valid", "otp_expired"],
    404: missing,
    409: [...standing, "period_locked", "company_not_set_up"],
    429: ["otp_attempts_used_up"],
  },
});

function userAgent(c: Context<Env>): string | null {
  return c.req.header("user-agent") ?? null;
}

/** Refuses: too_many_requests. */
async function takeAttempt(c: Context<Env>): Promise<void> {
  const { caller, deps } = c.var;
  if (!caller || deps.settings.rateLimit === 0) return;
  await deps.limiter.take(contextOf(c), `otp of ${caller.countedAs}`, attemptsPerMinute);
}
