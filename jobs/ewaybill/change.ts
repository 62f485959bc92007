import * as v from "valibot";
import { changeBill, changeDueIn, changeRequested } from "../../domain/ewaybill/mod.ts";
import { defineJob, tenantId } from "../define.ts";

/**
 * Asks the portal for one change of a bill. What it leaves open is tried again after the pause the portal asked for, or our
 * own; the sweep finds it too.
 */
export const changeBillJob = defineJob({
  name: changeBill,
  idempotentBy: "the change's row: taken under a lease, a settled one is left alone",
  schema: v.strictObject({ tenantId, changeId: v.pipe(v.string(), v.uuid()) }),
  concurrency: 2,
  async work(ctx, payload) {
    const { changeId } = payload;
    if (await changeRequested(ctx, ctx.deps.ewayPortals, changeId)) return { changeId };
    const againInSeconds = await changeDueIn(ctx, changeId);
    if (againInSeconds !== null) ctx.deps.later.nudge(changeBill, payload, Math.max(1, againInSeconds));
    return { changeId, againInSeconds };
  },
});
