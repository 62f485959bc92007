import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { whatHappened, withMembers } from "./happened.ts";
import type { Ending, OpenChange } from "./open_change.ts";
import { type EwbDeps, openPortal, type Portal } from "./portal.ts";
import { whyOf } from "./verdict.ts";

/**
 * Asks the portal for a change that was requested, and records how it ended; then for what was queued behind it. Called
 * again for a settled one it does nothing. Answers false where the portal has to be asked once more.
 */
export async function changeRequested(ctx: Context, deps: EwbDeps, changeId: string): Promise<boolean> {
  for (let id: string | null = changeId; id !== null;) {
    const [open] = await take(ctx, deps, id);
    if (!open) return true;
    if (open.is_taken) return false;
    const ending = await endingOf(ctx, deps, open);
    id = await record(ctx, id, { ...ending, wasSent: open.was_sent });
    if (ending.outcome === "retry" || ending.outcome === "unknown") return false;
  }
  return true;
}

/** In how many seconds an open change is to be tried again; null where it is over, or waits for a person. */
export async function changeDueIn(ctx: Context, changeId: string): Promise<number | null> {
  const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.change_due_in", { p_change_id: changeId }));
  return row?.answer == null ? null : Math.ceil(Number(row.answer));
}

async function record(ctx: Context, changeId: string, ending: Ending & { wasSent: boolean }): Promise<string | null> {
  const recorded = { p_change_id: changeId, p_ending: ending };
  const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.record_change", recorded));
  return row?.answer ?? null;
}

async function take(ctx: Context, { leaseSeconds = 300 }: EwbDeps, changeId: string): Promise<OpenChange[]> {
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<OpenChange[]>`
      select * from ewaybill.change_to_send(${changeId}, make_interval(secs => ${leaseSeconds}))`);
  return [...rows];
}

/** Without a way to the portal nothing can be sent; but of what was sent before it is not known how it ended. */
async function endingOf(ctx: Context, deps: EwbDeps, open: OpenChange): Promise<Ending> {
  const portal = await openPortal(ctx, deps, open.gstin, { provider: open.provider });
  if ("errorCode" in portal) return { outcome: open.was_sent ? "unknown" : "refused", ...portal };
  return await bringAbout(portal, open, ctx.clock.now());
}

/** What was sent before is looked for first; what the portal leaves open is looked for next time. */
async function bringAbout(portal: Portal, open: OpenChange, now: Date): Promise<Ending> {
  if (open.was_sent) {
    const found = await whatHappened(portal, open);
    if (found !== "nothing") return found;
    const showsInMs = (open.tried_at?.getTime() ?? 0) + portal.site.settleMs - now.getTime();
    if (showsInMs > 0) return notShownYet(showsInMs);
  }
  const ending = await send(portal, open);
  if (ending.outcome !== "refused" || !open.was_sent) return ending;
  // Perhaps it is refused because it has happened, and the portal was slow to show it.
  const found = await whatHappened(portal, open);
  return found === "nothing" ? ending : found;
}

async function send(portal: Portal, open: OpenChange): Promise<Ending> {
  const ewb = portal.clientFor(open.entity_id);
  const changed = await ewb.change(portal.registration, open.change, open.payload);
  if (changed.kind === "done") {
    const { ewbNumber, ...done } = changed.value;
    if (ewbNumber !== undefined && ewbNumber !== open.ewb_number) return astray(ewbNumber);
    return await withMembers(portal, open, { outcome: "done", ...done });
  }
  if (changed.kind === "refused" && changed.meaning === "already_cancelled") {
    return { outcome: "unknown", ...whyOf(changed) }; // perhaps by an earlier call of ours: read back before believing it
  }
  return { outcome: changed.kind, ...whyOf(changed) };
}

function notShownYet(delayMs: number): Ending {
  const errorMessage =
    "the portal does not show it; it may be slow to, and is asked again before anything is sent again";
  return { outcome: "unknown", errorCode: "not_shown_yet", errorMessage, delayMs };
}

/** An answer about another bill says nothing of this one. */
function astray(ewbNumber: string): Ending {
  const errorMessage = `the portal answered for e-way bill ${ewbNumber}; it is asked for this one`;
  return { outcome: "unknown", errorCode: "crossed_reply", errorMessage };
}
