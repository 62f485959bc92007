import { deliverDue, deliverEvents } from "../../domain/notify/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every minute, and when one that failed is due again: events to the webhooks of a company. */
export const deliverEventsJob = defineJob({
  name: deliverEvents,
  idempotentBy: "the delivery's row and its webhook-id, which is the same at every attempt",
  schema: ofTenant,
  schedule: "* * * * *",
  singleton: true,
  concurrency: 2,
  async work(ctx) {
    const { tenantId } = ctx.actor;
    const { nextInSeconds, ...done } = await deliverDue(ctx, ctx.deps.notify, ctx.run.signal);
    if (nextInSeconds !== null && nextInSeconds < 50) ctx.deps.later.nudge(deliverEvents, { tenantId }, nextInSeconds);
    return done.delivered + done.failed > 0 ? done : null;
  },
});
