import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { InvoiceBill } from "../gateways/irp/mod.ts";
import type { NoPortal } from "../portals/mod.ts";
import { openPortal, type Portal, type PortalDeps } from "./portal.ts";
import { type NotDone, verdictOf } from "./verdict.ts";

/** As many as are called at once, so that none of a batch waits while its lease runs. */
const claimedAtOnce = 8;
const leaseSeconds = 300;

/** An e-way bill of a registered invoice, taken by this worker (ewaybill.claim_by_irn). */
interface ClaimedBill {
  readonly e_way_bill_id: string;
  readonly voucher_id: string;
  readonly attempt: number;
  /** It may have reached the portal before: ask by IRN, never send first. */
  readonly ask_first: boolean;
  readonly gstin: string;
  readonly irn: string;
  readonly payload: string;
}

/** What ewaybill.record_answers takes, but for whose answer it is. */
interface BillVerdict {
  readonly outcome: "generated" | "failed" | "retry" | "resend" | "unknown";
  readonly ewbNumber?: string;
  readonly generatedAt?: string;
  readonly validUntil?: string | null;
  readonly alert?: string | null;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly delayMs?: number;
}

/**
 * Makes the tenant's due e-way bills of registered invoices through the invoice portal, a batch at a time until none is
 * left, with the same care as the invoices. Safe beside other workers and after a kill at any point.
 */
export async function makeDueBills(ctx: Context, deps: PortalDeps, signal?: AbortSignal) {
  const result = { generated: 0, failed: 0, open: 0 };
  const portals = new Map<string, Promise<Portal | NoPortal>>();
  while (!signal?.aborted) {
    const claimed = await withTenant(
      ctx,
      ({ sql }) =>
        sql<
          ClaimedBill[]
        >`select * from ewaybill.claim_by_irn(${claimedAtOnce}, make_interval(secs => ${leaseSeconds}))`,
    );
    if (claimed.length === 0) break;
    const answers = await Promise.all(claimed.map(async (one) => {
      const opened = portals.get(one.gstin) ?? openPortal(ctx, deps, one.gstin);
      portals.set(one.gstin, opened);
      const verdict = await verdictFor(opened, one).catch((error) => unsettled(one, error));
      return { eWayBillId: one.e_way_bill_id, attempt: one.attempt, ...verdict };
    }));
    await withTenant(ctx, (tx) => callRows(tx.sql, "ewaybill.record_answers", { p_answers: answers }));
    for (const { outcome } of answers) result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
  }
  return result;
}

/** Seconds until an e-way bill by IRN is due; null where none is open. */
export async function nextBillInSeconds(ctx: Context): Promise<number | null> {
  const [row] = await withTenant(ctx, ({ sql }) => sql<{ s: string | null }[]>`select ewaybill.next_by_irn() as s`);
  return row?.s == null ? null : Math.max(0, Number(row.s));
}

/** Whether bills wait for their invoices to be sent, with which they go. */
export async function haveBillsToGoWithInvoices(ctx: Context): Promise<boolean> {
  const [row] = await withTenant(
    ctx,
    ({ sql, tenantId }) =>
      sql<{ waits: boolean }[]>`select exists (select from ewaybill.e_way_bills
      where tenant_id = ${tenantId} and status = 'pending' and road = 'with_irn') as waits`,
  );
  return row?.waits ?? false;
}

async function verdictFor(opened: Promise<Portal | NoPortal>, claimed: ClaimedBill): Promise<BillVerdict> {
  const portal = await opened;
  if ("errorCode" in portal) return { outcome: "failed", ...portal };
  if (claimed.ask_first) return await ask(portal, claimed);
  const made = await portal.irpFor(claimed.voucher_id).generateBill(portal.registration, claimed.payload);
  if (made.kind === "done") return takenOver(made.value);
  const mayBeThere = made.kind === "refused" && made.meaning === "eway_bill_exists";
  return mayBeThere ? await ask(portal, claimed, made) : verdictOf(made);
}

/** Asks by IRN: takes the bill that stands, sends (again) where there is none. */
async function ask(portal: Portal, claimed: ClaimedBill, after?: NotDone): Promise<BillVerdict> {
  const found = await portal.irpFor(claimed.voucher_id).getBillByIrn(portal.registration, claimed.irn);
  if (found.kind === "done" && !found.value.isCancelled) return takenOver(found.value);
  const isMissing = found.kind === "done" || (found.kind === "refused" && found.meaning === "not_found");
  if (isMissing && after) return verdictOf(after);
  if (isMissing) {
    const errorMessage = "the portal has no such bill; it is sent again";
    return { outcome: "resend", delayMs: portal.site.settleMs, errorCode: "not_found", errorMessage };
  }
  return found.kind === "refused" ? verdictOf(found) : { ...verdictOf(found as NotDone), outcome: "unknown" };
}

function takenOver({ number, generatedAt, validUntil, alert }: InvoiceBill): BillVerdict {
  return { outcome: "generated", ewbNumber: number, generatedAt, validUntil, alert };
}

/** A fault of our own must not take the answers of the batch with it; whether this one was sent, the portal is asked. */
function unsettled({ voucher_id }: ClaimedBill, error: unknown): BillVerdict {
  console.error(JSON.stringify({ event: "e_way_bill_not_settled", voucherId: voucher_id, error: String(error) }));
  const errorMessage =
    "something went wrong here, not at the portal; the portal is asked before anything is sent again";
  return { outcome: "unknown", errorCode: "internal_error", errorMessage };
}
