import { callRows } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { InvoiceBill } from "../gateways/irp/mod.ts";
import { runDue, type RunResult } from "../portals/mod.ts";
import { office, openPortal, type Portal, type PortalDeps } from "./portal.ts";
import { type NotDone, verdictOf } from "./verdict.ts";

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
  /** Who registered its invoice. */
  readonly provider: string | null;
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
 * Makes the tenant's due e-way bills of registered invoices through the invoice portal, until none is left that has a way
 * there, with the same care as the invoices.
 */
export async function makeDueBills(ctx: Context, deps: PortalDeps, signal?: AbortSignal): Promise<RunResult> {
  return await runDue(ctx, {
    office,
    deps,
    claim: (sql, n, lease, sites) =>
      sql<ClaimedBill[]>`select * from ewaybill.claim_by_irn(${n}, make_interval(secs => ${lease}), ${
        sql.json({ ...sites })
      })`,
    open: (gstin, provider, log, inTurn) => openPortal(ctx, deps, gstin, { provider, log, inTurn }),
    settle,
    record: (sql, answered) =>
      callRows(sql, "ewaybill.record_answers", {
        p_answers: answered.map(({ row, answer }) => (
          { eWayBillId: row.e_way_bill_id, attempt: row.attempt, ...answer }
        )),
      }),
    nextDue: readNextDue,
  }, signal);
}

async function readNextDue(sql: TransactionSql): Promise<number | null> {
  const [row] = await sql<{ s: string | null }[]>`select ewaybill.next_by_irn() as s`;
  return row?.s == null ? null : Math.max(0, Number(row.s));
}

/** Seconds until an e-way bill by IRN is due; null where none is open. */
export async function nextBillInSeconds(ctx: Context): Promise<number | null> {
  return await withTenant(ctx, ({ sql }) => readNextDue(sql));
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

async function settle(portal: Portal, claimed: ClaimedBill): Promise<BillVerdict> {
  if (claimed.ask_first) return await ask(portal, claimed);
  const made = await portal.clientFor(claimed.voucher_id).generateBill(portal.registration, claimed.payload);
  if (made.kind === "done") return await confirm(portal, claimed, made.value);
  const mayBeThere = made.kind === "refused" && made.meaning === "eway_bill_exists";
  return mayBeThere ? await ask(portal, claimed, made) : verdictOf(made);
}

/**
 * The answer names a number and not what it is for: the portal is asked once which bill the invoice has, and its word counts.
 * Where it cannot say now, the number stands.
 */
async function confirm(portal: Portal, claimed: ClaimedBill, made: InvoiceBill): Promise<BillVerdict> {
  const shown = await portal.clientFor(claimed.voucher_id).getBillByIrn(portal.registration, claimed.irn);
  const isOther = shown.kind === "done" && !shown.value.isCancelled && shown.value.number !== made.number;
  return takenOver(isOther ? shown.value : made);
}

/** Asks by IRN: takes the bill that stands, sends (again) where there is none. */
async function ask(portal: Portal, claimed: ClaimedBill, after?: NotDone): Promise<BillVerdict> {
  const found = await portal.clientFor(claimed.voucher_id).getBillByIrn(portal.registration, claimed.irn);
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
