import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { newAppKey, sealSignIn, SignInTooLong, unwrapSessionKey } from "./crypto.ts";
import type { Outcome, Registration } from "./outcome.ts";
import { isLive, type KeptRefusal, stillServes, type StoredToken, type TokenStore, withRefreshTime } from "./token.ts";

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
  /** Renews what is kept where it ends soon, for nobody's call: what is kept is not thereby used. */
  renew(registration: Registration): Promise<Outcome<StoredToken, Meaning>>;
  /** Signs in now, whatever is kept. */
  signIn(registration: Registration, force: boolean): Promise<Outcome<StoredToken, Meaning>>;
  drop(registration: Registration, token: StoredToken): Promise<void>;
}

/**
 * How long nobody tries a refused login again: ten minutes, and six times as long with each refusal in a row, up to a day.
 * Portals lock a taxpayer out who keeps trying. Other credentials are another key, and are tried at once.
 */
const REFUSED_HOLDS_MS = 10 * 60_000;
const REFUSED_HOLDS_AT_MOST_MS = 24 * 3_600_000;

/** Refused here, before anything was sent: trying again costs nothing. */
const neverSent = new Set(["sign_in_too_long", "sign_in_key_unusable"]);

/** Sign-ins of this process that are on their way, by store: a client may be made for one document only. */
const flights = new WeakMap<TokenStore, Map<string, Promise<unknown>>>();

function flightsOf<Held>(tokens: TokenStore): Map<string, Promise<Held>> {
  const flying = flights.get(tokens) ?? new Map();
  flights.set(tokens, flying);
  return flying as Map<string, Promise<Held>>; // one portal a store
}

/** Keeps sign-ins few: one per registration at a time, renewed ten minutes before expiry, none after a refusal. */
export function keepSessions<Meaning extends string>(door: Door<Meaning | "registration">) {
  type Held = Outcome<StoredToken, Meaning | "registration">;
  const { tokens } = door;
  const inFlight = flightsOf<Held>(tokens);
  const keyOf = (registration: Registration) => tokenKey(door.wire.baseUrl, registration);
  const served = (value: StoredToken): Held => ({ kind: "done", value, info: [] });

  const signInOnce = async (key: string, registration: Registration, force: boolean): Promise<Held> => {
    const outcome = await requestToken(door, registration, force);
    if (outcome.kind === "done") await tokens.write(key, outcome.value);
    if (outcome.kind === "refused" && !neverSent.has(outcome.code)) {
      const times = ((await tokens.refusal(key))?.times ?? 0) + 1;
      const holds = Math.min(REFUSED_HOLDS_MS * 6 ** (times - 1), REFUSED_HOLDS_AT_MOST_MS);
      await tokens.refuse(key, { until: new Date(door.wire.now().getTime() + holds).toISOString(), times, outcome });
    }
    return outcome;
  };

  const renew = (key: string, registration: Registration): Promise<Held> =>
    tokens.exclusively(key, async () => {
      const now = door.wire.now();
      const kept = await tokens.read(key);
      if (kept && stillServes(kept, now)) return served(kept);
      const live = kept !== null && isLive(kept, now);
      const no = heldBack<Held>(await tokens.refusal(key), now);
      const outcome = no ?? await signInOnce(key, registration, live);
      return live && outcome.kind !== "done" ? served(kept) : outcome;
    });

  const sessions: Sessions<Meaning | "registration"> = {
    signIn: (registration, force) => {
      const key = keyOf(registration);
      return tokens.exclusively(key, () => signInOnce(key, registration, force));
    },
    renew: (registration) => renew(keyOf(registration), registration),
    drop: (registration, token) => tokens.drop(keyOf(registration), token.authToken),
    tokenFor: async (registration) => {
      const key = keyOf(registration);
      const now = door.wire.now();
      const kept = await tokens.read(key);
      if (kept && stillServes(kept, now)) return served(kept);
      const no = heldBack<Held>(await tokens.refusal(key), now);
      if (no) return kept && isLive(kept, now) ? served(kept) : no;
      const flight = inFlight.get(key) ?? renew(key, registration).finally(() => inFlight.delete(key));
      inFlight.set(key, flight);
      return await flight;
    },
  };
  return sessions;
}

/** What the portal said, while it is too early to try again. */
function heldBack<Held>(refusal: KeptRefusal | null, now: Date): Held | null {
  return refusal && now.getTime() < Date.parse(refusal.until) ? refusal.outcome as Held : null; // kept by signInOnce
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
