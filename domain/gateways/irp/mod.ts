import type * as nic from "../nic/outcome.ts";
import type { CodeMeaning } from "./codes.ts";

export { type IrpSettings, makeIrp } from "./client.ts";
export { tokenKey } from "../nic/session.ts";
export { memoryTokenStore } from "../nic/token.ts";
export { verifySigned } from "./signature.ts";
export { differingFigures, isSameAmount, readAcknowledgement } from "./signed_data.ts";
export { findInfo, readBillErrors, readDuplicate, readRegisteringIrp } from "./wire.ts";
export type { PortalKey, SignatureFault, SignedDocument, SignedExpectation, Verification } from "./signature.ts";
export type { CodeMeaning } from "./codes.ts";
export type { InfoEntry, PortalError, Reason, Registration } from "../nic/outcome.ts";
export type { StoredToken, TokenStore } from "../nic/token.ts";

type Registration = nic.Registration;

/** How a call ends; after `unknown`, ask (getByDocument) before repeating. */
export type Outcome<T> = nic.Outcome<T, CodeMeaning>;

/** A registered document. `ackNo` is text; `ackAt` is `ackDate` (IST, no zone) as an instant. */
export interface RegisteredDocument {
  readonly irn: string;
  readonly ackNo: string;
  readonly ackDate: string;
  readonly ackAt: string;
  readonly signedInvoice: string;
  readonly signedQrCode: string;
  readonly status: "ACT" | "CNL";
  /** The e-way bill that came with it; null: none, or not yet. */
  readonly bill: InvoiceBill | null;
  readonly remarks: string | null;
}

/** An e-way bill of a registered invoice. Without a validity it is Part A alone. */
export interface InvoiceBill {
  readonly number: string;
  readonly generatedAt: string;
  readonly validUntil: string | null;
  readonly isCancelled: boolean;
  /** What the portal told beside the number. */
  readonly alert: string | null;
}

export interface CancelledDocument {
  readonly irn: string;
  readonly cancelDate: string;
  readonly cancelledAt: string;
}

/** A taxpayer as the portal's register shows it. */
export interface Taxpayer {
  readonly gstin: string;
  readonly legalName: string | null;
  readonly tradeName: string | null;
  readonly stateCode: string | null;
  readonly pincode: string | null;
  /** REG, SED, SEZ, CMP, TCS, TDS, ISD … */
  readonly type: string | null;
  /** ACT, CNL, INA, SUS, PRO */
  readonly status: string | null;
  readonly blockStatus: string | null;
  readonly registeredOn: string | null;
  readonly deregisteredOn: string | null;
}

export type Operation =
  | "authenticate"
  | "generate"
  | "cancel"
  | "generate_ewb"
  | "get_ewb_by_irn"
  | "get_by_irn"
  | "get_by_document"
  | "gstin_details"
  | "sync_gstin";

export type Exchange = nic.Exchange<Operation>;

export interface DocumentReference {
  readonly type: "INV" | "CRN" | "DBN";
  readonly number: string;
  /** YYYY-MM-DD */
  readonly date: string;
}

/** `"1"` duplicate, `"2"` data entry mistake, `"3"` order cancelled, `"4"` others (the e-way portal swaps 2 and 3). */
export interface CancelRequest {
  readonly irn: string;
  readonly reason: "1" | "2" | "3" | "4";
  readonly remarks: string;
}

/** The invoice registration portal, as the rest of Pakka sees it. */
export interface Irp {
  /** Signs in (again, with `force`), and tells until when the token serves. Calls below sign in by themselves. */
  authenticate(registration: Registration, options?: { force?: boolean }): Promise<Outcome<{ expiresAt: string }>>;
  /** Renews a kept session that ends within ten minutes, so that no call waits for it; tells until when it serves. */
  renew(registration: Registration): Promise<Outcome<{ expiresAt: string }>>;
  /** Registers the document whose INV-01 text this is. The text is encrypted as it stands: SQL wrote the money in it. */
  generate(registration: Registration, payloadJson: string): Promise<Outcome<RegisteredDocument>>;
  getByDocument(registration: Registration, document: DocumentReference): Promise<Outcome<RegisteredDocument>>;
  getByIrn(registration: Registration, irn: string): Promise<Outcome<RegisteredDocument>>;
  cancel(registration: Registration, request: CancelRequest): Promise<Outcome<CancelledDocument>>;
  /** Makes the e-way bill of a registered invoice: EwbDtls with `Irn` beside them, as JSON text. */
  generateBill(registration: Registration, payloadJson: string): Promise<Outcome<InvoiceBill>>;
  getBillByIrn(registration: Registration, irn: string): Promise<Outcome<InvoiceBill>>;
  gstinDetails(registration: Registration, gstin: string): Promise<Outcome<Taxpayer>>;
  /** Asks the portal to fetch the taxpayer from the common portal first; worth one try after 3028 or 3029. */
  syncGstin(registration: Registration, gstin: string): Promise<Outcome<Taxpayer>>;
}
