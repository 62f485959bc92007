import { storeDocuments, storeDue } from "../../domain/payout/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every five minutes, and when an invoice was generated or signed: its PDF goes from its row to the object store. */
export const storeDocumentsJob = defineJob({
  name: storeDocuments,
  idempotentBy: "the document's row: claimed under a lease; the key holds the hash, and the same bytes are put once",
  schema: ofTenant,
  schedule: "*/5 * * * *",
  singleton: true,
  concurrency: 2,
  async work(ctx) {
    const { tenantId } = ctx.actor;
    const { nextInSeconds, ...done } = await storeDue(ctx, ctx.deps.documents, ctx.run.signal);
    if (nextInSeconds !== null && nextInSeconds < 300) {
      ctx.deps.later.nudge(storeDocuments, { tenantId }, nextInSeconds);
    }
    return done.stored + done.failed > 0 ? done : null;
  },
});
