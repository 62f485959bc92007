import type * as nic from "../nic/outcome.ts";
import type { CodeMeaning } from "./codes.ts";

export { type EwbSettings, makeEwb } from "./client.ts";
export { memoryTokenStore } from "../nic/token.ts";
export { type CodeMeaning, isNotFound, messageOf } from "./codes.ts";
export type { PortalError, Reason, Registration } from "../nic/outcome.ts";
export type { StoredToken, TokenStore } from "../nic/token.ts";

type Registration = nic.Registration;

/** How a call ends; after `unknown`, ask (getByDocument, get) before repeating. */
export type Outcome<T> = nic.Outcome<T, CodeMeaning>;

export type Operation =
  | "authenticate"
  | "generate"
  | "get"
  | "get_by_document"
  | "update_vehicle"
  | "update_transporter"
  | "extend"
  | "cancel"
  | "reject"
  | "consolidate"
  | "start_multi_vehicle"
  | "add_vehicle"
  | "replace_vehicle"
  | "list_received"
  | "list_rejected";
export type Exchange = nic.Exchange<Operation>;

/** A bill just made. Without Part B it has no validity yet. Instants are RFC 3339. */
export interface GeneratedBill {
  readonly number: string;
  readonly generatedAt: string;
  readonly validUntil: string | null;
  /** The distance between the PIN codes, or a warning. */
  readonly alert: string | null;
}

export interface VehicleEntry {
  readonly vehicleNumber: string | null;
  readonly mode: string | null;
  readonly documentNumber: string | null;
  readonly enteredAt: string | null;
  /** The group of vehicles it belongs to; null where the goods travel in one. */
  readonly groupNo: number | null;
  /** Number of the consolidated bill it was entered by. */
  readonly tripSheetNumber: string | null;
}

/** A bill as the portal shows it. Amounts are decimal text, days as the portal writes them. */
export interface EWayBill {
  readonly number: string;
  readonly generatedAt: string;
  /** The GSTIN that made it. */
  readonly generatedBy: string | null;
  readonly validUntil: string | null;
  readonly isCancelled: boolean;
  readonly isRejected: boolean;
  readonly documentType: string | null;
  readonly documentNumber: string | null;
  readonly documentDate: string | null;
  readonly fromGstin: string | null;
  readonly fromName: string | null;
  readonly toGstin: string | null;
  readonly total: string | null;
  readonly transporterId: string | null;
  readonly extendedTimes: number;
  /** How many goods are listed; null where the portal does not tell. */
  readonly itemCount: number | null;
  /** Newest first. */
  readonly vehicles: readonly VehicleEntry[];
}

/** A bill that another made on the GSTIN of who asks. Days as RFC 3339, amounts as decimal text. */
export interface ReceivedBill {
  readonly number: string;
  readonly generatedAt: string;
  readonly validUntil: string | null;
  readonly generatedBy: string | null;
  readonly fromGstin: string | null;
  readonly fromName: string | null;
  readonly toGstin: string | null;
  readonly documentNumber: string | null;
  readonly documentDate: string | null;
  readonly total: string | null;
  readonly hsn: string | null;
  readonly isCancelled: boolean;
  readonly isRejected: boolean;
}

/** What changed a bill, and when the portal says it did. */
export interface Changed {
  readonly at: string;
  readonly validUntil?: string | null;
  /** The group of vehicles that was begun. */
  readonly groupNo?: number;
  /** The number of the consolidated bill. */
  readonly number?: string;
  /** The bill the answer is about, where it says so. */
  readonly ewbNumber?: string;
}

/** What changes a bill, or many at once. The payload is the portal's own JSON text, written by SQL. */
export type Change =
  | "update_vehicle"
  | "update_transporter"
  | "extend"
  | "cancel"
  | "reject"
  | "consolidate"
  | "start_multi_vehicle"
  | "add_vehicle"
  | "replace_vehicle";

/** The e-way bill portal, as the rest of Pakka sees it. */
export interface Ewb {
  authenticate(registration: Registration): Promise<Outcome<{ expiresAt: string }>>;
  /** Renews a kept session that ends within ten minutes, so that no call waits for it; tells until when it serves. */
  renew(registration: Registration): Promise<Outcome<{ expiresAt: string }>>;
  /** Makes the bill whose GENEWAYBILL text this is. The text is encrypted as it stands: SQL wrote the money in it. */
  generate(registration: Registration, payloadJson: string): Promise<Outcome<GeneratedBill>>;
  change(registration: Registration, change: Change, payloadJson: string): Promise<Outcome<Changed>>;
  get(registration: Registration, number: string): Promise<Outcome<EWayBill>>;
  /** The bill we made for a document: what to ask after a call that may have arrived. */
  getByDocument(registration: Registration, document: { type: string; number: string }): Promise<Outcome<EWayBill>>;
  /** Bills others made on the GSTIN of the registration, of one day (`dd/MM/yyyy`) before today; none is an empty list. */
  listReceived(registration: Registration, day: string): Promise<Outcome<readonly ReceivedBill[]>>;
  /** Bills of the registration that the other party rejected on a day (`dd/MM/yyyy`) before today. */
  listRejected(registration: Registration, day: string): Promise<Outcome<readonly ReceivedBill[]>>;
}
