import type { PortalError } from "./wire.ts";

/** The portal's state in schema sandbox, as one of the two portals sees it. */
export interface World {
  errors(code: string, subject?: string): Promise<PortalError[]>;
  taxpayer(gstin: string): Promise<Taxpayer | undefined>;
  taxpayerDetails(gstin: string): Promise<string | undefined>;
  issueToken(wanted: TokenWish): Promise<Token>;
  sessionKey(token: string, gstin: string, username: string, now: Date): Promise<string | undefined>;
  forgetToken(token: string): Promise<void>;
  refusals(gstin: string, payload: string, now: Date): Promise<PortalError[]>;
  /** Registers a document, and stores what `sign` makes of its IRN in the same transaction. */
  register(gstin: string, payload: string, now: Date, sign: Signer): Promise<Registration>;
  find(gstin: string, wanted: Wanted, now: Date): Promise<Found>;
  cancel(gstin: string, wish: CancelWish, now: Date): Promise<Cancelled>;
  /** The e-way bill of a document just registered here, or of an IRN. */
  makeBill(gstin: string, irn: string, wish: string, now: Date, isJustRegistered: boolean): Promise<MadeBill>;
  findBill(gstin: string, irn: string, now: Date): Promise<{ code: string | null; answer: string }>;
  /** IRNs the common register refused on a day, JSON. */
  rejected(gstin: string, date: string): Promise<string>;
  /** A registered document other than this one; undefined where there is none. */
  another(irn: string): Promise<Found | undefined>;
  /** No question finds the document before. */
  showFrom(irn: string, at: Date): Promise<void>;
  /** The common register refuses the document, today. */
  reject(irn: string, now: Date): Promise<void>;
  /** The same world as the other portal of the two sees it. */
  at(provider: Provider): World;
}

/** The two portals of one register. */
export type Provider = "irp1" | "irp2" | Elsewhere;

/** An IRP that is not played here, and whose documents cannot be seen here. */
type Elsewhere = "IRIS";

export interface MadeBill {
  readonly errors: readonly PortalError[] | null;
  /** {EwbNo, EwbDt, EwbValidTill, Remarks} as JSON text. */
  readonly answer: string | null;
  /** Kilometres, where the portal worked them out. */
  readonly distance: number | null;
}

export interface Taxpayer {
  readonly status: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

export interface TokenWish {
  readonly gstin: string;
  readonly username: string;
  readonly force: boolean;
  readonly authToken: string;
  readonly sessionKey: string;
  readonly now: Date;
}

export interface Token {
  readonly authToken: string;
  readonly sessionKey: string;
  readonly expiresOn: string;
}

export interface Registration {
  readonly outcome: "registered" | "duplicate" | "cancelled" | "elsewhere";
  readonly irn: string;
  readonly ackNo: string;
  readonly ackDate: string;
  /** Which portal registered it: one of the two, or an IRP elsewhere. */
  readonly provider: string;
}

export type Signer = (registration: Registration) => { signedInvoice: string; signedQrCode: string };

export type Wanted = { readonly irn: string } | {
  readonly type: string;
  readonly number: string;
  readonly date: string;
};

export interface Found {
  readonly code: string | null;
  readonly irn: string;
  readonly ackNo: string;
  readonly ackDate: string;
  readonly signedInvoice: string;
  readonly signedQrCode: string;
  readonly status: string;
  readonly request: string;
  readonly ewbNo: string | null;
  readonly ewbDate: string | null;
  readonly ewbValidTill: string | null;
}

export interface CancelWish {
  readonly irn: string;
  readonly reason: string;
  readonly remarks: string;
}

export interface Cancelled {
  readonly code: string | null;
  readonly irn: string;
  readonly cancelDate: string;
}
