import { generateDue, generateIrn, nextBillInSeconds } from "../../domain/einvoice/mod.ts";
import { generateBillsByIrn } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * E-Invoice Batch Generate: every five minutes for whatever is due, woken by every posting that needs an IRN, and by
 * itself when the portal has put one off. Wakes the e-way bills that waited for an IRN.
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
    const nextBill = done.generated > 0 ? await nextBillInSeconds(ctx) : null;
    if (nextBill !== null && nextBill < 300) ctx.deps.later.nudge(generateBillsByIrn, { tenantId }, nextBill);
    return done.generated + done.failed + done.open > 0 ? done : null;
  },
});
