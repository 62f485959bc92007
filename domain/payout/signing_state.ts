import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

/**
 * The newest code that this person asked for, as JSON text: {otpId, otpSentTo, expiresAt, expiresIn, attemptsRemaining,
 * state}, state being open, expired, used_up, ended or none. Refuses: partner_invoice_not_found.
 */
export async function readSigning(ctx: Context, invoiceId: string): Promise<string> {
  const args = { p_invoice_id: invoiceId, p_destination_id: ctx.actor.destinationId ?? "" };
  return await withTenant(ctx, ({ sql }) => callJson(sql, "payout.signing_json", args)) ?? "null";
}
