import type { Reason } from "./outcome.ts";

/** What came back over the wire, before anybody read it: an answer, or the way in which there was none. */
export type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly text: string; readonly retryAfterMs?: number }
  /** `sent: false` only where the request cannot have left this machine. */
  | { readonly kind: "none"; readonly sent: boolean; readonly reason: Reason; readonly detail: string };

export interface Sending {
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/**
 * One HTTP request, bounded in time and size. Redirects are not followed: a portal that moves is told by a person,
 * and credentials go to no other host.
 */
export async function send(url: string, init: RequestInit, how: Sending): Promise<Answer> {
  const signal = AbortSignal.timeout(how.timeoutMs);
  let response: Response;
  try {
    response = await how.fetch(url, { ...init, signal, redirect: "manual" });
  } catch (error) {
    return noAnswer(error, "reset");
  }
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    const detail = `HTTP ${response.status} to ${response.headers.get("location") ?? "nowhere"}`;
    return { kind: "none", sent: true, reason: "redirected", detail };
  }
  try {
    const text = await readCapped(response, how.maxResponseBytes);
    if (text === null) {
      return { kind: "none", sent: true, reason: "too_large", detail: `more than ${how.maxResponseBytes} bytes` };
    }
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    return { kind: "answer", status: response.status, text, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  } catch (error) {
    return error instanceof TypeError && error.cause === "not_utf8"
      ? { kind: "none", sent: true, reason: "malformed", detail: error.message }
      : noAnswer(error, "truncated");
  }
}

/** The runtime tells only by its sentence whether the connection was ever made. Anything else counts as sent. */
const neverSent: readonly (readonly [Reason, RegExp])[] = [
  ["dns_failed", /dns error|ENOTFOUND|EAI_AGAIN/i],
  ["certificate_refused", /invalid peer certificate|UnknownIssuer|certificate (has )?expired|NotValidForName/i],
  ["connect_failed", /client error \(Connect\)|ECONNREFUSED|Connection refused/i],
];

function noAnswer(error: unknown, otherwise: Reason): Answer {
  const detail = describe(error);
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return { kind: "none", sent: true, reason: "timeout", detail };
  }
  const never = neverSent.find(([, sentence]) => sentence.test(detail));
  if (never) return { kind: "none", sent: false, reason: never[0], detail };
  return { kind: "none", sent: true, reason: otherwise, detail };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}

/** The body as text, or null once it grows past the cap (counted after decompression, so no archive bomb passes). */
async function readCapped(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(step.value);
  }
  const whole = new Uint8Array(size);
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    throw new TypeError("the answer is not UTF-8", { cause: "not_utf8" });
  }
}

/** Retry-After in seconds or as an HTTP date, in milliseconds; at most an hour, since a portal's clock may be wrong. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined;
}
