import { generateIrn, retryDueFailures, retryFailed } from "../../domain/einvoice/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * E-Invoice Retry Failed: every thirty minutes, not blindly: what was refused goes again only where the reason may have
 * gone; cancellations whose job was lost are taken up.
 */
export const retryFailedJob = defineJob({
  name: retryFailed,
  idempotentBy: "the e-invoice's row: a failed one is made due once",
  schema: ofTenant,
  schedule: "*/30 * * * *",
  singleton: true,
  async work(ctx) {
    const done = await retryDueFailures(ctx, ctx.deps.later);
    if (done.dueAgain > 0) ctx.deps.later.nudge(generateIrn, { tenantId: ctx.actor.tenantId });
    return done.dueAgain + done.cancellations > 0 ? done : null;
  },
});
