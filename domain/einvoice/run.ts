import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { NoPortal } from "../portals/mod.ts";
import { openPortal, type Portal, type PortalDeps } from "./portal.ts";
import { type Claimed, settle } from "./settle.ts";
import type { Answer, Verdict } from "./verdict.ts";

/** As many as are called at once, so that none of a batch waits while its lease runs. */
const claimedAtOnce = 16;
/** Longer than the calls for one document may take with their sign-in, so that a living worker never loses its lease. */
const leaseSeconds = 300;

export interface RunResult {
  readonly generated: number;
  readonly failed: number;
  readonly open: number;
  /** Seconds until the next open one is due; null where none is open. */
  readonly nextInSeconds: number | null;
}

/**
 * Takes the tenant's due e-invoices a batch at a time until none is left: claim (committed), call the portal outside any
 * transaction, record the answers. Stops between batches when `signal` says so. Safe beside other workers and after a
 * kill at any point.
 */
export async function generateDue(ctx: Context, deps: PortalDeps, signal?: AbortSignal): Promise<RunResult> {
  const result = { generated: 0, failed: 0, open: 0 };
  const portals = new Map<string, Promise<Portal | NoPortal>>();
  while (!signal?.aborted) {
    const claimed = await claim(ctx, deps.leaseSeconds ?? leaseSeconds);
    if (claimed.length === 0) break;
    const answers = await Promise.all(claimed.map((one) => answerFor(ctx, deps, portals, one)));
    await withTenant(ctx, (tx) => callRows(tx.sql, "einvoice.record_answers", { p_answers: answers }));
    for (const { outcome } of answers) result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
  }
  return { ...result, nextInSeconds: await nextInSeconds(ctx) };
}

async function claim(ctx: Context, seconds: number): Promise<Claimed[]> {
  const rows = await withTenant(
    ctx,
    (tx) => tx.sql<Claimed[]>`select * from einvoice.claim_due(${claimedAtOnce}, make_interval(secs => ${seconds}))`,
  );
  return [...rows];
}

async function nextInSeconds(ctx: Context): Promise<number | null> {
  const [row] = await withTenant(ctx, (tx) => tx.sql<{ s: string | null }[]>`select einvoice.next_due() as s`);
  return row?.s == null ? null : Math.max(0, Number(row.s));
}

async function answerFor(
  ctx: Context,
  deps: PortalDeps,
  portals: Map<string, Promise<Portal | NoPortal>>,
  claimed: Claimed,
): Promise<Answer> {
  const startedAt = ctx.clock.now().toISOString();
  const opened = portals.get(claimed.gstin) ?? openPortal(ctx, deps, claimed.gstin);
  portals.set(claimed.gstin, opened);
  const verdict = await verdictFor(opened, claimed).catch((error) => unsettled(claimed, error));
  return { eInvoiceId: claimed.e_invoice_id, attempt: claimed.attempt, startedAt, ...verdict };
}

async function verdictFor(opened: Promise<Portal | NoPortal>, claimed: Claimed): Promise<Verdict> {
  const portal = await opened;
  return "errorCode" in portal ? { outcome: "failed", ...portal } : await settle(portal, claimed);
}

/** A fault of our own must not take the answers of the batch with it; whether this one was sent, the portal is asked. */
function unsettled(claimed: Claimed, error: unknown): Verdict {
  console.error(
    JSON.stringify({ event: "e_invoice_not_settled", voucherId: claimed.voucher_id, error: String(error) }),
  );
  const errorMessage =
    "something went wrong here, not at the portal; the portal is asked before anything is sent again";
  return { outcome: "unknown", errorCode: "internal_error", errorMessage };
}
