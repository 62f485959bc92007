import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { ReturnAsked } from "./schema.ts";

/**
 * GSTR-1 of a month as JSON for the portal, written by SQL (reports.gstr1_return).
 * Refuses: company_gstin_unknown, company_not_set_up, composition_files_no_gstr1.
 */
export async function gstr1Return(ctx: Context, { period, gstin }: ReturnAsked): Promise<string> {
  const asked = { p_period: period, p_gstin: gstin ?? null };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "reports.gstr1_return", asked)) ?? "null";
}
