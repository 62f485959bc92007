import type { Database } from "../../db/pool.ts";

/** Where "now" comes from. Tests hand in a fixed one; calendar days are always asked of SQL (`core.today()`, IST). */
export interface Clock {
  now(): Date;
  /** True when the database must be told this time (`app.now`) instead of reading its own clock. */
  readonly injected: boolean;
}

export const systemClock: Clock = { now: () => new Date(), injected: false };

/** A clock that stands still until it is moved: for tests and the sandbox portals. */
export function fixedClock(instant: string): Clock & { set(instant: string): void } {
  let now = new Date(instant);
  return { now: () => now, injected: true, set: (instant) => void (now = new Date(instant)) };
}

/** Who acts: a signed-in person, a machine with an API key, or a job. The tenant comes from here, never from a body. */
export interface Actor {
  readonly kind: "user" | "api_key" | "job";
  readonly tenantId: string;
  /** The person; for an API key the person who made it, for a job null. */
  readonly userId: string | null;
  readonly roles: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** Partners act for one destination only. */
  readonly destinationId?: string;
}

/** All that a domain function may know of its surroundings. */
export interface Context {
  readonly db: Database;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly requestId: string;
  readonly ip: string | null;
}
