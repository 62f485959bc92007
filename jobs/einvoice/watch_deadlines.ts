import { watchDeadlines, watchPendingDeadlines } from "../../domain/einvoice/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every half hour: what the portal forgets after 48 hours, or will not take after thirty days, is put before a person. */
export const watchDeadlinesJob = defineJob({
  name: watchDeadlines,
  idempotentBy: "the e-invoice's row and the notification's key: told once while it lasts",
  schema: ofTenant,
  schedule: "10,40 * * * *",
  singleton: true,
  async work(ctx) {
    const done = await watchPendingDeadlines(ctx);
    return done.held + done.near > 0 ? done : null;
  },
});
