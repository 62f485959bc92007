import { expireBills, watchExpiry } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every hour: what is over its validity is expired, and the trail says when. */
export const watchExpiryJob = defineJob({
  name: watchExpiry,
  idempotentBy: "the e-way bill's row: an expired one is left alone",
  schema: ofTenant,
  schedule: "5 * * * *",
  singleton: true,
  async work(ctx) {
    const expired = await expireBills(ctx);
    return expired > 0 ? { expired } : null;
  },
});
