import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { openPortal, type Portal, type PortalDeps } from "./portal.ts";
import { type Answer, type Claimed, settle } from "./settle.ts";

const claimedAtOnce = 64;
const concurrentCalls = 16;
/** Longer than a portal call with its sign-in may take, so that a living worker never loses its lease. */
const lease = "5 minutes";

export interface RunResult {
  readonly generated: number;
  readonly failed: number;
  readonly open: number;
}

/**
 * Takes the tenant's due e-invoices a batch at a time until none is left: claim (committed), call the portal outside any
 * transaction, record the answers. With `voucherIds` only those. Safe beside other workers and after a kill at any point.
 */
export async function generateDue(ctx: Context, deps: PortalDeps, voucherIds?: readonly string[]): Promise<RunResult> {
  const result = { generated: 0, failed: 0, open: 0 };
  const portals = new Map<string, Promise<Portal | null>>();
  while (true) {
    const claimed = await claim(ctx, voucherIds);
    if (claimed.length === 0) return result;
    for (const some of chunks(claimed, concurrentCalls)) {
      const answers = await Promise.all(some.map((one) => answerFor(ctx, deps, portals, one)));
      await withTenant(
        ctx,
        (tx) => callRows(tx.sql, "einvoice.record_answers", { p_answers: answers }),
      );
      for (const { outcome } of answers) {
        result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
      }
    }
  }
}

async function claim(ctx: Context, voucherIds?: readonly string[]): Promise<Claimed[]> {
  const rows = await withTenant(
    ctx,
    (tx) =>
      tx.sql<Claimed[]>`select * from einvoice.claim_due(${claimedAtOnce}, ${lease}::interval, ${
        voucherIds ? tx.sql.array([...voucherIds], 2950) : null
      })`,
  );
  return [...rows];
}

async function answerFor(
  ctx: Context,
  deps: PortalDeps,
  portals: Map<string, Promise<Portal | null>>,
  claimed: Claimed,
): Promise<Answer> {
  const startedAt = ctx.clock.now().toISOString();
  const opened = portals.get(claimed.gstin) ?? openPortal(ctx, deps, claimed.gstin);
  portals.set(claimed.gstin, opened);
  const portal = await opened;
  const verdict = portal ? await settle(portal, claimed) : {
    outcome: "failed" as const,
    errorCode: "registration_missing",
    errorMessage:
      `${claimed.gstin} has no registration at the portal; add one with POST /api/einvoice/registrations, then retry`,
  };
  return { eInvoiceId: claimed.e_invoice_id, startedAt, ...verdict };
}

function* chunks<T>(rows: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}
