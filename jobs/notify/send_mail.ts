import { mailDue, sendMail } from "../../domain/notify/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every minute: what needs a person, by mail. */
export const sendMailJob = defineJob({
  name: sendMail,
  idempotentBy:
    "the notification's row: claimed for five minutes, then marked as mailed; a repetition has the same Message-ID",
  schema: ofTenant,
  schedule: "* * * * *",
  singleton: true,
  retry: { limit: 0 },
  async work(ctx) {
    const done = await mailDue(ctx, ctx.deps.notify);
    return done.mailed + done.failed > 0 ? done : null;
  },
});
