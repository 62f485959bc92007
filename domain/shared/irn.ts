import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** What identifies a document to the registration portal: all of it goes into the hash, and nothing else does. */
export interface DocumentIdentity {
  /** The supplier's GSTIN. */
  readonly gstin: string;
  /** "2026-27": the financial year of the document's own date. */
  readonly financialYear: string;
  readonly documentType: "INV" | "CRN" | "DBN";
  readonly number: string;
  /** YYYY-MM-DD; decides whether the number's case counts. */
  readonly date: string;
}

/** GSTN advisory of 04-04-2025: from this day the portal upper-cases document numbers before it hashes them. */
const CASE_STOPPED_COUNTING = "2025-06-01";

/**
 * The Invoice Reference Number: SHA-256 over GSTIN, financial year, document type and number, joined by nothing,
 * as 64 lower-case hex digits. Anyone can compute it, so a portal's answer can be checked against it.
 */
export function computeIrn(document: DocumentIdentity): string {
  const number = document.date < CASE_STOPPED_COUNTING ? document.number : document.number.toUpperCase();
  const text = document.gstin + document.financialYear + document.documentType + number;
  return bytesToHex(sha256(utf8ToBytes(text)));
}
