import type { Actor, Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";

/** A request before anybody is known: what sign-in and the reading of tokens work with. */
export type Stranger = Pick<Context, "db" | "clock" | "requestId" | "ip"> & { readonly keys: Keys };

/** Whoever a valid token belongs to. */
export interface Caller {
  readonly actor: Actor;
  /** The sign-in this token descends from; null for an API key. */
  readonly sessionId: string | null;
  /** E-mail address of the person, or name of the API key. */
  readonly name: string;
  /** Whose requests are counted together: `user:<id>` or `key:<id>`. */
  readonly countedAs: string;
  /** An API key's own limit; null: the installation's limit for people. */
  readonly requestsPerMinute: number | null;
  /** Milliseconds since 1970 until which the token itself is good; infinite for an API key. */
  readonly expiresAt: number;
}

/** The context of somebody whose tenant is known but whose roles are not yet (sign-in, refresh, reading a token). */
export function unprovenContext(stranger: Stranger, tenantId: string, userId: string | null, kind: Actor["kind"]) {
  const actor: Actor = { kind, tenantId, userId, roles: [], scopes: new Set() };
  const { db, clock, requestId, ip } = stranger;
  return { db, clock, requestId, ip, actor };
}
