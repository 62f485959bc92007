import { fetchReceived, listReceivedBills } from "../../domain/ewaybill/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every four hours from a quarter past midnight: the portal shows yesterday's bills from then on, and they may be rejected. */
export const listReceivedJob = defineJob({
  name: listReceivedBills,
  idempotentBy: "the bill's number: listed again, it is brought up to date",
  schema: ofTenant,
  schedule: "15 */4 * * *",
  singleton: true,
  async work(ctx) {
    const done = await fetchReceived(ctx, ctx.deps.ewayPortals, ctx.run.signal);
    return done.listed + done.rejected + done.failed > 0 ? done : null;
  },
});
