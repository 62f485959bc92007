import type { Context } from "../shared/context.ts";
import { refuse } from "./refusals.ts";

/** A partner acts for one destination; any other is as if it were not there. Refuses: destination_not_found. */
export function requireOwnDestination(ctx: Context, destinationId: string): void {
  if (ctx.actor.destinationId !== destinationId) throw refuse("destination_not_found");
}
