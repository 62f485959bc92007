import { messageOf } from "../gateways/ewb/mod.ts";
import type { ApiCall, Subject } from "./schema.ts";

/** How a call ended where the portal itself gave no code: in words for whoever reads the page. */
const sentences: Record<string, string> = {
  connect_failed: "The portal could not be reached.",
  dns_failed: "The portal's host has no address: check the registration's host.",
  certificate_refused: "The portal's certificate cannot be trusted, so nothing was sent.",
  timeout: "The portal did not answer in time. It may have taken the document all the same, so it is asked first.",
  reset: "The connection broke while the portal was answering. It is asked before anything is sent again.",
  truncated: "The portal's answer broke off. It is asked before anything is sent again.",
  malformed: "The portal's answer could not be read. It is asked before anything is sent again.",
  empty: "The portal's answer was empty. It is asked before anything is sent again.",
  too_large: "The portal's answer was too large to be one.",
  redirected: "The portal answered with another address, which is not followed.",
  server_error: "The portal had an error of its own. It is asked before anything is sent again.",
  rate_limited: "The portal wanted fewer calls. What waits goes on after the pause it named.",
  undecipherable: "The portal's answer could not be deciphered. A new session is opened.",
  portal_error: "The portal asked to try again later.",
  token_refused: "The portal refused the session. It signs in again by itself.",
  unclassified_code: "The portal gave a code that is not known here.",
};

/** What a question was about, where the answer is that there is none. */
const askedFor: Record<string, string> = {
  get_by_document: "such document",
  get_by_irn: "such document",
  get_ewb_by_irn: "e-way bill for this IRN",
};

type Told = Pick<ApiCall, "portal" | "operation" | "outcome" | "errorCode" | "errorMessage" | "httpStatus">;

/** Why a call ended as it did. */
export function reasonOf({ portal, operation, outcome, errorCode, errorMessage, httpStatus }: Told): string {
  if (outcome === "done") {
    return errorCode === null
      ? "It was answered as it should."
      : `The portal has no ${askedFor[operation] ?? "such entry"} (${errorCode}).`;
  }
  const known = errorCode === null ? undefined : sentences[errorCode];
  if (known) return errorMessage ? `${known} ${errorMessage}` : known;
  const said = errorMessage ?? (portal === "ewb" && errorCode ? messageOf(errorCode) : null);
  if (errorCode === null) return `The portal answered with HTTP ${httpStatus ?? "nothing"}.`;
  return said ? `The portal refused it: ${errorCode} ${said}` : `The portal refused it with code ${errorCode}.`;
}

const names: Record<Subject["kind"], string> = {
  e_invoice: "the e-invoice",
  irn_cancellation: "the cancellation of the e-invoice",
  e_way_bill: "the e-way bill",
  e_way_change: "the change of the e-way bill",
};

/** What happens now, or what to do: by how the thing stands, not by how this call of many ended. */
export function nextOf(call: Pick<ApiCall, "outcome">, about: Subject | null, now: Date): string {
  if (call.outcome === "done") return "Nothing.";
  if (!about) return "Nothing hangs on it: it was about no document of the company.";
  const of = about.number ?? about.numberThere;
  const which = of === undefined ? names[about.kind] : `${names[about.kind]} of ${of}`;
  if (!about.open) return `Nothing: ${which} is ${about.status} by now.`;
  if (about.status === "failed") {
    const why = about.error ? ` (${about.error.code})` : "";
    return `Mend what is named${why}, then retry: ${which} waits for you.`;
  }
  if (about.error?.code === "unknown_too_long") {
    return `Nobody knows whether the portal has it: look there, then settle ${which} on its page; it is not asked any more by itself.`;
  }
  const when = about.nextAttemptAt ? `by itself ${inIndia(about.nextAttemptAt, now)}` : "by itself";
  return `${which} is ${about.status} and tried again ${when}; retry makes it due now.`
    .replace(/^./, (letter) => letter.toUpperCase());
}

const zone = { timeZone: "Asia/Kolkata" } as const;
const clock = new Intl.DateTimeFormat("en-IN", { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en-IN", { ...zone, day: "numeric", month: "short", year: "numeric" });

/** `at 15:35 IST`; where it is another day, `on 21 Nov 2026 at 15:35 IST`. */
function inIndia(instant: string, now: Date): string {
  const at = new Date(instant);
  const time = `at ${clock.format(at)} IST`;
  return day.format(at) === day.format(now) ? time : `on ${day.format(at)} ${time}`;
}
