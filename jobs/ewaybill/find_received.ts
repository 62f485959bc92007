import * as v from "valibot";
import { findByNumber, findReceived } from "../../domain/ewaybill/mod.ts";
import { defineJob, tenantId } from "../define.ts";

/** Asks the portal for one bill before it is listed; who waits for it asks again where the portal does not answer. */
export const findReceivedJob = defineJob({
  name: findReceived,
  idempotentBy: "the bill's number: found again, it is brought up to date",
  schema: v.strictObject({
    tenantId,
    lookupId: v.pipe(v.string(), v.uuid()),
    number: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  }),
  concurrency: 2,
  work: (ctx, { lookupId, number }) => findByNumber(ctx, ctx.deps.ewayPortals, { lookupId, number }),
});
