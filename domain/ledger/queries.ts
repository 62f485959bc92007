import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

/** Until when the books are closed, who closed and opened them, who booked in spite of it; as JSON text. */
export async function readPeriods(ctx: Context): Promise<string> {
  const answer = await withTenant(ctx, ({ sql }) => callJson(sql, "ledger.periods_json", {}));
  return answer ?? "null";
}
