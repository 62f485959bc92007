import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { PayoutSettings } from "./payouts_schema.ts";

/** How the company pays its partners, as JSON text. */
export async function readPayoutSettings(ctx: Context): Promise<string> {
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.settings_json", {})) ?? "null";
}

/** Sets it whole; invoices and files that are there keep what they were made with. Refuses: bank_profile_unknown. */
export async function putPayoutSettings(ctx: Context, settings: PayoutSettings): Promise<string> {
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.put_settings", { p_settings: settings })) ?? "null";
}
