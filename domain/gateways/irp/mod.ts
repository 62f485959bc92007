import type { CodeMeaning, PortalError } from "./codes.ts";

export { type IrpSettings, makeIrp } from "./client.ts";
export { tokenKey } from "./session.ts";
export { memoryTokenStore } from "./token.ts";
export { verifySigned } from "./signature.ts";
export { isSameAmount } from "./signed_data.ts";
export { findInfo, readDuplicate } from "./wire.ts";
export type { PortalKey, SignedDocument, SignedExpectation, Verification } from "./signature.ts";
export type { CodeMeaning, PortalError } from "./codes.ts";
export type { StoredToken, TokenStore } from "./token.ts";

/** One GSTIN's credentials at the portal. Production user names begin with API_. */
export interface Registration {
  readonly gstin: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface InfoEntry {
  readonly code: string;
  readonly description: unknown;
}

/** Why nothing can be known, or nothing was done: `unclassified_code` carries the portal's errors. */
export type Reason =
  | "connect_failed"
  | "timeout"
  | "reset"
  | "truncated"
  | "malformed"
  | "empty"
  | "too_large"
  | "redirected"
  | "server_error"
  | "rate_limited"
  | "undecipherable"
  | "portal_error"
  | "token_refused"
  | "unclassified_code";

/**
 * Every call ends in one of four ways. `done`: it happened. `refused`: the portal said no; no repeat. `retry`: nothing
 * happened there; back off and repeat. `unknown`: it may have happened; ask (getByDocument) before repeating.
 */
export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T; readonly info: readonly InfoEntry[] }
  | {
    readonly kind: "refused";
    readonly code: string;
    readonly meaning?: CodeMeaning;
    readonly message: string;
    readonly errors: readonly PortalError[];
    readonly info: readonly InfoEntry[];
  }
  | {
    readonly kind: "retry";
    readonly reason: Reason;
    readonly retryAfterMs?: number;
    readonly errors?: readonly PortalError[];
  }
  | {
    readonly kind: "unknown";
    readonly reason: Reason;
    readonly detail?: string;
    readonly errors?: readonly PortalError[];
  };

/** A registered document. `ackNo` is text; `ackAt` is `ackDate` (IST, no zone) as an instant. */
export interface RegisteredDocument {
  readonly irn: string;
  readonly ackNo: string;
  readonly ackDate: string;
  readonly ackAt: string;
  readonly signedInvoice: string;
  readonly signedQrCode: string;
  readonly status: "ACT" | "CNL";
  readonly ewbNo: string | null;
  readonly ewbDate: string | null;
  readonly ewbValidTill: string | null;
  readonly remarks: string | null;
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
  | "get_by_irn"
  | "get_by_document"
  | "gstin_details"
  | "sync_gstin";

/** One request and its answer, for the log: bodies as decrypted text, every secret replaced by [masked]. */
export interface Exchange {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly gstin: string;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  readonly response: { readonly body: string | null };
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
  readonly startedAt: string;
  readonly outcome: Outcome<unknown>["kind"];
  /** The portal's code or the reason, where the outcome is not `done`. */
  readonly code: string | null;
}

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
  /** Registers the document whose INV-01 text this is. The text is encrypted as it stands: SQL wrote the money in it. */
  generate(registration: Registration, payloadJson: string): Promise<Outcome<RegisteredDocument>>;
  getByDocument(registration: Registration, document: DocumentReference): Promise<Outcome<RegisteredDocument>>;
  getByIrn(registration: Registration, irn: string): Promise<Outcome<RegisteredDocument>>;
  cancel(registration: Registration, request: CancelRequest): Promise<Outcome<CancelledDocument>>;
  gstinDetails(registration: Registration, gstin: string): Promise<Outcome<Taxpayer>>;
  /** Asks the portal to fetch the taxpayer from the common portal first; worth one try after 3028 or 3029. */
  syncGstin(registration: Registration, gstin: string): Promise<Outcome<Taxpayer>>;
}
