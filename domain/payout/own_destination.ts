import type { Context } from "../shared/context.ts";
import { refuse } from "./refusals.ts";

/** A partner acts for one destination; any other is as if it were not there. Refuses: partner_not_found. */
export function requireOwnDestination(ctx: Context, destinationId: string): void {
  if (ctx.actor.destinationId !== destinationId) throw refuse("partner_not_found");
}
