import { createHash } from "node:crypto";
import type { Fault } from "../faults.ts";
import type { DocumentCall } from "./call.ts";
import { type ExactJson, type Forgery, readExact, type Registered, signDocument } from "./sign.ts";
import type { Found } from "./world.ts";

/** What an answer says of the e-way bill beside the document. */
export interface Bill {
  readonly ewbNo?: string | null;
  readonly ewbDate?: string | null;
  readonly ewbValidTill?: string | null;
  readonly remarks?: string | null;
}

/** The answer's text, spoilt where a fault wants it; what is stored stays true. */
export async function answer(
  call: DocumentCall,
  document: Registered,
  status: string,
  stored: Bill & Partial<Found> = {},
): Promise<string> {
  if (call.fault?.kind === "crossed_reply") return await crossed(call, document);
  const { told, forgery } = spoil(call.fault, document);
  const isTrue = told === document && Object.keys(forgery).length === 0;
  const signed = stored.signedInvoice !== undefined && isTrue ? stored : signDocument(told, call.signing, forgery);
  return `{"AckNo":${told.ackNo},` + JSON.stringify({
    AckDt: told.ackDate,
    Irn: told.irn,
    SignedInvoice: signed.signedInvoice,
    SignedQRCode: signed.signedQrCode,
    Status: status,
    EwbNo: stored.ewbNo ? Number(stored.ewbNo) : null,
    EwbDt: stored.ewbDate ?? null,
    EwbValidTill: stored.ewbValidTill ?? null,
    Remarks: stored.remarks ?? null,
  }).slice(1);
}

/** The answer somebody else is waiting for: a document that was registered and signed, but another one. */
export async function crossed(call: DocumentCall, document: Registered): Promise<string> {
  const plainCall = { ...call, fault: null };
  const other = await call.world.another(document.irn);
  if (other) return await answer(plainCall, { ...other, request: readExact(other.request) }, other.status, other);
  const { told } = spoil({ kind: "other_document", params: {} }, document);
  return await answer(plainCall, told, "ACT");
}

function spoil(fault: Fault | null, document: Registered): { told: Registered; forgery: Forgery } {
  const otherIrn = () => createHash("sha256").update(`${document.irn} another`).digest("hex");
  switch (fault?.kind) {
    case "wrong_signature":
      return { told: document, forgery: { breakSignature: true } };
    case "unknown_kid":
      return { told: document, forgery: { kid: "F".repeat(40) } };
    case "alg_none":
      return { told: document, forgery: { algorithm: "none" } };
    case "wrong_irn":
      return { told: { ...document, irn: otherIrn() }, forgery: {} };
    case "other_document":
      return { told: { ...document, irn: otherIrn(), request: otherNumber(document.request) }, forgery: {} };
    default:
      return { told: document, forgery: {} };
  }
}

function otherNumber(request: ExactJson): ExactJson {
  return { ...request, DocDtls: { ...request.DocDtls as ExactJson, No: "OTHER/1" } };
}

/** The same number with another buyer and total, as when somebody used it outside Pakka. */
export function otherContent(request: ExactJson): ExactJson {
  return {
    ...request,
    BuyerDtls: { ...request.BuyerDtls as ExactJson, Gstin: "27AAACG2115R1ZH", LglNm: "Another Buyer" },
    ValDtls: { ...request.ValDtls as ExactJson, TotInvVal: 1 },
  };
}
