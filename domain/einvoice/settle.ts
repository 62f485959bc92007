import { type Outcome, type RegisteredDocument, verifySigned } from "../gateways/irp/mod.ts";
import type { Portal } from "./portal.ts";

/** An e-invoice taken by this worker (einvoice.claim_due). */
export interface Claimed {
  readonly e_invoice_id: string;
  readonly voucher_id: string;
  /** It may have reached the portal before: ask by document number, never send first. */
  readonly ask_first: boolean;
  readonly gstin: string;
  readonly buyer_gstin: string;
  readonly document_type: "INV" | "CRN" | "DBN";
  readonly number: string;
  readonly voucher_date: string;
  readonly financial_year: string;
  /** Decimal text. */
  readonly total: string;
  /** The INV-01 text as SQL wrote it. */
  readonly payload: string;
}

/** What einvoice.record_answers takes. */
export interface Answer {
  readonly eInvoiceId: string;
  readonly outcome: "generated" | "failed" | "retry" | "resend" | "unknown";
  readonly irn?: string;
  readonly ackNo?: string;
  readonly ackAt?: string;
  readonly signedInvoice?: string;
  readonly signedQrCode?: string;
  readonly signingKeyId?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly delayMs?: number;
  readonly startedAt: string;
}

type Verdict = Omit<Answer, "eInvoiceId" | "startedAt">;

/**
 * Brings one e-invoice as far as it comes: asks first where it may be registered already, sends otherwise. Whatever the
 * portal does ends in an answer; nothing is thrown for it. Only what the portal signed, about this very document, counts.
 */
export async function settle(portal: Portal, claimed: Claimed): Promise<Verdict> {
  const irp = portal.irpFor(claimed.voucher_id);
  if (claimed.ask_first) return await ask(portal, claimed);
  const sent = await irp.generate(portal.registration, claimed.payload);
  if (sent.kind === "done") return await accept(portal, claimed, sent.value, "unknown");
  if (sent.kind === "refused" && sent.meaning === "duplicate") return await ask(portal, claimed);
  return verdictOf(sent);
}

/** Asks by document number: adopts what is ours, and tells apart "not there" (send again) from "not ours" (stop). */
async function ask(portal: Portal, claimed: Claimed): Promise<Verdict> {
  const document = { type: claimed.document_type, number: claimed.number, date: claimed.voucher_date };
  const found = await portal.irpFor(claimed.voucher_id).getByDocument(portal.registration, document);
  if (found.kind === "done") return await accept(portal, claimed, found.value, "failed");
  if (found.kind === "refused" && found.meaning === "not_found") {
    const errorMessage = "the portal has no such document; it is sent again";
    return { outcome: "resend", delayMs: portal.site.settleMs, errorCode: found.code, errorMessage };
  }
  // The answer to a question has no effect at the portal, so whatever went wrong, the document is still unknown.
  return found.kind === "refused" ? verdictOf(found) : { ...verdictOf(found), outcome: "unknown" };
}

/** Faults that say "this is another document" rather than "this cannot be trusted". */
const otherDocument = new Set(["buyer_differs", "document_differs", "date_differs", "total_differs", "seller_differs"]);

async function accept(
  portal: Portal,
  claimed: Claimed,
  found: RegisteredDocument,
  otherwise: "failed" | "unknown",
): Promise<Verdict> {
  const expected = {
    gstin: claimed.gstin,
    documentType: claimed.document_type,
    number: claimed.number,
    date: claimed.voucher_date,
    financialYear: claimed.financial_year,
    buyerGstin: claimed.buyer_gstin,
    total: claimed.total,
  };
  const verified = await verifySigned(found, expected, portal.site.documentKeys);
  if (!verified.ok) {
    const outcome = otherDocument.has(verified.reason) ? otherwise : "unknown";
    return {
      outcome,
      errorCode: verified.reason,
      errorMessage: `what the portal signed cannot be taken: ${verified.reason}, ${verified.detail}`,
    };
  }
  if (found.status === "CNL") {
    return {
      outcome: "failed",
      errorCode: "irn_is_cancelled",
      errorMessage: "the portal has this document as cancelled; issue it under a new number",
    };
  }
  return {
    outcome: "generated",
    irn: found.irn,
    ackNo: found.ackNo,
    ackAt: found.ackAt,
    signedInvoice: found.signedInvoice,
    signedQrCode: found.signedQrCode,
    signingKeyId: verified.kid,
  };
}

/** In words an operator can act upon; the portal's own sentence where it gave one. */
const sentences: Record<string, string> = {
  connect_failed: "the portal cannot be reached; it is tried again by itself",
  timeout: "the portal did not answer in time; it is asked whether it has the document before anything is sent again",
  reset: "the connection broke while the portal was answering; it is asked before anything is sent again",
  truncated: "the portal's answer broke off; it is asked before anything is sent again",
  malformed: "the portal's answer cannot be read; it is asked before anything is sent again",
  empty: "the portal's answer is empty; it is asked before anything is sent again",
  too_large: "the portal's answer is too large to be one; it is asked before anything is sent again",
  redirected: "the portal answered with another address, which is not followed; check the registration's host",
  server_error: "the portal has an error of its own; it is asked before anything is sent again",
  rate_limited: "the portal wants fewer calls; it is tried again after the time it names",
  undecipherable: "the portal's answer cannot be deciphered; it is asked before anything is sent again",
  portal_error: "the portal asks to try again later; it is tried again by itself",
  token_refused: "the portal refuses the session; it signs in again by itself",
  unclassified_code: "the portal gave a code that is not known here; it is asked before anything is sent again",
};

function verdictOf(outcome: Exclude<Outcome<unknown>, { kind: "done" }>): Verdict {
  if (outcome.kind === "refused") return { outcome: "failed", errorCode: outcome.code, errorMessage: outcome.message };
  const [error] = outcome.errors ?? [];
  const errorCode = error?.code || outcome.reason;
  const errorMessage = [sentences[outcome.reason], error?.message].filter(Boolean).join(": ");
  if (outcome.kind === "unknown") return { outcome: "unknown", errorCode, errorMessage };
  return {
    outcome: "retry",
    errorCode,
    errorMessage,
    ...(outcome.retryAfterMs !== undefined && { delayMs: outcome.retryAfterMs }),
  };
}
