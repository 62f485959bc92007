import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { ReasonBody } from "./payouts_schema.ts";

/** The reasons of payouts as JSON text, `{data}`. */
export async function listReasons(ctx: Context): Promise<string> {
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.reasons_json", {})) ?? "null";
}

/** Makes or changes a reason and answers all of them; whether GST is due on it then holds for every category. */
export async function putReason(ctx: Context, reason: ReasonBody): Promise<string> {
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.put_reason", { p_reason: reason })) ?? "null";
}
