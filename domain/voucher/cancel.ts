import { callJson } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { checkOverride } from "./refusals.ts";
import type { CancelBody } from "./schema.ts";

/**
 * Cancels a posted voucher: it keeps its row and number; books and stock are taken back on its own day. The answer is the
 * voucher as JSON text. Refuses: voucher_is_cancelled, voucher_is_draft, voucher_has_dependants, e_invoice_alive,
 * e_way_bill_alive, period_locked, stock_insufficient.
 */
export async function cancelVoucher(ctx: Context, id: string, body: CancelBody): Promise<string> {
  checkOverride(ctx, body);
  const asked = { p_id: id, p_reason: body.reason, p_overrides_lock: body.overrideLock ?? false };
  return await mustFind(ctx, "billing.vouchers", id, ({ sql }) => callJson(sql, "billing.cancel_voucher", asked));
}
