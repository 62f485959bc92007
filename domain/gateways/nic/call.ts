import { Buffer } from "node:buffer";
import { sealPayload } from "./crypto.ts";
import type { Shape } from "./exact_json.ts";
import { exchange, type Request, type Wire } from "./exchange.ts";
import type { Outcome, Registration } from "./outcome.ts";
import type { Sessions } from "./session.ts";

/** One operation of a portal. */
export interface Call<T, Operation extends string> extends Pick<Request<Operation>, "operation" | "method" | "path"> {
  /** The text to be sealed; it is encrypted as it stands. */
  readonly payload?: string;
  /** The wire's body around what was sealed. */
  readonly wrap: (sealed: string) => Readonly<Record<string, string>>;
  /** The envelope's data as text, under the session key; throws where it does not open. */
  readonly open: (data: unknown, sessionKey: Uint8Array) => string;
  readonly shape: Shape<T>;
  /** True where the call changes something at the portal, so that silence means "perhaps". */
  readonly hasEffect: boolean;
}

/**
 * A call under a token. Where the portal no longer takes it, it surely did nothing: the token is dropped and the call
 * repeated once after a new sign-in. An answer that does not open also costs the token, but is not repeated.
 */
export async function callSignedIn<T, Operation extends string, Meaning extends string>(
  wire: Wire<Operation, Meaning>,
  sessions: Sessions<Meaning>,
  registration: Registration,
  call: Call<T, Operation>,
  isRepeat = false,
): Promise<Outcome<T, Meaning>> {
  const token = await sessions.tokenFor(registration);
  if (token.kind !== "done") return token;
  const { authToken, sek } = token.value;
  const sessionKey = Buffer.from(sek, "base64");
  const { operation, method, path, payload } = call;
  const body = payload === undefined ? {} : { body: call.wrap(sealPayload(payload, sessionKey)), readable: payload };
  const { outcome, tokenIsStale } = await exchange(
    wire,
    registration,
    { operation, method, path, authToken, ...body },
    { shape: call.shape, hasEffect: call.hasEffect, open: (data) => call.open(data, sessionKey) },
  );
  if (!tokenIsStale) return outcome;
  await sessions.drop(registration, token.value);
  const isRefusedToken = outcome.kind === "retry" && outcome.reason === "token_refused";
  return isRefusedToken && !isRepeat ? callSignedIn(wire, sessions, registration, call, true) : outcome;
}

/** What is sealed under the session key, as every answer of the IRP and every answer to a POST is. */
export function asText(data: unknown): string {
  if (typeof data !== "string") throw new TypeError("the data is not text");
  return data;
}
