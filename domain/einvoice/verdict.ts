import type { Outcome } from "../gateways/irp/mod.ts";
import { plainText } from "../portals/mod.ts";

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
  /** Who refused it: our own validator, the portal, or the sign-in at the portal. */
  readonly refusedBy?: "validator" | "portal" | "registration";
  /** The e-way bill that came with the IRN, or why it did not; neither: it was not asked for, or the portal did not say. */
  readonly ewbNumber?: string;
  readonly ewbAt?: string;
  readonly ewbValidUntil?: string | null;
  readonly ewbAlert?: string | null;
  readonly ewbErrorCode?: string;
  readonly ewbErrorMessage?: string;
}

export type Verdict = Omit<Answer, "eInvoiceId" | "attempt" | "startedAt">;
export type NotDone = Exclude<Outcome<unknown>, { kind: "done" }>;

/** In words an operator can act upon; the portal's own sentence where it gave one. */
const sentences: Record<string, string> = {
  connect_failed: "the portal cannot be reached; it is tried again by itself",
  dns_failed: "the portal's host has no address; check the registration's host. It is tried again by itself",
  certificate_refused: "the portal's certificate cannot be trusted, so nothing was sent; it is tried again by itself",
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

/** What an outcome that is not `done` says of the document. */
export function verdictOf(outcome: NotDone): Verdict {
  if (outcome.kind === "refused") {
    const refusedBy = outcome.meaning === "registration" ? "registration" : "portal";
    return {
      outcome: "failed",
      refusedBy,
      errorCode: plainText(outcome.code),
      errorMessage: plainText(outcome.message),
    };
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
