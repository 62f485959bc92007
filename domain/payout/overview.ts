import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

/** What waits for a person in partner payouts, and the newest months by the state of their invoices. Answers JSON text. */
export async function readPayoutOverview(ctx: Context): Promise<string> {
  return await withTenant(ctx, async ({ sql }) => (await callJson(sql, "payout.overview_json", {}))!);
}
