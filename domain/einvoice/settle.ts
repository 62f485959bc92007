import { type Outcome, type RegisteredDocument, verifySigned } from "../gateways/irp/mod.ts";
import { plainText } from "../portals/mod.ts";
import type { Portal } from "./portal.ts";

/** An e-invoice taken by this worker (einvoice.claim_due). */
export interface Claimed {
  readonly e_invoice_id: string;
  readonly voucher_id: string;
  /** The how-manieth time it was taken; an answer counts for its own attempt only. */
  readonly attempt: number;
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
  /** What the portal would refuse of it (einvoice.validate_payloads); none: it is sent. */
  readonly faults: readonly Fault[];
}

/** A code of the portal, the field of the payload as a JSON pointer, and the portal's sentence. */
export interface Fault {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/** What einvoice.record_answers takes. */
export interface Answer {
  readonly eInvoiceId: string;
  readonly attempt: number;
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

export type Verdict = Omit<Answer, "eInvoiceId" | "attempt" | "startedAt">;
type NotDone = Exclude<Outcome<unknown>, { kind: "done" }>;

/**
 * Brings one e-invoice as far as it comes: asks first where it may be registered already, sends otherwise. Whatever the
 * portal does ends in an answer; nothing is thrown for it. Only what the portal signed, about this very document, counts.
 */
export async function settle(portal: Portal, claimed: Claimed): Promise<Verdict> {
  if (claimed.ask_first) return await ask(portal, claimed);
  const [fault, ...more] = claimed.faults;
  if (fault) return notSent(fault, more);
  return await sendDocument(portal, claimed, true);
}

async function sendDocument(portal: Portal, claimed: Claimed, maySync: boolean): Promise<Verdict> {
  const sent = await portal.irpFor(claimed.voucher_id).generate(portal.registration, claimed.payload);
  if (sent.kind === "done") return await accept(portal, claimed, sent.value, "unknown");
  if (sent.kind === "refused" && sent.meaning === "sync_taxpayer" && maySync) return await sync(portal, claimed, sent);
  const mayBeThere = sent.kind === "refused"
    ? sent.meaning === "duplicate"
    : sent.kind === "unknown" && sent.reason === "unclassified_code";
  return mayBeThere ? await ask(portal, claimed, sent) : verdictOf(sent);
}

/** The portal may not have heard yet of the recipient: it is told to look, once, and the document sent once more. */
async function sync(portal: Portal, claimed: Claimed, refused: NotDone): Promise<Verdict> {
  if (claimed.buyer_gstin === "URP") return verdictOf(refused);
  const synced = await portal.irpFor(claimed.voucher_id).syncGstin(portal.registration, claimed.buyer_gstin);
  const isActive = synced.kind === "done" && synced.value.status === "ACT";
  return isActive ? await sendDocument(portal, claimed, false) : verdictOf(refused);
}

/**
 * Asks by document number: adopts what is ours, and tells apart "not there" (send again) from "not ours" (stop). `after`
 * is what the portal said to sending it, where that left the matter open.
 */
async function ask(portal: Portal, claimed: Claimed, after?: NotDone): Promise<Verdict> {
  const document = { type: claimed.document_type, number: claimed.number, date: claimed.voucher_date };
  const found = await portal.irpFor(claimed.voucher_id).getByDocument(portal.registration, document);
  if (found.kind === "done") return await accept(portal, claimed, found.value, "failed");
  if (found.kind === "refused" && found.meaning === "not_found") return notThere(portal, found.code, after);
  // The answer to a question has no effect at the portal, so whatever went wrong, the document is still unknown.
  return found.kind === "refused" ? verdictOf(found) : { ...verdictOf(found), outcome: "unknown" };
}

/** The portal has no such document: nobody asked for it yet (send it), or what it said to it stands. */
function notThere(portal: Portal, code: string, after?: NotDone): Verdict {
  if (!after) {
    const errorMessage = "the portal has no such document; it is sent again";
    return { outcome: "resend", delayMs: portal.site.settleMs, errorCode: code, errorMessage };
  }
  const said = verdictOf(after);
  if (after.kind === "refused") {
    const errorMessage = `${said.errorMessage}, but it does not show the document yet; it is asked again`;
    return { ...said, outcome: "unknown", errorMessage };
  }
  const [error] = after.errors ?? [];
  const errorMessage = `the portal refused it with a code that is not known here: ${
    error?.message ?? "no reason given"
  }`;
  return { ...said, outcome: "failed", errorMessage: plainText(errorMessage) };
}

/** The portal's own verdict, found here: the first fault's code, and every fault with its field. */
function notSent(first: Fault, more: readonly Fault[]): Verdict {
  const told = [first, ...more].slice(0, 20).map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`);
  const left = more.length >= 20 ? ` and ${more.length - 19} more` : "";
  const errorMessage = `the portal would refuse it, so it was not sent. ${told.join("; ")}${left}`;
  return { outcome: "failed", errorCode: first.code, errorMessage };
}

/** Faults that say "this number was used for something else" rather than "this cannot be trusted". */
const otherContent = new Set(["buyer_differs", "date_differs", "total_differs"]);

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
    const outcome = otherContent.has(verified.reason) ? otherwise : "unknown";
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
  unclassified_code: "the portal gave a code that is not known here",
};

function verdictOf(outcome: NotDone): Verdict {
  if (outcome.kind === "refused") {
    return { outcome: "failed", errorCode: plainText(outcome.code), errorMessage: plainText(outcome.message) };
  }
  const [error] = outcome.errors ?? [];
  const errorCode = plainText(error?.code || outcome.reason);
  const errorMessage = plainText([sentences[outcome.reason], error?.message].filter(Boolean).join(": "));
  if (outcome.kind === "unknown") return { outcome: "unknown", errorCode, errorMessage };
  return {
    outcome: "retry",
    errorCode,
    errorMessage,
    ...(outcome.retryAfterMs !== undefined && { delayMs: outcome.retryAfterMs }),
  };
}
