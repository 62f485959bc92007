import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { LockBody } from "./period_schema.ts";

/**
 * Closes the books up to and including a day, or opens them again (null); answers how they stand, as JSON text. Once it
 * answers, nothing is posted or cancelled in the closed days without overriding. Refuses: lock_ends_in_future,
 * company_not_set_up; period_reopening_not_allowed, where the lock moves back and whoever asks may not override it.
 */
export async function lockPeriod(ctx: Context, { until, reason }: LockBody): Promise<string> {
  const asked = { p_until: until, p_reason: reason, p_may_reopen: ctx.actor.scopes.has("periods:override") };
  const answer = await withTenant(ctx, ({ sql }) => callJson(sql, "ledger.lock_period", asked));
  return answer ?? "null";
}

/** Until when the books are closed, who closed and opened them, who booked in spite of it; as JSON text. */
export async function readPeriods(ctx: Context): Promise<string> {
  const answer = await withTenant(ctx, ({ sql }) => callJson(sql, "ledger.periods_json", {}));
  return answer ?? "null";
}
