import * as v from "valibot";
import { adopt, adoptRequested } from "../../domain/einvoice/mod.ts";
import { defineJob, tenantId } from "../define.ts";

/** Verifies what a person brought of a document the portal has and no longer tells. */
export const adoptJob = defineJob({
  name: adopt,
  idempotentBy: "the adoption's row: a settled one is left alone",
  schema: v.strictObject({ tenantId, adoptionId: v.pipe(v.string(), v.uuid()) }),
  async work(ctx, { adoptionId }) {
    await adoptRequested(ctx, ctx.deps.portals, adoptionId);
    return { adoptionId };
  },
});
