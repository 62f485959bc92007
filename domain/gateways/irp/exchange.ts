import type { Exchange, Operation, Registration } from "./mod.ts";
import { type Expected, interpret, type Reading } from "./interpret.ts";
import { send, type Sending } from "./transport.ts";

export interface Wire extends Sending {
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly onExchange?: (exchange: Exchange) => void | Promise<void>;
}

export interface Request {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly authToken?: string;
  /** What goes over the wire. */
  readonly sealed?: string;
  /** The same, as the log may show it. */
  readonly readable?: string;
}

/** Longer bodies are cut in the log; the documents themselves are kept elsewhere. */
const LOG_MAX_CHARACTERS = 256_000;

/** One request, one reading of its answer, one line for the log. */
export async function exchange<T>(
  wire: Wire,
  registration: Registration,
  request: Request,
  expected: Expected<T>,
): Promise<Reading<T>> {
  const startedAt = wire.now().toISOString();
  const started = performance.now();
  const url = wire.baseUrl + request.path;
  const headers = headersOf(registration, request);
  const body = request.sealed === undefined ? null : JSON.stringify({ Data: request.sealed });
  const answer = await send(url, { method: request.method, headers, body }, wire);
  const reading = interpret(answer, expected);
  const { outcome } = reading;
  const mask = maskerOf(registration, request);
  await tell(wire, {
    operation: request.operation,
    method: request.method,
    url,
    gstin: registration.gstin,
    request: { headers: maskHeaders(headers), body: mask(request.readable ?? null) },
    response: { body: mask(reading.plain) },
    status: answer.kind === "answer" ? answer.status : null,
    ms: Math.round(performance.now() - started),
    startedAt,
    outcome: outcome.kind,
    code: outcome.kind === "done" ? null : outcome.kind === "refused" ? outcome.code : outcome.reason,
  });
  return reading;
}

function headersOf(registration: Registration, request: Request): Record<string, string> {
  const signedIn: Record<string, string> = request.authToken === undefined
    ? {}
    : { "user_name": registration.username, "AuthToken": request.authToken };
  const typed: Record<string, string> = request.sealed === undefined ? {} : { "Content-Type": "application/json" };
  return {
    "client_id": registration.clientId,
    "client_secret": registration.clientSecret,
    "Gstin": registration.gstin,
    ...signedIn,
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    ...typed,
  };
}

const MASK = "[masked]";

function maskHeaders(headers: Record<string, string>): Record<string, string> {
  const secret = new Set(["client_secret", "AuthToken"]);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secret.has(name) ? MASK : value]));
}

/** Hides what the fields are known to hold, and every known secret wherever else a portal may echo it. */
function maskerOf(registration: Registration, request: Request): (text: string | null) => string | null {
  const secrets = [registration.password, registration.clientSecret, request.authToken]
    .filter((secret) => secret !== undefined && secret.length >= 6) as string[];
  return (text) => {
    if (text === null) return null;
    const named = text.replace(/"(AuthToken|Sek|AppKey|Password)"(\s*:\s*)"[^"]*"?/gi, `"$1"$2"${MASK}"`);
    const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), named);
    return hidden.length > LOG_MAX_CHARACTERS ? `${hidden.slice(0, LOG_MAX_CHARACTERS)}… [cut]` : hidden;
  };
}

/** A log that fails must not turn a registered document into an unknown one. */
async function tell(wire: Wire, told: Exchange): Promise<void> {
  try {
    await wire.onExchange?.(told);
  } catch (error) {
    console.error("irp: an exchange could not be recorded", error);
  }
}
