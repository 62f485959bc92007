import { generateDue, generateIrn } from "../../domain/einvoice/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * E-Invoice Batch Generate: every five minutes for whatever is due, woken by every posting that needs an IRN, and by
 * itself when the portal has put one off.
 */
export const generateIrnJob = defineJob({
  name: generateIrn,
  idempotentBy: "the e-invoice's row: claimed under a lease, answered once",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 4,
  async work(ctx) {
    const { tenantId } = ctx.actor;
    const { nextInSeconds, ...done } = await generateDue(ctx, ctx.deps.portals, ctx.run.signal);
    if (nextInSeconds !== null && nextInSeconds < 300) ctx.deps.later.nudge(generateIrn, { tenantId }, nextInSeconds);
    return done.generated + done.failed + done.open > 0 ? done : null;
  },
});
