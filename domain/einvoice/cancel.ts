import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { changeRequested, type EwbDeps } from "../ewaybill/mod.ts";
import type { Irp, Outcome, RegisteredDocument } from "../gateways/irp/mod.ts";
import type { Context } from "../shared/context.ts";
import { plainText } from "../portals/mod.ts";
import { openPortal, type PortalDeps } from "./portal.ts";

/** What an open cancellation asks next (einvoice.advance_cancellation). */
interface Next {
  readonly step: "e_way_bill" | "irn";
  /** The cancellation of the bill that goes first; null: the bill has to be waited for. */
  readonly change_id: string | null;
  readonly irn: string;
  readonly reason_code: "1" | "2" | "3" | "4";
  readonly remarks: string;
  readonly gstin: string;
  readonly voucher_id: string;
  /** Who registered it, and so who cancels it. */
  readonly provider: string | null;
}

interface Ending {
  readonly outcome: "cancelled" | "refused" | "unknown";
  readonly cancelledAt?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * Asks the portals to cancel an IRN whose cancellation was requested: its e-way bill first, then the IRN. Every step is
 * recorded before the next begins, so that a later call goes on where this one stopped; called again for a settled one it
 * does nothing. Answers false where a portal has to be asked once more.
 */
export async function cancelRequested(
  ctx: Context,
  deps: PortalDeps,
  eway: EwbDeps,
  cancellationId: string,
): Promise<boolean> {
  let asked: string | null = null;
  while (true) {
    const next = await nextOf(ctx, cancellationId);
    if (!next) return true;
    if (next.step === "irn") return await cancelIrnOf(ctx, deps, cancellationId, next);
    // The bill is on its way, being changed, or still as it was after it was asked for: later.
    if (next.change_id === null || next.change_id === asked) return false;
    asked = next.change_id;
    await changeRequested(ctx, eway, asked);
  }
}

async function nextOf(ctx: Context, cancellationId: string): Promise<Next | undefined> {
  const [next] = await withTenant(
    ctx,
    (tx) => tx.sql<Next[]>`select * from einvoice.advance_cancellation(${cancellationId})`,
  );
  return next;
}

async function cancelIrnOf(ctx: Context, deps: PortalDeps, cancellationId: string, next: Next): Promise<boolean> {
  const portal = await openPortal(ctx, deps, next.gstin, { provider: next.provider });
  const ending: Ending = "errorCode" in portal
    ? { outcome: "refused", ...portal }
    : await cancelAt(portal.clientFor(next.voucher_id), portal.registration, next);
  await withTenant(ctx, (tx) =>
    callRows(tx.sql, "einvoice.record_cancellation", {
      p_cancellation_id: cancellationId,
      p_outcome: ending.outcome,
      p_cancelled_at: ending.cancelledAt ?? null,
      p_error_code: ending.errorCode ?? null,
      p_error_message: ending.errorMessage ?? null,
    }));
  return ending.outcome !== "unknown";
}

type Registration = Parameters<Irp["cancel"]>[0];

async function cancelAt(irp: Irp, registration: Registration, open: Next): Promise<Ending> {
  const cancelled = await irp.cancel(registration, { irn: open.irn, reason: open.reason_code, remarks: open.remarks });
  // An answer about another document is none about this one.
  const isOurs = cancelled.kind === "done" && cancelled.value.irn === open.irn;
  if (isOurs) return { outcome: "cancelled", cancelledAt: cancelled.value.cancelledAt };
  // "Already cancelled" and "too late" may follow our own earlier call, whose answer was lost: read back before believing.
  const mayBeOurs = cancelled.kind !== "refused" || cancelled.meaning === "already_cancelled" ||
    cancelled.meaning === "window_closed";
  if (!mayBeOurs) return refusalOf(cancelled);
  const found = await irp.getByIrn(registration, open.irn);
  const isAnother = found.kind === "done" && found.value.irn !== open.irn;
  return endingOf(cancelled, isAnother ? { kind: "retry", reason: "malformed" } : found);
}

type Refused = Extract<Outcome<unknown>, { kind: "refused" }>;

function refusalOf({ code, message }: Refused): Ending {
  return { outcome: "refused", errorCode: plainText(code), errorMessage: plainText(message) };
}

function unseen(tooLate: Refused): Ending {
  const { errorMessage, ...refused } = refusalOf(tooLate);
  const added = "the portal no longer shows whether an earlier attempt got through; look it up at the GST portal";
  return { ...refused, errorMessage: `${errorMessage}; ${added}` };
}

/** What the answer to cancelling it and what the portal then shows of it come to. */
function endingOf(cancelled: Outcome<unknown>, found: Outcome<RegisteredDocument>): Ending {
  if (found.kind === "done" && found.value.status === "CNL") return { outcome: "cancelled" };
  const isTooLate = cancelled.kind === "refused" && cancelled.meaning === "window_closed";
  if (isTooLate && found.kind === "done") return refusalOf(cancelled);
  // After two days the portal shows nothing of it: that it is not active any more is then all there is to know.
  const isForgotten = found.kind === "refused" && found.meaning === "window_closed";
  if (isForgotten && cancelled.kind === "refused") return isTooLate ? unseen(cancelled) : { outcome: "cancelled" };
  const errorCode = found.kind === "refused" ? found.code : found.kind === "done" ? "still_active" : found.reason;
  return {
    outcome: "unknown",
    errorCode,
    errorMessage: "the portal has not said that it is cancelled; it is asked again",
  };
}
