import { generateDue, generateIrn } from "../../domain/einvoice/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** E-Invoice Batch Generate: every five minutes for whatever is due, and woken by every posting that needs an IRN. */
export const generateIrnJob = defineJob({
  name: generateIrn,
  idempotentBy: "the e-invoice's row: claimed under a lease, answered once",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 4,
  async work(ctx) {
    const result = await generateDue(ctx, ctx.deps.portals);
    return result.generated + result.failed + result.open > 0 ? { ...result } : null;
  },
});
