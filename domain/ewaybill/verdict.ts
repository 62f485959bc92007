import type { Outcome } from "../gateways/ewb/mod.ts";
import { plainText } from "../portals/mod.ts";

export type NotDone = Exclude<Outcome<unknown>, { kind: "done" }>;

/** Why a call did not do what was asked, as it is stored. */
export interface Why {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly delayMs?: number;
}

/** In words an operator can act upon; the portal's own sentence where it gave one. */
const sentences: Partial<Record<Extract<NotDone, { kind: "unknown" }>["reason"], string>> = {
  connect_failed: "the portal cannot be reached; it is tried again by itself",
  dns_failed: "the portal's host has no address; check the registration's host. It is tried again by itself",
  certificate_refused: "the portal's certificate cannot be trusted, so nothing was sent; it is tried again by itself",
  timeout: "the portal did not answer in time; it is asked whether it has it before anything is sent again",
  reset: "the connection broke while the portal was answering; it is asked before anything is sent again",
  server_error: "the portal has an error of its own; it is asked before anything is sent again",
  redirected: "the portal answered with another address, which is not followed; check the registration's host",
  rate_limited: "the portal wants fewer calls; it is tried again after the time it names",
  portal_error: "the portal says something went wrong there; it is asked again by itself",
  token_refused: "the portal refuses the session; it signs in again by itself",
  unclassified_code: "the portal gave a code that is not known here",
};
const otherwise = "the portal's answer cannot be read; it is asked before anything is sent again";

/** What an outcome that is not `done` says. */
export function whyOf(outcome: NotDone): Why {
  if (outcome.kind === "refused") {
    const told = outcome.errors.map(({ code, message }) => `${code} ${message}`).join("; ");
    const errorMessage = plainText(outcome.errors.length > 1 ? told : outcome.message);
    return { errorCode: plainText(outcome.code), errorMessage };
  }
  const [error] = outcome.errors ?? [];
  const errorCode = plainText(error?.code || outcome.reason);
  const errorMessage = plainText([sentences[outcome.reason] ?? otherwise, error?.message].filter(Boolean).join(": "));
  const delayMs = outcome.kind === "retry" ? outcome.retryAfterMs : undefined;
  return { errorCode, errorMessage, ...(delayMs !== undefined && { delayMs }) };
}
