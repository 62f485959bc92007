import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { refuse } from "./refusals.ts";

interface Window {
  /** Requests granted to this instance and not yet used. */
  left: number;
  /** No more are to be had in this minute. */
  closed: boolean;
  /** When the minute ends, and with it what is left (milliseconds since 1970). */
  endsAt: number;
  /** A question to the database that is under way; the others wait for it. */
  asking: Promise<void> | null;
}

/** Counts requests a minute, together with every other instance of the API. */
export interface RateLimiter {
  /** Takes one of the caller's requests of this minute. Refuses: too_many_requests. */
  take(ctx: Context, countedAs: string, limit: number): Promise<void>;
}

/**
 * A limiter that takes a hundredth of the limit at a time from the shared count: exact at 100 a minute, and one round
 * trip in sixty requests at 6,000, at the price of refusing at most one per cent early beside another instance.
 */
export function rateLimiter(): RateLimiter {
  const windows = new Map<string, Window>();
  return {
    async take(ctx, countedAs, limit) {
      const now = ctx.clock.now().getTime();
      const window = windowOf(windows, countedAs, now);
      while (window.left <= 0) {
        if (window.closed) {
          throw refuse("too_many_requests", { limit, retryAfter: Math.ceil((window.endsAt - now) / 1000) });
        }
        await (window.asking ??= ask(ctx, window, countedAs, limit, now));
      }
      window.left--;
    },
  };
}

function windowOf(windows: Map<string, Window>, countedAs: string, now: number): Window {
  const found = windows.get(countedAs);
  if (found && now < found.endsAt) return found;
  if (windows.size > 10_000) windows.clear();
  const fresh: Window = { left: 0, closed: false, endsAt: Infinity, asking: null };
  windows.set(countedAs, fresh);
  return fresh;
}

async function ask(ctx: Context, window: Window, countedAs: string, limit: number, now: number): Promise<void> {
  const taking = { p_caller: countedAs, p_limit: limit, p_wanted: Math.max(1, Math.floor(limit / 100)) };
  try {
    const given = await withTenant(ctx, (tx) => callOne(tx.sql, "core.take_requests", taking)) as {
      granted: number;
      seconds_left: number;
    };
    window.left = given.granted;
    window.closed = given.granted === 0;
    window.endsAt = now + given.seconds_left * 1000;
  } finally {
    window.asking = null;
  }
}
