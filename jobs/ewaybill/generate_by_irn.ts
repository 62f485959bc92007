import { generateIrn, haveBillsToGoWithInvoices, makeDueBills } from "../../domain/einvoice/mod.ts";
import { generateBillsByIrn } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * E-way bills through the invoice portal, every five minutes for whatever is due and woken by every request: those of
 * registered invoices are asked for by IRN; those of invoices still to be sent go with them, so these are woken.
 */
export const generateBillsByIrnJob = defineJob({
  name: generateBillsByIrn,
  idempotentBy: "the e-way bill's row: claimed under a lease, answered once",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 2,
  async work(ctx) {
    const { tenantId } = ctx.actor;
    if (await haveBillsToGoWithInvoices(ctx)) ctx.deps.later.nudge(generateIrn, { tenantId });
    const { nextInSeconds, ...done } = await makeDueBills(ctx, ctx.deps.portals, ctx.run.signal);
    if (nextInSeconds !== null && nextInSeconds < 300) {
      ctx.deps.later.nudge(generateBillsByIrn, { tenantId }, nextInSeconds);
    }
    return done.generated + done.failed + done.open > 0 ? done : null;
  },
});
