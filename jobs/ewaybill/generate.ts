import { generateBills, generateDueBills } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every five minutes for whatever is due, woken by every request, and by itself when the portal has put one off. */
export const generateBillsJob = defineJob({
  name: generateBills,
  idempotentBy: "the e-way bill's row: claimed under a lease, answered once",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 2,
  async work(ctx) {
    const { tenantId } = ctx.actor;
    const { nextInSeconds, ...done } = await generateDueBills(ctx, ctx.deps.ewayPortals, ctx.run.signal);
    if (nextInSeconds !== null && nextInSeconds < 300) ctx.deps.later.nudge(generateBills, { tenantId }, nextInSeconds);
    return done.generated + done.failed + done.open > 0 ? done : null;
  },
});
