import { callJson } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";

/**
 * What stands behind every figure of a voucher, as JSON text: `{voucherId, number, figures: [{pointer, amount, rule,
 * source, inputs, rounding}]}`. Decisions have `value` instead of `amount`. Worked out anew by SQL from what is stored.
 */
export async function explainVoucher(ctx: Context, id: string): Promise<string> {
  return await mustFind(
    ctx,
    "billing.vouchers",
    id,
    (tx) => callJson(tx.sql, "billing.explain_voucher", { p_id: id }),
  );
}
