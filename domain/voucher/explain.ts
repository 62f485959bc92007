import { z } from "zod";
import { callJson } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";

const figure = z.strictObject({
  pointer: z.string().meta({ description: "RFC 6901, into the voucher's own JSON" }),
  amount: z.number().optional().meta({ description: "of a figure: the same as at the pointer" }),
  value: z.unknown().optional().meta({ description: "of a decision: the same as at the pointer" }),
  rule: z.string(),
  source: z.string().meta({ description: "section, rule, notification" }),
  inputs: z.record(z.string(), z.unknown()),
  rounding: z.strictObject({ method: z.literal("half_up"), to: z.number(), before: z.number() }).nullable(),
}).meta({ id: "ExplainedFigure" });

export const explanationAnswer = z.strictObject({
  voucherId: z.uuid(),
  number: z.string().nullable(),
  figures: z.array(figure),
  errors: z.array(z.unknown()).optional().meta({ description: "of a draft that would be refused now" }),
}).meta({ id: "Explanation" });

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
