import { sweepChanges, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every five minutes: no change is lost with its job, and nothing stays unknown without a person. */
export const sweepChangesJob = defineJob({
  name: sweepChanges,
  idempotentBy: "the change's row: taken under a lease, a settled one is left alone",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 2,
  async work(ctx) {
    const swept = await sweepOpenChanges(ctx, ctx.deps.ewayPortals, ctx.run.signal);
    return swept.settled + swept.open + swept.toPerson > 0 ? swept : null;
  },
});
