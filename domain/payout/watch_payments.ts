import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

/**
 * Puts before a person what a bank was asked to pay and has not told of within two working days, once a bank file; settles
 * what was told once the bank has spoken. Never assumes a payment paid or failed. Safe beside other workers.
 */
export async function watchPaymentsNotReported(ctx: Context): Promise<{ told: number; settled: number }> {
  const done = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.watch_payments", {}));
  return { told: done?.told ?? 0, settled: done?.settled ?? 0 };
}
