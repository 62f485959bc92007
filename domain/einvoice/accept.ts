import {
  type InfoEntry,
  type InvoiceBill,
  type PortalKey,
  readBillErrors,
  type RegisteredDocument,
  verifySigned,
} from "../gateways/irp/mod.ts";
import { plainText } from "../portals/mod.ts";
import type { Verdict } from "./verdict.ts";

/** What we have of a document, which the portal must have signed. */
export interface Expected {
  readonly gstin: string;
  readonly buyer_gstin: string;
  readonly document_type: "INV" | "CRN" | "DBN";
  readonly number: string;
  readonly voucher_date: string;
  readonly financial_year: string;
  /** Decimal text. */
  readonly total: string;
  /** The INV-01 text as SQL wrote it. */
  readonly payload: string;
}

/** Whether what was signed is this very document: the key that signed it, or what differs. */
export async function verify(signed: Pick<RegisteredDocument, "irn" | "signedInvoice" | "signedQrCode">, {
  keys,
  document,
}: { keys: readonly PortalKey[]; document: Expected }) {
  const expected = {
    gstin: document.gstin,
    documentType: document.document_type,
    number: document.number,
    date: document.voucher_date,
    financialYear: document.financial_year,
    buyerGstin: document.buyer_gstin,
    total: document.total,
    itemCount: JSON.parse(document.payload).ItemList.length,
  };
  return await verifySigned(signed, expected, keys);
}

/** Faults that say "this number was used for something else" rather than "this cannot be trusted". */
const otherContent = new Set(["buyer_differs", "date_differs", "total_differs", "items_differ"]);

/**
 * Takes a document the portal has, where its signature and every fact agree with ours. `otherwise` is the verdict where
 * the number was used for something else.
 */
export async function accept(
  keys: readonly PortalKey[],
  document: Expected,
  found: RegisteredDocument,
  otherwise: "failed" | "unknown",
  info: readonly InfoEntry[] = [],
): Promise<Verdict> {
  const verified = await verify(found, { keys, document });
  if (!verified.ok) {
    const outcome = otherContent.has(verified.reason) ? otherwise : "unknown";
    return {
      outcome,
      errorCode: verified.reason,
      errorMessage: `what the portal signed cannot be taken: ${verified.reason}, ${verified.detail}`,
    };
  }
  if (found.status === "CNL") {
    return {
      outcome: "failed",
      errorCode: "irn_is_cancelled",
      errorMessage: "the portal has this document as cancelled; issue it under a new number",
    };
  }
  return {
    outcome: "generated",
    irn: found.irn,
    ackNo: found.ackNo,
    ackAt: found.ackAt,
    signedInvoice: found.signedInvoice,
    signedQrCode: found.signedQrCode,
    signingKeyId: verified.kid,
    ...billFacts(found.bill, info),
  };
}

function billFacts(bill: InvoiceBill | null, info: readonly InfoEntry[]): Partial<Verdict> {
  if (bill) {
    const told = info.find(({ code }) => code === "EWBPPD")?.description;
    const ewbAlert = bill.alert ?? (typeof told === "string" ? plainText(told) : null);
    return { ewbNumber: bill.number, ewbAt: bill.generatedAt, ewbValidUntil: bill.validUntil, ewbAlert };
  }
  const [first, ...more] = readBillErrors(info);
  if (!first) return {};
  const told = more.length > 0 ? [first, ...more].map(({ code, message }) => `${code} ${message}`) : [first.message];
  return { ewbErrorCode: plainText(first.code || "ewb_refused"), ewbErrorMessage: plainText(told.join("; ")) };
}
