import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { defineJob, ofTenant } from "../define.ts";

const hour = 3_600_000;
/** Idempotent answers, request counts and ended sessions: as long as somebody may still ask again. */
const requestsKept = 48 * hour;
const runsKept = 90 * 24 * hour;
const deliveriesKept = 30 * 24 * hour;

/** Removes what is only kept for a while, every night. */
export const forgetRequestsJob = defineJob({
  name: "core.forget_requests",
  idempotentBy: "the age of the rows",
  schema: ofTenant,
  schedule: "40 3 * * *",
  singleton: true,
  async work(ctx) {
    const before = (kept: number) => ({ p_before: new Date(ctx.clock.now().getTime() - kept).toISOString() });
    const [requests, runs, news] = await withTenant(ctx, async ({ sql }) => [
      await callOne(sql, "core.forget_requests", before(requestsKept)),
      await callOne(sql, "ops.forget_job_runs", before(runsKept)),
      await callOne(sql, "ops.forget_notifications", before(deliveriesKept)),
    ]);
    const gone = {
      requests: Number(requests?.answer ?? 0),
      runs: Number(runs?.answer ?? 0),
      news: Number(news?.answer ?? 0),
    };
    return gone.requests + gone.runs + gone.news > 0 ? gone : null;
  },
});
