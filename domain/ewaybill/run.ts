import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { NoPortal } from "../portals/mod.ts";
import { type EwbDeps, openPortal, type Portal } from "./portal.ts";
import { type Claimed, settle, type Verdict } from "./settle.ts";

/** As many as are called at once, so that none of a batch waits while its lease runs. */
const claimedAtOnce = 8;
/** Longer than the calls for one bill may take with their sign-in, so that a living worker never loses its lease. */
const leaseSeconds = 300;

/**
 * Takes the tenant's due e-way bills a batch at a time until none is left: claim (committed), call the portal outside any
 * transaction, record the answers. Safe beside other workers and after a kill at any point.
 */
export async function generateDueBills(ctx: Context, deps: EwbDeps, signal?: AbortSignal) {
  const result = { generated: 0, failed: 0, open: 0 };
  const portals = new Map<string, Promise<Portal | NoPortal>>();
  while (!signal?.aborted) {
    const claimed = await withTenant(
      ctx,
      ({ sql }) =>
        sql<Claimed[]>`select * from ewaybill.claim_due(${claimedAtOnce}, make_interval(secs => ${leaseSeconds}))`,
    );
    if (claimed.length === 0) break;
    const answers = await Promise.all(claimed.map((one) => answerFor(ctx, deps, portals, one)));
    await withTenant(ctx, (tx) => callRows(tx.sql, "ewaybill.record_answers", { p_answers: answers }));
    for (const { outcome } of answers) result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
  }
  return { ...result, nextInSeconds: await nextInSeconds(ctx) };
}

async function nextInSeconds(ctx: Context): Promise<number | null> {
  const [row] = await withTenant(ctx, ({ sql }) => sql<{ s: string | null }[]>`select ewaybill.next_due() as s`);
  return row?.s == null ? null : Math.max(0, Number(row.s));
}

async function answerFor(
  ctx: Context,
  deps: EwbDeps,
  portals: Map<string, Promise<Portal | NoPortal>>,
  claimed: Claimed,
) {
  const opened = portals.get(claimed.gstin) ?? openPortal(ctx, deps, claimed.gstin);
  portals.set(claimed.gstin, opened);
  const verdict = await verdictFor(opened, claimed).catch((error) => unsettled(claimed, error));
  return { eWayBillId: claimed.e_way_bill_id, attempt: claimed.attempt, ...verdict };
}

async function verdictFor(opened: Promise<Portal | NoPortal>, claimed: Claimed): Promise<Verdict> {
  const portal = await opened;
  return "errorCode" in portal ? { outcome: "failed", ...portal } : await settle(portal, claimed);
}

/** A fault of our own must not take the answers of the batch with it; whether this one was sent, the portal is asked. */
function unsettled(claimed: Claimed, error: unknown): Verdict {
  console.error(
    JSON.stringify({ event: "e_way_bill_not_settled", voucherId: claimed.voucher_id, error: String(error) }),
  );
  const errorMessage =
    "something went wrong here, not at the portal; the portal is asked before anything is sent again";
  return { outcome: "unknown", errorCode: "internal_error", errorMessage };
}

/** Marks the tenant's bills past their validity; answers how many. */
export async function expireBills(ctx: Context): Promise<number> {
  const [row] = await withTenant(ctx, ({ sql }) => sql<{ n: number }[]>`select ewaybill.expire_due() as n`);
  return row?.n ?? 0;
}
