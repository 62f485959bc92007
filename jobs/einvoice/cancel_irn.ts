import * as v from "valibot";
import { cancelIrn, cancelRequested } from "../../domain/einvoice/mod.ts";
import { defineJob, tenantId } from "../define.ts";

/** Cancels one IRN at the portal, its e-way bill first; tried again until the portals have said how they stand. */
export const cancelIrnJob = defineJob({
  name: cancelIrn,
  idempotentBy: "the cancellation's row: a settled one is left alone",
  schema: v.strictObject({ tenantId, cancellationId: v.pipe(v.string(), v.uuid()) }),
  concurrency: 2,
  retry: { limit: 12, delaySeconds: 2, delayAtMostSeconds: 900 },
  async work(ctx, { cancellationId }) {
    const settled = await cancelRequested(ctx, ctx.deps.portals, ctx.deps.ewayPortals, cancellationId);
    if (!settled) throw new Error("the portal has not said how the cancellation stands");
    return { cancellationId };
  },
});
