import type { Verdict } from "./codes.ts";
import { readBody, type Shape } from "./exact_json.ts";
import type { InfoEntry, Outcome, PortalError, Reason } from "./outcome.ts";
import type { Answer } from "./transport.ts";

/** The answer every operation of a portal comes in. */
export interface Envelope {
  readonly ok: boolean;
  readonly data: unknown;
  readonly errors: readonly PortalError[];
  readonly info: readonly InfoEntry[];
}

/** How one portal words its answers. */
export interface Language<Meaning extends string> {
  /** Reads the envelope; null where the text is not one. */
  readonly readEnvelope: (text: string) => Envelope | null;
  /** One verdict over all errors of an answer. */
  readonly judge: (errors: readonly PortalError[]) => Verdict<Meaning>;
}

export interface Reading<T, Meaning extends string = string> {
  readonly outcome: Outcome<T, Meaning>;
  /** The answer as a person may read it: decrypted where it could be. */
  readonly plain: string | null;
  /** The portal no longer takes the token, or what it sends does not open with the session key. */
  readonly tokenIsStale: boolean;
}

export interface Expected<T> {
  readonly shape: Shape<T>;
  /** The envelope's data as JSON text; throws where it cannot be had. */
  readonly open: (data: unknown) => string;
  /** True where the call changes something at the portal, so that silence means "perhaps". */
  readonly hasEffect: boolean;
}

/** Reads one answer into one of the four outcomes. The single place where silence and nonsense get their meaning. */
export function interpret<T, Meaning extends string>(
  answer: Answer,
  expected: Expected<T>,
  language: Language<Meaning>,
): Reading<T, Meaning> {
  if (answer.kind === "none") {
    return plainly(answer.sent ? perhaps(expected, answer.reason, answer.detail) : nothingDone(answer.reason), null);
  }
  const { status, text, retryAfterMs } = answer;
  if (status === 429) return plainly(nothingDone("rate_limited", retryAfterMs), text);
  if (status >= 500 || status === 408) {
    return plainly(perhaps(expected, "server_error", `HTTP ${status}`, retryAfterMs), text);
  }
  if (status < 300 && text.trim() === "") return plainly(perhaps(expected, "empty", `HTTP ${status}`), text);
  const envelope = language.readEnvelope(text);
  if (envelope?.ok) return readSuccess(envelope, text, expected);
  if (envelope) return readFailure(envelope, text, expected, language);
  if (status < 300) return plainly(perhaps(expected, "malformed", `HTTP ${status}, not the portal's envelope`), text);
  const message = `HTTP ${status}`;
  return plainly({ kind: "refused", code: `http_${status}`, message, errors: [], info: [] }, text);
}

function readSuccess<T>(envelope: Envelope, text: string, expected: Expected<T>): Reading<T, never> {
  let plain: string;
  try {
    plain = expected.open(envelope.data);
  } catch {
    const outcome = perhaps(expected, "undecipherable", "Data does not open with the session key");
    return { outcome, plain: text, tokenIsStale: true };
  }
  const value = readBody(expected.shape, plain);
  if (value === null) return plainly(perhaps(expected, "malformed", "Data has not the shape it should have"), plain);
  return plainly({ kind: "done", value, info: envelope.info }, plain);
}

function readFailure<T, Meaning extends string>(
  envelope: Envelope,
  text: string,
  expected: Expected<T>,
  language: Language<Meaning>,
): Reading<T, Meaning> {
  const { errors, info } = envelope;
  const verdict = language.judge(errors);
  switch (verdict.kind) {
    case "token":
      return { outcome: { kind: "retry", reason: "token_refused", errors }, plain: text, tokenIsStale: true };
    case "retry":
      return plainly({ kind: "retry", reason: "portal_error", errors }, text);
    case "ask":
      return plainly({ ...perhaps(expected, "portal_error", verdict.error.message), errors }, text);
    case "unclassified":
      return plainly({ kind: "unknown", reason: "unclassified_code", detail: verdict.error.code, errors }, text);
    case "refused":
      return plainly(refusal(verdict, errors, info), text);
  }
}

function refusal<Meaning extends string>(
  verdict: Verdict<Meaning>,
  errors: Envelope["errors"],
  info: readonly InfoEntry[],
): Outcome<never, Meaning> {
  const { code, message } = verdict.error;
  return {
    kind: "refused",
    code,
    ...(verdict.meaning ? { meaning: verdict.meaning } : {}),
    message,
    errors,
    info,
  };
}

function plainly<T, Meaning extends string>(outcome: Outcome<T, Meaning>, plain: string | null): Reading<T, Meaning> {
  return { outcome, plain, tokenIsStale: false };
}

function nothingDone(reason: Reason, retryAfterMs?: number) {
  return { kind: "retry" as const, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** No sure answer: for a call with an effect that is "unknown", for a question it is asked again. */
function perhaps(expected: { hasEffect: boolean }, reason: Reason, detail: string, retryAfterMs?: number) {
  return expected.hasEffect ? { kind: "unknown" as const, reason, detail } : nothingDone(reason, retryAfterMs);
}
