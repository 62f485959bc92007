import { refreshTokens, renewSession as renewAtIrp } from "../../domain/einvoice/mod.ts";
import { renewSession as renewAtEwb } from "../../domain/ewaybill/mod.ts";
import { refreshSessions } from "../../domain/portals/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/**
 * E-Invoice Token Refresh: every thirty minutes, and by itself when a session comes within ten minutes of its end. At the
 * e-way bill portal too.
 */
export const refreshTokensJob = defineJob({
  name: refreshTokens,
  idempotentBy: "the session's row: one that was renewed meanwhile is left alone",
  schema: ofTenant,
  schedule: "*/30 * * * *",
  singleton: true,
  retry: { limit: 0 },
  async work(ctx) {
    const { tenantId } = ctx.actor;
    const { portals, ewayPortals, later } = ctx.deps;
    const { nextInSeconds, ...done } = await refreshSessions(ctx, {
      irp: (ctx, session) => renewAtIrp(ctx, portals, session),
      ewb: (ctx, session) => renewAtEwb(ctx, ewayPortals, session),
    }, ctx.run.signal);
    if (nextInSeconds !== null) later.nudge(refreshTokens, { tenantId }, nextInSeconds + 1);
    return done.renewed + done.failed + done.forgotten > 0 ? done : null;
  },
});
