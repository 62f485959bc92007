import {
  type InfoEntry,
  type InvoiceBill,
  type PortalKey,
  readBillErrors,
  type RegisteredDocument,
  type SignatureFault,
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
const otherContent: Partial<Record<SignatureFault, string>> = {
  buyer_differs: "another buyer",
  date_differs: "another date",
  total_differs: "another total",
  items_differ: "other lines",
};

const untrusted: Partial<Record<SignatureFault, string>> = {
  malformed_token: "its answer is not a signed document",
  algorithm_not_allowed: "it is signed in a way that the portal does not sign",
  key_unknown: "it is signed with a key that is not the portal's as it stands in the settings",
  signature_invalid: "its signature is not the portal's",
  malformed_data: "what is signed is not a whole document",
  irn_differs: "it bears the IRN of another document",
  seller_differs: "it is another seller's",
  document_differs: "it is another document",
};

/** What is wrong with a signed document, in words. */
export function faultInWords(reason: SignatureFault, detail: string): string {
  const other = otherContent[reason];
  return `${other ? `it is for ${other}` : untrusted[reason] ?? reason} (${detail})`;
}

function notTaken(reason: SignatureFault, detail: string, outcome: "failed" | "unknown"): Verdict {
  const errorMessage = outcome === "failed"
    ? `the number is taken at the portal by a document for ${otherContent[reason]} (${detail}); ` +
      "cancel this voucher and issue it under a new number: trying again cannot help"
    : `what the portal answered cannot be trusted: ${faultInWords(reason, detail)}; ` +
      "nothing of it was taken, and the portal is asked again by itself";
  return { outcome, errorCode: reason, errorMessage: plainText(errorMessage) };
}

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
    return notTaken(verified.reason, verified.detail, otherContent[verified.reason] ? otherwise : "unknown");
  }
  if (found.status === "CNL") {
    return {
      outcome: "failed",
      errorCode: "irn_is_cancelled",
      errorMessage: "the portal has this document as cancelled; cancel this voucher and issue it under a new number",
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
