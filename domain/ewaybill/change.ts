import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Change, EWayBill } from "../gateways/ewb/mod.ts";
import type { Context } from "../shared/context.ts";
import { type EwbDeps, openPortal, type Portal } from "./portal.ts";
import { whyOf } from "./verdict.ts";

interface OpenChange {
  readonly change: Change;
  readonly payload: string;
  readonly request: {
    readonly vehicleNumber?: string;
    readonly documentNumber?: string;
    readonly transporterId?: string;
  };
  readonly ewb_number: string;
  readonly gstin: string;
  readonly voucher_id: string;
  /** It may have reached the portal before. */
  readonly was_sent: boolean;
}

interface Ending {
  readonly outcome: "done" | "refused" | "unknown";
  readonly at?: string;
  readonly validUntil?: string | null;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * Asks the portal for a change that was requested, and records how it ended. Called again for a settled one it does
 * nothing. Answers false where the portal has to be asked once more.
 */
export async function changeRequested(ctx: Context, deps: EwbDeps, changeId: string): Promise<boolean> {
  const [open] = await withTenant(
    ctx,
    ({ sql }) => sql<OpenChange[]>`select * from ewaybill.change_to_send(${changeId})`,
  );
  if (!open) return true;
  const portal = await openPortal(ctx, deps, open.gstin);
  const ending: Ending = "errorCode" in portal ? { outcome: "refused", ...portal } : await bringAbout(portal, open);
  await withTenant(ctx, (tx) =>
    callRows(tx.sql, "ewaybill.record_change", {
      p_change_id: changeId,
      p_outcome: ending.outcome,
      p_at: ending.at ?? null,
      p_valid_until: ending.validUntil ?? null,
      p_error_code: ending.errorCode ?? null,
      p_error_message: ending.errorMessage ?? null,
    }));
  return ending.outcome !== "unknown";
}

/** What was sent before is looked for first; what the portal leaves open is looked for next time. */
async function bringAbout(portal: Portal, open: OpenChange): Promise<Ending> {
  const ewb = portal.ewbFor(open.voucher_id);
  if (open.was_sent) {
    const found = await ewb.get(portal.registration, open.ewb_number);
    if (found.kind !== "done") return { outcome: "unknown", ...why(found) };
    if (hasHappened(found.value, open)) return { outcome: "done", validUntil: found.value.validUntil };
  }
  const changed = await ewb.change(portal.registration, open.change, open.payload);
  if (changed.kind === "done") {
    return { outcome: "done", at: changed.value.at, validUntil: changed.value.validUntil ?? null };
  }
  const isOver = changed.kind === "refused" && changed.meaning !== "already_cancelled";
  return { outcome: isOver ? "refused" : "unknown", ...why(changed) };
}

function why(outcome: Parameters<typeof whyOf>[0]) {
  const { errorCode, errorMessage } = whyOf(outcome);
  return { errorCode, errorMessage };
}

function hasHappened(bill: EWayBill, { change, request }: OpenChange): boolean {
  const [latest] = bill.vehicles;
  switch (change) {
    case "cancel":
      return bill.isCancelled;
    case "reject":
      return bill.isRejected;
    case "update_transporter":
      return bill.transporterId === request.transporterId;
    case "update_vehicle":
      return latest !== undefined && (latest.vehicleNumber ?? "") === markOf(request.vehicleNumber) &&
        (latest.documentNumber ?? "") === (request.documentNumber ?? "");
    case "extend":
      return false; // asked again: the portal refuses a second one outside its window
  }
}

function markOf(vehicleNumber = ""): string {
  return vehicleNumber.toUpperCase().replace(/[^A-Z0-9]/g, "");
}
