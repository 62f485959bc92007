import { extendDue, extendDueBills } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every ten minutes: a planned extension is asked for as soon as its window is open, and again until it is there. */
export const extendDueJob = defineJob({
  name: extendDue,
  idempotentBy: "the plan's row: begun once, then a change like any other",
  schema: ofTenant,
  schedule: "*/10 * * * *",
  singleton: true,
  async work(ctx) {
    const done = await extendDueBills(ctx, ctx.deps.ewayPortals, ctx.run.signal);
    return done.settled + done.open + done.told > 0 ? done : null;
  },
});
