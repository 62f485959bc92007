import { type Expected, interpret, type Language, type Reading } from "./interpret.ts";
import type { Exchange, Outcome, Registration } from "./outcome.ts";
import { send, type Sending } from "./transport.ts";

/** The connection to one portal: how it is reached, how it words things, who is told. */
export interface Wire<Operation extends string, Meaning extends string> extends Sending {
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly language: Language<Meaning>;
  /** Who is asking, in the headers this portal wants; the values of `secretHeaders` are masked in the log. */
  readonly headersOf: (registration: Registration, authToken?: string) => Record<string, string>;
  readonly secretHeaders: ReadonlySet<string>;
  /** What somebody between us and the portal wants besides; secrets all. */
  readonly headers: Readonly<Record<string, string>>;
  readonly inTurn: InTurn;
  readonly onExchange?: (exchange: Exchange<Operation>) => void | Promise<void>;
}

/** How calls wait for each other, where no more than so many may be under way; a call's time begins with its turn. */
export type InTurn = <T>(call: () => Promise<T>) => Promise<T>;

export interface Request<Operation extends string> {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly authToken?: string;
  /** What goes over the wire, before it is written as JSON. */
  readonly body?: Readonly<Record<string, string>>;
  /** The same, as the log may show it. */
  readonly readable?: string;
}

/** The settings of a client as its wire keeps them, with their defaults. */
export interface Reach {
  /** Without a slash at the end: the portal's host, or the sandbox's mount. */
  readonly baseUrl: string;
  /** Sent with every request beside the portal's own, which they do not replace; masked in the log. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  readonly now?: () => Date;
  readonly fetch?: typeof fetch;
  readonly inTurn?: InTurn;
}

/** A wire with what its portal does not differ in. */
export function reach({ baseUrl, headers = {}, timeoutMs = 30_000, maxResponseBytes = 2_000_000, ...rest }: Reach) {
  return {
    baseUrl: baseUrl.replace(/\/+$/, ""),
    headers,
    fetch: rest.fetch ?? fetch,
    timeoutMs,
    maxResponseBytes,
    now: rest.now ?? (() => new Date()),
    inTurn: rest.inTurn ?? ((call) => call()) as InTurn,
  };
}

/** Longer bodies are cut in the log; the documents themselves are kept elsewhere. */
const LOG_MAX_CHARACTERS = 256_000;

/** One request, one reading of its answer, one line for the log. */
export async function exchange<T, Operation extends string, Meaning extends string>(
  wire: Wire<Operation, Meaning>,
  registration: Registration,
  request: Request<Operation>,
  expected: Expected<T>,
): Promise<Reading<T, Meaning>> {
  const url = wire.baseUrl + request.path;
  const typed: Record<string, string> = request.body === undefined ? {} : { "Content-Type": "application/json" };
  const own = wire.headersOf(registration, request.authToken);
  const headers = { ...wire.headers, ...own, "Accept": "application/json", "Accept-Encoding": "identity", ...typed };
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const { answer, startedAt, ms } = await wire.inTurn(async () => {
    const [startedAt, started] = [wire.now().toISOString(), performance.now()];
    const answer = await send(url, { method: request.method, headers, body }, wire);
    return { answer, startedAt, ms: Math.round(performance.now() - started) };
  });
  const reading = interpret(answer, expected, wire.language);
  const { outcome } = reading;
  const mask = maskerOf(registration, [request.authToken, ...Object.values(wire.headers)]);
  const secretHeaders = new Set([...wire.secretHeaders, ...Object.keys(wire.headers)]);
  await tell(wire, {
    operation: request.operation,
    method: request.method,
    url,
    gstin: registration.gstin,
    request: { headers: maskHeaders(headers, secretHeaders), body: mask(request.readable ?? null) },
    response: { body: mask(reading.plain) },
    status: answer.kind === "answer" ? answer.status : null,
    ms,
    startedAt,
    outcome: isAnswered(request, outcome) ? "done" : outcome.kind,
    code: outcome.kind === "done" ? null : outcome.kind === "refused" ? outcome.code : outcome.reason,
    message: mask(saidOf(outcome)),
    ...(answer.kind === "answer" && answer.retryAfterMs !== undefined && { retryAfterMs: answer.retryAfterMs }),
  });
  return reading;
}

/** Whoever asks whether there is something, and hears that there is none, has his answer. */
function isAnswered({ method }: Request<string>, outcome: Outcome<unknown>): boolean {
  return method === "GET" && outcome.kind === "refused" && outcome.meaning === "not_found";
}

function saidOf(outcome: Outcome<unknown>): string | null {
  if (outcome.kind === "done") return null;
  return outcome.kind === "refused" ? outcome.message : outcome.errors?.[0]?.message ?? null;
}

const MASK = "[masked]";

function maskHeaders(headers: Record<string, string>, secret: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secret.has(name) ? MASK : value]));
}

/** Hides what the fields are known to hold, and every known secret wherever else a portal may echo it. */
function maskerOf(registration: Registration, more: readonly (string | undefined)[]) {
  const secrets = [registration.password, registration.clientSecret, ...more]
    .filter((secret) => secret !== undefined && secret.length >= 6) as string[];
  return (text: string | null): string | null => {
    if (text === null) return null;
    const named = text.replace(/"(AuthToken|Sek|Rek|AppKey|app_key|Password)"(\s*:\s*)"[^"]*"?/gi, `"$1"$2"${MASK}"`);
    const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), named);
    return hidden.length > LOG_MAX_CHARACTERS ? `${hidden.slice(0, LOG_MAX_CHARACTERS)}… [cut]` : hidden;
  };
}

/** A log that fails must not turn a registered document into an unknown one. */
async function tell<Operation extends string>(
  { onExchange }: { onExchange?: (exchange: Exchange<Operation>) => void | Promise<void> },
  told: Exchange<Operation>,
): Promise<void> {
  try {
    await onExchange?.(told);
  } catch (error) {
    console.error("portal: an exchange could not be recorded", error);
  }
}
