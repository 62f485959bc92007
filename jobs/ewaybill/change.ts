import * as v from "valibot";
import { changeBill, changeRequested } from "../../domain/ewaybill/mod.ts";
import { defineJob, tenantId } from "../define.ts";

/** Asks the portal for one change of a bill; tried again until the portal has said how it stands. */
export const changeBillJob = defineJob({
  name: changeBill,
  idempotentBy: "the change's row: a settled one is left alone",
  schema: v.strictObject({ tenantId, changeId: v.pipe(v.string(), v.uuid()) }),
  concurrency: 2,
  retry: { limit: 12, delaySeconds: 2, delayAtMostSeconds: 900 },
  async work(ctx, { changeId }) {
    const settled = await changeRequested(ctx, ctx.deps.ewayPortals, changeId);
    if (!settled) throw new Error("the portal has not said how the change stands");
    return { changeId };
  },
});
