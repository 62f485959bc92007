import { expireBills, watchExpiry } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every hour: what is over its validity is expired, and the trail says when; what soon is, somebody is told of. */
export const watchExpiryJob = defineJob({
  name: watchExpiry,
  idempotentBy: "the e-way bill's row: an expired one is left alone; a notice's key: told once",
  schema: ofTenant,
  schedule: "5 * * * *",
  singleton: true,
  async work(ctx) {
    const { expired, told } = await expireBills(ctx);
    return expired + told > 0 ? { expired, told } : null;
  },
});
