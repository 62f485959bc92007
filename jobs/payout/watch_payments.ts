import { watchPayments, watchPaymentsNotReported } from "../../domain/payout/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every hour: payments that a bank was asked for and has not told of within two working days are put before a person. */
export const watchPaymentsJob = defineJob({
  name: watchPayments,
  idempotentBy: "the bank file's notification: told once, and settled once the bank has spoken",
  schema: ofTenant,
  schedule: "25 * * * *",
  singleton: true,
  async work(ctx) {
    const done = await watchPaymentsNotReported(ctx);
    return done.told + done.settled > 0 ? done : null;
  },
});
