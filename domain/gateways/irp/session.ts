import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { newAppKey, sealSignIn, SignInTooLong, unwrapSessionKey } from "./crypto.ts";
import { exchange, type Wire } from "./exchange.ts";
import type { Outcome, Registration } from "./mod.ts";
import { stillServes, type StoredToken, type TokenStore, withRefreshTime } from "./token.ts";
import { portalInstant, shapes } from "./wire.ts";

export interface SignIn {
  readonly wire: Wire;
  readonly tokens: TokenStore;
  /** The portal's public key for sign-in, PEM. Another key than those it signs documents with. */
  readonly signInKey: string;
}

export interface Sessions {
  /** The token for a call: a kept one, or a new sign-in shared by everybody who waits for it. */
  tokenFor(registration: Registration): Promise<Outcome<StoredToken>>;
  /** Signs in now, whatever is kept. */
  signIn(registration: Registration, force: boolean): Promise<Outcome<StoredToken>>;
  drop(registration: Registration, token: StoredToken): Promise<void>;
}

/** A login that was refused is not tried again by itself for this long: the portal locks taxpayers out. */
const REFUSED_HOLDS_MS = 10 * 60_000;

interface Memory {
  readonly inFlight: Map<string, Promise<Outcome<StoredToken>>>;
  readonly refused: Map<string, { until: number; password: string; outcome: Outcome<StoredToken> }>;
}

/** By token store, because a client may be made for one document only, and a refusal must outlive it. */
const memories = new WeakMap<TokenStore, Memory>();

function memoryOf(tokens: TokenStore): Memory {
  const memory = memories.get(tokens) ?? { inFlight: new Map(), refused: new Map() };
  memories.set(tokens, memory);
  return memory;
}

/** Keeps sign-ins few: one per registration at a time, renewed ten minutes before expiry, none after a refusal. */
export function keepSessions(door: SignIn): Sessions {
  const { inFlight, refused } = memoryOf(door.tokens);
  const keyOf = (registration: Registration) => tokenKey(door.wire.baseUrl, registration);

  const signIn = async (registration: Registration, force: boolean): Promise<Outcome<StoredToken>> => {
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

  const renew = (registration: Registration): Promise<Outcome<StoredToken>> => {
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

  return {
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

/** One sign-in over the wire. Nothing else happens at the portal, so what is not a plain "no" may be tried again. */
async function requestToken(door: SignIn, registration: Registration, force: boolean): Promise<Outcome<StoredToken>> {
  const appKey = newAppKey();
  const plain = {
    UserName: registration.username,
    Password: registration.password,
    AppKey: Buffer.from(appKey).toString("base64"),
    ForceRefreshAccessToken: force,
  };
  let sealed: string;
  try {
    sealed = sealSignIn(plain, door.signInKey);
  } catch (error) {
    const code = error instanceof SignInTooLong ? "sign_in_too_long" : "sign_in_key_unusable";
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "refused", code, meaning: "registration", message, errors: [], info: [] };
  }
  const request = { operation: "authenticate", method: "POST", path: "/eivital/v1.04/auth" } as const;
  const { outcome } = await exchange(
    door.wire,
    registration,
    { ...request, sealed, readable: JSON.stringify(plain) },
    { shape: shapes.signIn, open: (data) => JSON.stringify(data), hasEffect: false },
  );
  if (outcome.kind === "unknown") return asRefusal(outcome);
  if (outcome.kind !== "done") return outcome;
  const { AuthToken, Sek, TokenExpiry } = outcome.value;
  try {
    const sek = Buffer.from(unwrapSessionKey(Sek, appKey)).toString("base64");
    const token = { authToken: AuthToken, sek, expiresAt: portalInstant(TokenExpiry) };
    return { kind: "done", value: withRefreshTime(token, door.wire.now()), info: outcome.info };
  } catch {
    return { kind: "retry", reason: "undecipherable" };
  }
}

/** A code we do not know, given to a sign-in: surely nothing was registered, and a person must look. */
function asRefusal(outcome: Extract<Outcome<unknown>, { kind: "unknown" }>): Outcome<never> {
  const errors = outcome.errors ?? [];
  const [first] = errors;
  const code = first?.code || outcome.reason;
  return { kind: "refused", code, message: first?.message ?? outcome.reason, errors, info: [] };
}
