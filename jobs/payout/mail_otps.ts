import { mailDueOtps, mailOtps } from "../../domain/payout/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * As soon as one was asked for, and every minute: one-time passwords by mail. Several at a time, for a mail server that takes
 * half a minute over one must not hold back the others, whose codes run out.
 */
export const mailOtpsJob = defineJob({
  name: mailOtps,
  idempotentBy: "the code's row: claimed for a minute, and forgotten once it is mailed",
  schema: ofTenant,
  schedule: "* * * * *",
  concurrency: 4,
  retry: { limit: 0 },
  async work(ctx) {
    const { nextInSeconds, ...done } = await mailDueOtps(ctx, ctx.deps.notify, ctx.run.signal);
    const { tenantId } = ctx.actor;
    if (nextInSeconds !== null && nextInSeconds < 50) ctx.deps.later.nudge(mailOtps, { tenantId }, nextInSeconds);
    return done.mailed + done.failed > 0 ? done : null;
  },
});
