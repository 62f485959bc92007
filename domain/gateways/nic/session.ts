import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { newAppKey, sealSignIn, SignInTooLong, unwrapSessionKey } from "./crypto.ts";
import type { Outcome, Registration } from "./outcome.ts";
import { stillServes, type StoredToken, type TokenStore, withRefreshTime } from "./token.ts";

/** What a portal answers to a sign-in: the session key still wrapped under the AppKey. */
export interface SignedIn {
  readonly authToken: string;
  readonly sek: string;
  /** RFC 3339 */
  readonly expiresAt: string;
}

/** What is told in a sign-in beside the credentials. */
export interface SignInCall {
  readonly registration: Registration;
  /** 32 bytes, base64. */
  readonly appKey: string;
  readonly force: boolean;
}

export interface Door<Meaning extends string> {
  readonly wire: { readonly baseUrl: string; readonly now: () => Date };
  readonly tokens: TokenStore;
  /** The portal's public key for sign-in, PEM. Another key than those it signs documents with. */
  readonly signInKey: string;
  /** The sign-in body in this portal's words. */
  readonly plainOf: (call: SignInCall) => Record<string, unknown>;
  /** One sign-in over the wire: what was sealed, and what the log may show of it. */
  readonly request: (
    registration: Registration,
    sealed: string,
    readable: string,
  ) => Promise<Outcome<SignedIn, Meaning>>;
}

export interface Sessions<Meaning extends string> {
  /** The token for a call: a kept one, or a new sign-in shared by everybody who waits for it. */
  tokenFor(registration: Registration): Promise<Outcome<StoredToken, Meaning>>;
  /** Signs in now, whatever is kept. */
  signIn(registration: Registration, force: boolean): Promise<Outcome<StoredToken, Meaning>>;
  drop(registration: Registration, token: StoredToken): Promise<void>;
}

/** A login that was refused is not tried again by itself for this long: the portal locks taxpayers out. */
const REFUSED_HOLDS_MS = 10 * 60_000;

interface Memory<Held> {
  readonly inFlight: Map<string, Promise<Held>>;
  readonly refused: Map<string, { until: number; password: string; outcome: Held }>;
}

/** By token store, because a client may be made for one document only, and a refusal must outlive it. */
const memories = new WeakMap<TokenStore, Memory<unknown>>();

function memoryOf<Held>(tokens: TokenStore): Memory<Held> {
  const memory = memories.get(tokens) ?? { inFlight: new Map(), refused: new Map() };
  memories.set(tokens, memory);
  return memory as Memory<Held>; // one portal a store
}

/** Keeps sign-ins few: one per registration at a time, renewed ten minutes before expiry, none after a refusal. */
export function keepSessions<Meaning extends string>(door: Door<Meaning | "registration">) {
  type Held = Outcome<StoredToken, Meaning | "registration">;
  const { inFlight, refused } = memoryOf<Held>(door.tokens);
  const keyOf = (registration: Registration) => tokenKey(door.wire.baseUrl, registration);

  const signIn = async (registration: Registration, force: boolean): Promise<Held> => {
    const key = keyOf(registration);
    const outcome = await requestToken(door, registration, force);
    refused.delete(key);
    if (outcome.kind === "done") await door.tokens.write(key, outcome.value);
    if (outcome.kind === "refused") {
      const until = door.wire.now().getTime() + REFUSED_HOLDS_MS;
      refused.set(key, { until, password: registration.password, outcome });
    }
    return outcome;
  };

  const renew = (registration: Registration): Promise<Held> => {
    const key = keyOf(registration);
    return door.tokens.exclusively(key, async () => {
      const kept = await door.tokens.read(key);
      const now = door.wire.now();
      if (kept && stillServes(kept, now)) return { kind: "done", value: kept, info: [] };
      const isLive = kept !== null && now.getTime() < Date.parse(kept.expiresAt);
      const outcome = await signIn(registration, isLive);
      return isLive && outcome.kind !== "done" ? { kind: "done", value: kept, info: [] } : outcome;
    });
  };

  const sessions: Sessions<Meaning | "registration"> = {
    signIn,
    drop: (registration, token) => door.tokens.drop(keyOf(registration), token.authToken),
    tokenFor: async (registration) => {
      const key = keyOf(registration);
      const now = door.wire.now();
      const kept = await door.tokens.read(key);
      if (kept && stillServes(kept, now)) return { kind: "done", value: kept, info: [] };
      const no = refused.get(key);
      if (no && no.password === registration.password && now.getTime() < no.until) return no.outcome;
      const flight = inFlight.get(key) ?? renew(registration).finally(() => inFlight.delete(key));
      inFlight.set(key, flight);
      return await flight;
    },
  };
  return sessions;
}

/**
 * What a session is kept under. It serves only whoever knows the secrets it was opened with: two tenants may name the same
 * user of the same GSTIN.
 */
export function tokenKey(baseUrl: string, registration: Registration): string {
  const { gstin, username, clientId, clientSecret, password } = registration;
  const proof = createHash("sha256").update(JSON.stringify([clientId, clientSecret, password])).digest("base64url");
  return [baseUrl, gstin, username, proof].join(" ");
}

/** One sign-in. Nothing else happens at the portal, so what is not a plain "no" may be tried again. */
async function requestToken<Meaning extends string>(
  door: Door<Meaning | "registration">,
  registration: Registration,
  force: boolean,
): Promise<Outcome<StoredToken, Meaning | "registration">> {
  const appKey = newAppKey();
  const plain = door.plainOf({ registration, appKey: Buffer.from(appKey).toString("base64"), force });
  let sealed: string;
  try {
    sealed = sealSignIn(plain, door.signInKey);
  } catch (error) {
    const code = error instanceof SignInTooLong ? "sign_in_too_long" : "sign_in_key_unusable";
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "refused", code, meaning: "registration", message, errors: [], info: [] };
  }
  const outcome = await door.request(registration, sealed, JSON.stringify(plain));
  if (outcome.kind === "unknown") return asRefusal(outcome);
  if (outcome.kind !== "done") return outcome;
  try {
    const sek = Buffer.from(unwrapSessionKey(outcome.value.sek, appKey)).toString("base64");
    return { ...outcome, value: withRefreshTime({ ...outcome.value, sek }, door.wire.now()) };
  } catch {
    return { kind: "retry", reason: "undecipherable" };
  }
}

/** A code we do not know, given to a sign-in: surely nothing was registered, and a person must look. */
function asRefusal(outcome: Extract<Outcome<unknown>, { kind: "unknown" }>): Outcome<never, never> {
  const errors = outcome.errors ?? [];
  const [first] = errors;
  const code = first?.code || outcome.reason;
  return { kind: "refused", code, message: first?.message ?? outcome.reason, errors, info: [] };
}
