import type { EWayBill } from "../gateways/ewb/mod.ts";
import { isSameAmount } from "../gateways/irp/mod.ts";
import type { Portal } from "./portal.ts";
import { type NotDone, type Why, whyOf } from "./verdict.ts";

/** An e-way bill taken by this worker (ewaybill.claim_due). */
export interface Claimed {
  readonly e_way_bill_id: string;
  readonly voucher_id: string;
  /** The how-manieth time it was taken; an answer counts for its own attempt only. */
  readonly attempt: number;
  /** Where it goes: the provider it was sent to, or the first that is not resting. */
  readonly provider: string | null;
  /** It may have reached the portal before: ask by document, never send first. */
  readonly ask_first: boolean;
  readonly gstin: string;
  readonly to_gstin: string;
  readonly document_type: string;
  readonly number: string;
  /** dd/MM/yyyy */
  readonly document_date: string;
  /** Decimal text. */
  readonly total: string;
  /** The GENEWAYBILL text as SQL wrote it. */
  readonly payload: string;
  readonly gaps: readonly string[];
}

/** What ewaybill.record_answers takes, but for whose answer it is. */
export interface Verdict extends Partial<Why> {
  readonly outcome: "generated" | "failed" | "retry" | "resend" | "unknown";
  readonly ewbNumber?: string;
  readonly generatedAt?: string;
  readonly validUntil?: string | null;
  readonly alert?: string | null;
}

/** Brings one bill as far as it comes: asks first where it may be there already, sends otherwise. Never throws for a portal. */
export async function settle(portal: Portal, claimed: Claimed): Promise<Verdict> {
  if (claimed.ask_first) return await ask(portal, claimed);
  if (claimed.gaps.length > 0) {
    const errorMessage = `the portal must be told ${claimed.gaps.join(", ")}, which the voucher does not say`;
    return { outcome: "failed", errorCode: "payload_incomplete", errorMessage };
  }
  const sent = await portal.clientFor(claimed.voucher_id).generate(portal.registration, claimed.payload);
  if (sent.kind === "done") {
    const { number, ...made } = sent.value;
    return await confirm(portal, claimed, { outcome: "generated", ewbNumber: number, ...made });
  }
  if (sent.kind === "refused" && sent.meaning === "duplicate") return await ask(portal, claimed, sent);
  return verdictOf(sent);
}

/**
 * The answer names a number and not what it is for: the portal is asked once which bill the document has, and its word
 * counts. Where it cannot say now, the number stands.
 */
async function confirm(portal: Portal, claimed: Claimed, made: Verdict): Promise<Verdict> {
  const shown = await ask(portal, claimed);
  return shown.outcome === "generated" && shown.ewbNumber !== made.ewbNumber ? shown : made;
}

/** Asks by document: adopts what agrees, sends (again) what is not there, stops at what is another's. */
async function ask(portal: Portal, claimed: Claimed, after?: NotDone): Promise<Verdict> {
  const document = { type: claimed.document_type, number: claimed.number };
  const found = await portal.clientFor(claimed.voucher_id).getByDocument(portal.registration, document);
  if (found.kind === "done") return adopt(found.value, claimed, after, portal.site.settleMs);
  if (found.kind === "refused" && found.meaning === "not_found") {
    return notThere(portal.site.settleMs, found.code, after);
  }
  return found.kind === "refused" ? verdictOf(found) : { ...verdictOf(found), outcome: "unknown" };
}

function notThere(delayMs: number, errorCode: string, after?: NotDone): Verdict {
  if (after) return { ...verdictOf(after), outcome: "failed" };
  return { outcome: "resend", delayMs, errorCode, errorMessage: "the portal has no such bill; it is sent again" };
}

/** A bill of this very document, alive: ours, whose answer was lost. A cancelled or rejected one is none. */
function adopt(bill: EWayBill, claimed: Claimed, after: NotDone | undefined, settleMs: number): Verdict {
  if (bill.isCancelled || bill.isRejected) return notThere(settleMs, "cancelled", after);
  const differs = [
    bill.documentNumber?.toUpperCase() !== claimed.number.toUpperCase() && "number",
    bill.documentDate !== claimed.document_date && "date",
    bill.toGstin !== claimed.to_gstin && "recipient",
    !isSameAmount(bill.total ?? "", claimed.total) && "total",
    bill.itemCount !== null && bill.itemCount !== itemsOf(claimed) && "number of goods",
  ].filter(Boolean);
  if (differs.length > 0) {
    const errorMessage = `the portal has e-way bill ${bill.number} for this number with another ${differs.join(", ")}`;
    return { outcome: "failed", errorCode: "other_document", errorMessage };
  }
  const { number, generatedAt, validUntil } = bill;
  return { outcome: "generated", ewbNumber: number, generatedAt, validUntil };
}

function itemsOf({ payload }: Claimed): number {
  const { itemList } = JSON.parse(payload) as { itemList?: unknown[] };
  return itemList?.length ?? 0;
}

function verdictOf(outcome: NotDone): Verdict {
  return { outcome: outcome.kind === "refused" ? "failed" : outcome.kind, ...whyOf(outcome) };
}
