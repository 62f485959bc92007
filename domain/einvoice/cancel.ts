import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Irp, Outcome, RegisteredDocument } from "../gateways/irp/mod.ts";
import type { Context } from "../shared/context.ts";
import { plainText } from "../portals/mod.ts";
import { openPortal, type PortalDeps } from "./portal.ts";

interface OpenCancellation {
  readonly irn: string;
  readonly reason_code: "1" | "2" | "3" | "4";
  readonly remarks: string;
  readonly gstin: string;
  readonly voucher_id: string;
}

interface Ending {
  readonly outcome: "cancelled" | "refused" | "unknown";
  readonly cancelledAt?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * Asks the portal to cancel an IRN whose cancellation was requested, and records how it ended. Called again for a settled
 * one it does nothing. Answers false where the portal has to be asked once more.
 */
export async function cancelRequested(ctx: Context, deps: PortalDeps, cancellationId: string): Promise<boolean> {
  const [open] = await withTenant(
    ctx,
    (tx) => tx.sql<OpenCancellation[]>`select * from einvoice.cancellation_to_send(${cancellationId})`,
  );
  if (!open) return true;
  const portal = await openPortal(ctx, deps, open.gstin);
  const ending: Ending = "errorCode" in portal
    ? { outcome: "refused", ...portal }
    : await cancelAt(portal.irpFor(open.voucher_id), portal.registration, open);
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

async function cancelAt(irp: Irp, registration: Registration, open: OpenCancellation): Promise<Ending> {
  const cancelled = await irp.cancel(registration, { irn: open.irn, reason: open.reason_code, remarks: open.remarks });
  if (cancelled.kind === "done") return { outcome: "cancelled", cancelledAt: cancelled.value.cancelledAt };
  // "Already cancelled" may be our own earlier call whose answer was lost: read back before believing it.
  if (cancelled.kind === "refused" && cancelled.meaning !== "already_cancelled") {
    return { outcome: "refused", errorCode: plainText(cancelled.code), errorMessage: plainText(cancelled.message) };
  }
  return endingOf(await irp.getByIrn(registration, open.irn));
}

function endingOf(found: Outcome<RegisteredDocument>): Ending {
  if (found.kind === "done" && found.value.status === "CNL") return { outcome: "cancelled" };
  const errorCode = found.kind === "refused" ? found.code : found.kind === "done" ? "still_active" : found.reason;
  return {
    outcome: "unknown",
    errorCode,
    errorMessage: "the portal has not said that it is cancelled; it is asked again",
  };
}
